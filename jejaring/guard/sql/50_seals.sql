-- Seals over the log and where their lines were brought. Written once, by the clock; read by the clock and the privacy officer.
do $$
declare name text;
begin
  foreach name in array array['audit_seal', 'audit_anchor'] loop
    execute format('grant select, insert on %s to jejaring_actor', name);
    execute format('alter table %s enable row level security', name);
    execute format('drop policy if exists scope on %s', name);
    execute format('create policy scope on %s to jejaring_actor
      using (current_setting(''jj.purpose'') = ''clock'' or (select holds_role(''privacy'')))
      with check (current_setting(''jj.purpose'') = ''clock'')', name);
  end loop;
end $$;

-- The entries that no seal lists yet, oldest first and after a place in that order: codes and ids, for the clock alone. What is older than
-- an hour before the last seal's moment is not among them: no transaction lasts that long, so somebody has put it there, and the verifier
-- says so.
drop function if exists unsealed_events(integer);
create or replace function unsealed_events(most integer, after timestamptz default '-infinity',
    after_id uuid default '00000000-0000-0000-0000-000000000000') returns setof audit_event
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare since timestamptz;
begin
  if current_setting('jj.purpose') <> 'clock' then
    raise exception 'the clock alone seals' using errcode = 'insufficient_privilege';
  end if;
  select coalesce(max(until) - interval '1 hour', '-infinity') into since from audit_seal;
  return query
    select e.* from audit_event e
    where e.at > since and e.at >= after and (e.at, e.id) > (after, after_id)
      and not exists (select from audit_seal s cross join unnest(s.events) as listed(id) where s.until > since and listed.id = e.id)
    order by e.at, e.id limit most;
end $$;
revoke execute on function unsealed_events(integer, timestamptz, uuid) from public;
grant execute on function unsealed_events(integer, timestamptz, uuid) to jejaring_actor;
