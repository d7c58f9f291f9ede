-- Counts (ring 3). Facts without ids, names, texts or references, for those whose role sees figures, and promises by desk for those who
-- see promises. Definer functions of the owner: each asks first who is asking, and raises where the answer is no.
--
-- Dates are days in Asia/Jakarta. `day` is the one that the basis names and by which the period is cut; since and until are inclusive.
-- Something whose incident date is unknown is placed by its registration and keeps the month `unknown`, so that no figure loses it and
-- periods beside one another add up.

create or replace function demand_figures() returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not (holds_role('duty') or holds_role('manager') or holds_role('supervisor') or holds_role('secretary') or holds_role('chair')
      or holds_role('statistician')
      or (current_setting('jj.actor') = '00000000-0000-7000-8000-00000000f160' and current_setting('jj.purpose') = 'figures')) then
    raise exception 'this role sees no figures' using errcode = 'insufficient_privilege';
  end if;
  return true;
end $$;

create or replace function figure_day(basis text, registered_on date, reported_on date, incident_on date) returns date
  language sql immutable as $$
  select case basis when 'registered' then registered_on when 'reported' then reported_on
                    when 'incident' then coalesce(incident_on, registered_on) end
$$;

create or replace function figure_month(basis text, day date, incident_on date, incident_precision text) returns text
  language sql immutable as $$
  select case when basis = 'incident' and (incident_on is null or incident_precision in ('year', 'unknown')) then 'unknown'
              else to_char(day, 'YYYY-MM') end
$$;

-- A victim is counted as a child, a woman or a man by her own age and sex: what the case is filed under for somebody else falls away.
create or replace function figure_categories(categories text[], sex text, age integer, minor boolean) returns text[]
  language sql immutable as $$
  select coalesce(nullif(array(
    select c from unnest(categories) c
    where not (c = 'violence_against_children' and (age >= 18 or (age is null and minor is false)) is true)
      and not (c in ('violence_against_women', 'violence_against_men') and (age < 18 or (age is null and minor)) is true)
      and not (c = 'violence_against_women' and sex = 'male') and not (c = 'violence_against_men' and sex = 'female')),
    '{}'), array['unknown'])
$$;

-- Cases with what their figures need; those handed to another region are counted there. With ids: granted to nobody.
create or replace function figure_cases() returns table (case_id uuid, registered_on date, reported_on date, incident_on date,
    incident_precision text, area text, categories text[], forms text[], kind text, risk text, channel text)
  language sql stable as $$
  select c.id, (c.registered_at at time zone 'Asia/Jakarta')::date, (c.reported_at at time zone 'Asia/Jakarta')::date,
    i.happened_on, coalesce(i.precision, 'unknown'), coalesce(nullif(c.area, ''), i.area, '')::text,
    case when c.categories <> '{}' then c.categories::text[] else array[coalesce(nullif(c.kind, ''), 'unknown')::text] end,
    coalesce(f.forms, array['unknown']), coalesce(nullif(c.kind, ''), 'unknown')::text, coalesce(nullif(c.risk, ''), 'unknown')::text,
    coalesce(nullif(c.channel, ''), 'unknown')::text
  from cases_case c
  left join lateral (select happened_on, precision, area from cases_incident n where n.case_id = c.id and n.replaced_by_id is null
                     order by happened_on nulls last, id limit 1) i on true
  left join lateral (select array_agg(distinct n.form::text) as forms from cases_incidentform n
                     join cases_incident i on i.id = n.incident_id and i.replaced_by_id is null where n.case_id = c.id) f on true
  where c.state <> 'transferred'
$$;

-- Which registration stands for a person: the least of all that links join, directly or through others.
create or replace function figure_persons() returns table (person_id uuid, same_person uuid)
  language sql stable as $$
  with recursive pair as (
    select person_id as a, same_as_id as b from people_personlink where state = 'same'
    union select same_as_id, person_id from people_personlink where state = 'same'
  ), reach as (
    select a, b from pair union select r.a, p.b from reach r join pair p on p.a = r.b
  )
  select a, (array_agg(b order by b))[1] from reach group by a
$$;

