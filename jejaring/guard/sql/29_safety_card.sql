-- The safety card: what the officer on shift may see of the desk's open cases when the telephone rings at night, and an officer of another
-- organisation under a running emergency access. Not the case file.

create or replace function demand_duty() returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not holds_role('duty') then
    raise exception 'safety cards are for the officer on shift' using errcode = 'insufficient_privilege';
  end if;
  return true;
end $$;

create or replace function emergency_cards() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := current_setting('jj.actor');
begin
  if current_setting('jj.purpose') <> 'emergency' or emergency_right_rests(me) then return '{}'; end if;
  return array(
    select a.case_id from cases_emergencyaccess a where a."user" = me and a.desk = current_setting('jj.desk')::uuid
      and a.ended_at is null and a.until > present() and a.case_id <> all (conflicted_cases()));
end $$;

create or replace function duty_cases() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select case when current_setting('jj.purpose') = 'emergency' then emergency_cards() else array(
    select id from cases_case where (select demand_duty()) and lead_desk_id = current_setting('jj.desk')::uuid
      and state in ('open', 'closure_proposed') and id <> all ((select conflicted_cases())::uuid[])) end
$$;

-- In clear codes, the first victim's sex and age, the riskiest and newest first; the manager by account.
drop function if exists safety_cards(text);  -- what it answers with may grow
create or replace function safety_cards(wanted text) returns table (id uuid, reference text, risk text, kind text, area text, sex text, age integer,
    minor boolean, manager uuid, desk uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.id, c.reference, c.risk, c.kind, c.area, coalesce(v.sex, 'unknown'), v.age, v.minor,
    (select "user" from cases_teammember m where m.case_id = c.id and m.role = 'manager' and m.until is null order by m.since desc limit 1), c.lead_desk_id
  from cases_case c
  left join lateral (select sex, age, minor from cases_participant p where p.case_id = c.id and p.role = 'victim'
                     order by p.recorded_at, p.id limit 1) v on true
  where c.id = any ((select duty_cases())::uuid[]) and (wanted = '' or c.reference ilike '%' || replace(replace(wanted, '%', ''), '_', '') || '%')
  order by array_position(array['high', 'medium', 'low'], c.risk), c.registered_at desc limit 100
$$;

create or replace function card_contact(wanted uuid) returns setof people_safecontact
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select * from people_safecontact where subject_id = wanted and wanted = any ((select duty_cases())::uuid[])
  order by recorded_at desc, id desc limit 1
$$;

-- The plan that holds of each victim; its texts stay sealed here and are opened by the unit's own keys.
create or replace function card_plans(wanted uuid) returns setof cases_safetyplan
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct on (victim_id) * from cases_safetyplan where case_id = wanted and wanted = any ((select duty_cases())::uuid[])
  order by victim_id, at desc, id desc
$$;

revoke execute on function demand_duty(), emergency_cards(), duty_cases(), safety_cards(text), card_contact(uuid), card_plans(uuid) from public;
grant execute on function demand_duty(), emergency_cards(), duty_cases(), safety_cards(text), card_contact(uuid), card_plans(uuid) to jejaring_actor;
