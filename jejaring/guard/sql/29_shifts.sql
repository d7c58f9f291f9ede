-- Shifts and hand-over notes are the desk's own. Changes of days off are open: they name nobody.

grant select, insert, update on directory_calendarchange to jejaring_actor;
grant select on directory_calendarchange to jejaring_app;

do $$
declare name text;
begin
  foreach name in array array['shift', 'handover'] loop
    execute format('grant select, insert, update on directory_%s to jejaring_actor', name);
    execute format('alter table directory_%s enable row level security', name);
    execute format('drop policy if exists scope on directory_%s', name);
    execute format('create policy scope on directory_%s to jejaring_actor using (desk_id = current_setting(''jj.desk'')::uuid) with check (desk_id = current_setting(''jj.desk'')::uuid)', name);
  end loop;
end $$;

-- Which desks plan their shifts and have nobody on duty now: ids alone, for the directory and for the page of promises.
create or replace function deserted_desks() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.desk_id from directory_shift s join directory_user u on u.id = s.user_id and u.is_active
    join directory_desk d on d.id = s.desk_id and d.closed_on is null, (select present() as at) p
  where s.taken_off_at is null
  group by s.desk_id
  having not bool_or(p.at >= s.starts_at and (
    (not s.weekly and p.at < s.ends_at)
    or (s.weekly and extract(epoch from p.at - s.starts_at)::numeric % 604800 < extract(epoch from s.ends_at - s.starts_at)
      and (s.until is null or ((p.at - (extract(epoch from p.at - s.starts_at)::numeric % 604800) * interval '1 second')
        at time zone 'Asia/Jakarta')::date <= s.until))))
$$;
revoke execute on function deserted_desks() from public;
grant execute on function deserted_desks() to jejaring_actor;

-- Which desks have open promises on working clocks: the worker computes them anew, desk by desk.
create or replace function desks_on_working_clocks() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct c.desk_id from commitments_commitment c
    join commitments_rule r on r.key = c.key and r.version = c.rule_version and r.clock <> 'wall'
  where c.state = 'open'
$$;
revoke execute on function desks_on_working_clocks() from public;
grant execute on function desks_on_working_clocks() to jejaring_actor;