-- Return types may change from one version to the next, which `create or replace` refuses.
drop function if exists fact_reports(text, date, date);
drop function if exists fact_cases(text, date, date);
drop function if exists fact_victims(text, date, date);
drop function if exists fact_respondents(text, date, date);
drop function if exists fact_persons(text, date, date);
drop function if exists fact_services(text, date, date);
drop function if exists desk_promises(timestamptz, timestamptz);

create function fact_reports(basis text, since date, until date) returns table (registered_on date, reported_on date, incident_on date,
    day date, month text, sex text, age integer, area text, categories text[], forms text[], kind text, risk text, channel text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.registered_on, r.reported_on, r.incident_on, r.day, figure_month(basis, r.day, r.incident_on, r.incident_precision),
    r.victim_sex, r.victim_age, r.area, array[coalesce(t.kind, 'unknown')::text],
    coalesce(nullif(t.forms::text[], '{}'), array['unknown']), coalesce(t.kind, 'unknown')::text,
    coalesce(nullif(t.risk, ''), 'unknown')::text, r.channel
  from (
    select n.*, figure_day(basis, n.registered_on, n.reported_on, n.incident_on) as day from (
      select id, (recorded_at at time zone 'Asia/Jakarta')::date as registered_on, (received_at at time zone 'Asia/Jakarta')::date as reported_on,
        incident_on, incident_precision, victim_sex, victim_age, area, channel
      from intake_report where state <> 'draft') n) r
  left join lateral (select kind, forms, risk from triage_triage n where n.report_id = r.id order by decided_at desc, id desc limit 1) t on true
  where (select demand_figures()) and r.day between since and until
$$;

create function fact_cases(basis text, since date, until date) returns table (registered_on date, reported_on date, incident_on date,
    day date, month text, area text, categories text[], forms text[], kind text, risk text, channel text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.registered_on, c.reported_on, c.incident_on, d.day, figure_month(basis, d.day, c.incident_on, c.incident_precision), c.area,
    c.categories, c.forms, c.kind, c.risk, c.channel
  from figure_cases() c
  cross join lateral (select figure_day(basis, c.registered_on, c.reported_on, c.incident_on) as day) d
  where (select demand_figures()) and d.day between since and until
$$;

create function fact_victims(basis text, since date, until date) returns table (registered_on date, reported_on date, incident_on date,
    day date, month text, sex text, age integer, area text, categories text[], forms text[], kind text, risk text, channel text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.registered_on, c.reported_on, c.incident_on, d.day, figure_month(basis, d.day, c.incident_on, c.incident_precision), p.sex, p.age,
    c.area, figure_categories(c.categories, p.sex, p.age, p.minor), c.forms, c.kind, c.risk, c.channel
  from figure_cases() c
  cross join lateral (select figure_day(basis, c.registered_on, c.reported_on, c.incident_on) as day) d
  join cases_participant p on p.case_id = c.case_id and p.role = 'victim'
  where (select demand_figures()) and d.day between since and until
$$;

create function fact_respondents(basis text, since date, until date) returns table (registered_on date, reported_on date, incident_on date,
    day date, month text, sex text, age integer, area text, categories text[], forms text[], kind text, risk text, channel text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.registered_on, c.reported_on, c.incident_on, d.day, figure_month(basis, d.day, c.incident_on, c.incident_precision), p.sex, p.age,
    c.area, c.categories, c.forms, c.kind, c.risk, c.channel
  from figure_cases() c
  cross join lateral (select figure_day(basis, c.registered_on, c.reported_on, c.incident_on) as day) d
  join cases_participant p on p.case_id = c.case_id and p.role = 'respondent' and not p.coerced
  where (select demand_figures()) and d.day between since and until
$$;

-- One row a person in the period: what is known of her first, the kinds and forms of all her cases in the period.
create function fact_persons(basis text, since date, until date) returns table (registered_on date, reported_on date, incident_on date,
    day date, month text, sex text, age integer, area text, categories text[], forms text[], kind text, risk text, channel text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with taken as (
    select coalesce(s.same_person, p.person_id, p.id) as person, p.id, c.registered_on, c.reported_on, c.incident_on, d.day,
      figure_month(basis, d.day, c.incident_on, c.incident_precision) as month, p.sex, p.age, c.area,
      figure_categories(c.categories, p.sex, p.age, p.minor) as categories, c.forms, c.kind, c.risk, c.channel
    from figure_cases() c
    cross join lateral (select figure_day(basis, c.registered_on, c.reported_on, c.incident_on) as day) d
    join cases_participant p on p.case_id = c.case_id and p.role = 'victim'
    left join figure_persons() s on s.person_id = p.person_id
    where (select demand_figures()) and d.day between since and until
  ), kinds as (
    select person, array_agg(distinct k) as all_of from taken, unnest(categories) k group by person
  ), ways as (
    select person, array_agg(distinct w) as all_of from taken, unnest(forms) w group by person
  ), told as (
    select person, (array_agg(registered_on order by day, id))[1] as registered_on, (array_agg(reported_on order by day, id))[1] as reported_on,
      (array_agg(incident_on order by day, id))[1] as incident_on, min(day) as day, (array_agg(month order by day, id))[1] as month,
      (array_agg(sex order by sex = 'unknown', day, id))[1] as sex, (array_agg(age order by age is null, day, id))[1] as age,
      (array_agg(area order by area = '', day, id))[1] as area, (array_agg(kind order by day, id))[1] as kind,
      (array_agg(risk order by day, id))[1] as risk, (array_agg(channel order by day, id))[1] as channel
    from taken group by person
  )
  select t.registered_on, t.reported_on, t.incident_on, t.day, t.month, t.sex, t.age, t.area, k.all_of, w.all_of, t.kind, t.risk, t.channel
  from told t join kinds k using (person) join ways w using (person)
$$;

-- Services given. `registered` is the day on which a service was given; the other two dates are those of its case.
create function fact_services(basis text, since date, until date) returns table (registered_on date, reported_on date, incident_on date,
    day date, month text, sex text, age integer, area text, categories text[], forms text[], kind text, risk text, channel text, service text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.happened_on, c.reported_on, c.incident_on, d.day, figure_month(basis, d.day, c.incident_on, c.incident_precision),
    coalesce(p.sex, 'unknown'), p.age, c.area, figure_categories(c.categories, coalesce(p.sex, 'unknown'), p.age, p.minor), c.forms, c.kind,
    c.risk, c.channel, s.service
  from figure_cases() c
  join cases_servicefact s on s.case_id = c.case_id and s.kind = 'given'
  cross join lateral (select figure_day(basis, s.happened_on, c.reported_on, c.incident_on) as day) d
  left join cases_participant p on p.id = s.victim_id
  where (select demand_figures()) and d.day between since and until
$$;

create or replace function demand_promises() returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not (holds_role('secretary') or holds_role('chair')) then
    raise exception 'this role does not see the promises of other desks' using errcode = 'insufficient_privilege';
  end if;
  return true;
end $$;

-- What each desk promised: everything that is open at a moment, and what was kept from `since` on. No subject, no case, no reference.
create function desk_promises(since timestamptz, at timestamptz) returns table (desk uuid, open integer, late integer, kept_in_time integer,
    kept_late integer, waiting_since timestamptz, late_since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.desk_id, count(*) filter (where c.state = 'open')::integer, count(*) filter (where c.state = 'open' and c.due_at < at)::integer,
    count(*) filter (where c.state = 'kept' and c.ended_at <= c.due_at)::integer,
    count(*) filter (where c.state = 'kept' and c.ended_at > c.due_at)::integer,
    min(c.started_at) filter (where c.state = 'open'), min(c.due_at) filter (where c.state = 'open' and c.due_at < at)
  from commitments_commitment c
  where (select demand_promises()) and c.started_at <= at
    and (c.state = 'open' or (c.state = 'kept' and c.ended_at >= since and c.ended_at <= at))
  group by c.desk_id
$$;

revoke execute on all functions in schema public from public;
grant execute on function fact_reports(text, date, date), fact_cases(text, date, date), fact_victims(text, date, date),
  fact_respondents(text, date, date), fact_persons(text, date, date), fact_services(text, date, date),
  desk_promises(timestamptz, timestamptz) to jejaring_actor;
