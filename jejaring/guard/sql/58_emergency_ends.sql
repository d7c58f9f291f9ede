-- An emergency access ends before its time: by whoever asked (54_emergency.sql), by a head of the desk that reviews it or a supervisor of the
-- desk that leads the case, and with a verdict, a suspension or a conflict of interest. What has ended is closed at the next statement, since
-- emergency_cases() and emergency_cards() ask for it; here the keys that were lent go with it.

create or replace function take_lent_back(ids uuid[]) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare gone integer;
begin
  delete from vault_wrap w using cases_emergencyaccess a, cases_case c
  where a.id = any (ids) and a.ended_at is not null and c.id = a.case_id and w.domain = c.domain and w.organisation = a.organisation
    and w.expires_at is not null and not exists (select from cases_emergencyaccess o where o.case_id = a.case_id
      and o.organisation = a.organisation and o.ended_at is null and o.until > present());
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Of whom, in which case (none: in all), by whom, and why (sealed). How many were running.
create or replace function close_emergencies(whose uuid, wanted uuid, ender uuid, why bytea) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare ids uuid[]; moment timestamptz := coalesce(nullif(current_setting('jj.now', true), '')::timestamptz, clock_timestamp());
begin
  with ended as (
    update cases_emergencyaccess a set ended_at = moment, ended_by = ender, ended_reason = why
    where a."user" = whose and a.case_id = coalesce(wanted, a.case_id) and a.ended_at is null and a.until > present() returning a.id)
  select coalesce(array_agg(id), '{}') into ids from ended;
  perform take_lent_back(ids);
  return cardinality(ids);
end $$;

-- The desk that leads the case, so that it is told; nothing where the access does not run any more.
create or replace function stop_emergency(wanted uuid, why bytea) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare a cases_emergencyaccess; lead uuid; me uuid := current_setting('jj.actor'); here uuid := current_setting('jj.desk');
begin
  select * into a from cases_emergencyaccess x where x.id = wanted and x.case_id <> all (conflicted_cases()) for update;
  select c.lead_desk_id into lead from cases_case c where c.id = a.case_id;
  if a.id is null or a."user" = me or why is null
      or not ((a.reviewing_desk = here and reviews_here()) or (lead = here and holds_role('supervisor'))) then
    raise exception 'not yours to end' using errcode = 'insufficient_privilege';
  end if;
  if close_emergencies(a."user", a.case_id, me, why) = 0 then return null; end if;
  return lead;
end $$;

-- Not justified: that access ends. The right rests: whatever else that account has open ends as well. A conflict: what it has open of the case.
create or replace function end_with_verdict() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_table_name = 'cases_emergencyreview' then
    perform close_emergencies(a."user", a.case_id, new."by", null) from cases_emergencyaccess a
      where a.id = new.access_id and new.verdict = 'unjustified';
  elsif tg_table_name = 'cases_emergencysuspension' then
    perform close_emergencies(new."user", null, new."by", null);
  else
    perform close_emergencies(new."user", new.case_id, new."by", null);
  end if;
  return null;
end $$;
create or replace trigger end_with_verdict after insert on cases_emergencyreview for each row execute function end_with_verdict();
create or replace trigger end_with_verdict after insert on cases_emergencysuspension for each row execute function end_with_verdict();
create or replace trigger end_with_verdict after insert on cases_conflictofinterest for each row execute function end_with_verdict();

-- Whoever asked may end it, and nobody takes that back.
create or replace function stays_ended() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'an access that has ended stays ended' using errcode = 'insufficient_privilege';
end $$;
create or replace trigger stays_ended before update on cases_emergencyaccess for each row
  when (old.ended_at is not null and (new.ended_at is distinct from old.ended_at or new.ended_by is distinct from old.ended_by))
  execute function stays_ended();

revoke execute on function take_lent_back(uuid[]), close_emergencies(uuid, uuid, uuid, bytea), stop_emergency(uuid, bytea), end_with_verdict(),
  stays_ended() from public;
grant execute on function stop_emergency(uuid, bytea) to jejaring_actor;
