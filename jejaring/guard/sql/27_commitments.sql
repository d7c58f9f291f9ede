-- The commitment engine: frozen rules, pauses, steps, waivers, and the days off that move working clocks.

grant select on directory_closedday to jejaring_app, jejaring_actor;
grant insert, delete on directory_closedday to jejaring_actor;
grant select on reference_holiday to jejaring_app, jejaring_actor;
grant insert, update on reference_holiday to jejaring_actor;
grant update on reference_edition to jejaring_actor;
grant insert, update on commitments_rule to jejaring_actor;

-- A published version of a rule says forever what it said: only its end may be set, once. Before it begins it may be taken back, and then
-- the one that it would have followed goes on. Some minutes before its first day a process that holds the versions of a minute ago might
-- already promise under it. It looks as the owner, since a promise of any desk would stand against it.
create or replace function rule_is_frozen() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  said jsonb := to_jsonb(new) - array['valid_until', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason'];
  ends boolean := old.valid_until is null and new.valid_until is not null;
  withdrawn boolean := old.withdrawn_at is null and new.withdrawn_at is not null;
  goes_on boolean := new.valid_until is null and old.valid_until >= (present() at time zone 'Asia/Jakarta')::date
    and exists (select from commitments_rule w where w.key = old.key and w.valid_from = old.valid_until + 1 and w.withdrawn_at is not null);
begin
  if tg_op = 'DELETE' then raise exception 'a published rule is never deleted'; end if;
  if to_jsonb(old) - array['valid_until', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason'] is distinct from said
    or (old.valid_until is distinct from new.valid_until and not (ends or goes_on))
    or (old.withdrawn_at, old.withdrawn_by, old.withdrawn_reason) is distinct from (new.withdrawn_at, new.withdrawn_by, new.withdrawn_reason)
      and not withdrawn
  then raise exception 'a published rule is frozen'; end if;
  if withdrawn and (old.valid_from <= ((present() + interval '5 minutes') at time zone 'Asia/Jakarta')::date
    or exists (select from commitments_commitment c where c.key = old.key and c.rule_version = old.version))
  then raise exception 'a rule that has begun is frozen'; end if;
  return new;
end $$;
revoke execute on function rule_is_frozen() from public;
drop trigger if exists frozen on commitments_rule;
create trigger frozen before update or delete on commitments_rule for each row execute function rule_is_frozen();

do $$
declare name text;
begin
  foreach name in array array['pause', 'steptaken', 'waiver'] loop
    execute format('grant select, insert on commitments_%s to jejaring_actor', name);
    execute format('alter table commitments_%s enable row level security', name);
    execute format('drop policy if exists scope on commitments_%s', name);
    execute format('create policy scope on commitments_%s to jejaring_actor using (exists (select from commitments_commitment c where c.id = commitment_id))', name);
  end loop;
end $$;
grant update on commitments_pause, commitments_waiver to jejaring_actor;

-- Which desks have a step to take: ids alone. The tick then acts for each of them, under its policies.
create or replace function desks_with_steps() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct desk_id from commitments_commitment
  where state = 'open' and paused_at is null and next_step_at <= (select present())
$$;
revoke execute on function desks_with_steps() from public;
grant execute on function desks_with_steps() to jejaring_actor;

-- Which desks have notices that nobody saw and no mail told of: ids alone.
create or replace function desks_with_news() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct desk from notices_notice where mailed_at is null and seen_at is null and at > (select present()) - interval '1 day'
$$;
revoke execute on function desks_with_news() from public;
grant execute on function desks_with_news() to jejaring_actor;

-- Which kinds of jobs failed, and how often: for the administrator. Neither their arguments nor what went wrong.
create or replace function failed_jobs() returns table (task text, many bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select task_name::text, count(*) from procrastinate_jobs where status = 'failed' and holds_role('admin') group by 1 order by 1
$$;
revoke execute on function failed_jobs() from public;
grant execute on function failed_jobs() to jejaring_actor;

-- The worker's own tables: jobs carry ids and moments, nothing else. The worker takes them as the application, outside of any desk.
grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
  to jejaring_app;
do $$
declare name text;
begin
  for name in select oid::regclass::text from pg_class where relkind = 'S' and relname like 'procrastinate\_%' loop
    execute format('grant usage on sequence %s to jejaring_app', name);
  end loop;
  for name in select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace and proname like 'procrastinate\_%' loop
    execute format('grant execute on function %s to jejaring_app', name);
  end loop;
end $$;
