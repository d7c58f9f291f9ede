-- Emergency access: a case is found by what is known exactly, opened for hours, answered for before a head of another organisation.
-- What it opens stands in emergency_cases() (10_functions.sql) and, for another organisation, in emergency_cards() (29_safety_card.sql).

-- Those who may review: heads of another organisation than the asker's, none of them the asker or tied to the case. First the desk that
-- leads the case; else the one with the fewest reviews waiting, so that no two offices always review one another; a privacy officer last.
create or replace function emergency_heads(wanted uuid, ours uuid, me uuid) returns table (head uuid, desk uuid, privacy boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select m.user_id, m.desk_id, m.role = 'privacy' from directory_membership m
    join directory_user u on u.id = m.user_id and u.is_active
    join directory_desk d on d.id = m.desk_id and d.closed_on is null and d.uses_system
  where m.role in ('supervisor', 'head', 'privacy') and d.organisation_id <> ours and m.user_id <> me
    and m.valid_from <= (present() at time zone 'Asia/Jakarta')::date
    and (m.valid_until is null or m.valid_until >= (present() at time zone 'Asia/Jakarta')::date)
    and not exists (select from cases_conflictofinterest k where k.case_id = wanted and k."user" = m.user_id and k.ended_at is null)
$$;

create or replace function emergency_reviewer(wanted uuid) returns table (desk uuid, heads uuid[])
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select h.desk, array_agg(distinct h.head order by h.head)
  from emergency_heads(wanted, current_setting('jj.organisation')::uuid, current_setting('jj.actor')::uuid) h
    left join cases_case c on c.id = wanted
  where current_setting('jj.purpose') = 'emergency'
  group by h.desk, h.privacy, c.lead_desk_id
  order by h.privacy, coalesce(h.desk = c.lead_desk_id, false) desc,
    (select count(*) from cases_emergencyaccess a where a.reviewing_desk = h.desk
       and not exists (select from cases_emergencyreview r where r.access_id = a.id)),
    (select max(a.opened_at) from cases_emergencyaccess a where a.reviewing_desk = h.desk) nulls first, h.desk
  limit 1
$$;

create or replace function may_review_emergency(wanted uuid, reviewing uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select wanted <> all (conflicted_cases()) and reviewing in (
    select h.desk from emergency_heads(wanted, current_setting('jj.organisation')::uuid, current_setting('jj.actor')::uuid) h)
$$;

-- Never by browsing: the whole reference, or tokens of a whole NIK or telephone number. Five questions a day; one that finds nothing, one
-- for a case of another's conflict, and one for no case have one answer.
create or replace function emergency_case(wanted text, tokens bytea[]) returns table (id uuid, domain uuid, desk uuid, organisation uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := current_setting('jj.actor');
begin
  if current_setting('jj.purpose') <> 'emergency' or emergency_right_rests(me) or 5 <= (
      select count(*) from cases_emergencyaccess a where a."user" = me and a.day = (present() at time zone 'Asia/Jakarta')::date) then
    raise exception 'no emergency access now' using errcode = 'insufficient_privilege';
  end if;
  return query
    select c.id, c.domain, c.lead_desk_id, c.organisation from cases_case c
    where c.id <> all (conflicted_cases()) and (c.reference = wanted
      or c.id in (select b.case_id from people_blindtoken b where b.token = any (tokens) and b.kind in ('nik', 'nik_shared', 'phone')))
    order by c.state in ('open', 'closure_proposed') desc, c.registered_at desc, c.id limit 1;
end $$;

-- Whoever may review at all; whether an access was given to this desk is asked beside it.
create or replace function reviews_here() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select holds_role('supervisor') or holds_role('head') or holds_role('privacy')
$$;

-- Who answers for an access, who is answered to, who works on the case, and the privacy officer see it. The policy bounds the hours itself;
-- a minute is for what lies between the moment of a transaction and that of the application.
grant select, insert on cases_emergencyaccess to jejaring_actor;
grant update (ended_at) on cases_emergencyaccess to jejaring_actor;
alter table cases_emergencyaccess enable row level security;
drop policy if exists scope on cases_emergencyaccess;
create policy scope on cases_emergencyaccess to jejaring_actor
  using ("user" = current_setting('jj.actor')::uuid or (select holds_role('privacy'))
    or (reviewing_desk = current_setting('jj.desk')::uuid and (select reviews_here()))
    or sees_case(case_id))
  with check ("user" = current_setting('jj.actor')::uuid and desk = current_setting('jj.desk')::uuid
    and organisation = current_setting('jj.organisation')::uuid and current_setting('jj.purpose') = 'emergency'
    and (ended_at is not null or case_id is null or (until <= (select present()) + interval '4 hours 1 minute'
      and review_by <= (select present()) + interval '72 hours 1 minute' and not (select emergency_right_rests(current_setting('jj.actor')::uuid))
      and may_review_emergency(case_id, reviewing_desk))));

grant select, insert on cases_emergencyreview to jejaring_actor;
alter table cases_emergencyreview enable row level security;
drop policy if exists scope on cases_emergencyreview;
create policy scope on cases_emergencyreview to jejaring_actor
  using (exists (select from cases_emergencyaccess a where a.id = access_id))
  with check ("by" = current_setting('jj.actor')::uuid and exists (
    select from cases_emergencyaccess a where a.id = access_id and a."user" <> current_setting('jj.actor')::uuid
      and a.reviewing_desk = current_setting('jj.desk')::uuid and (select reviews_here())));

-- Written by the reviewer's "not justified" or by the clock; lifted by the privacy officer or the administrator, never by whom it concerns.
grant select, insert on cases_emergencysuspension to jejaring_actor;
grant update (lifted_at, lifted_by, lifted_reason) on cases_emergencysuspension to jejaring_actor;
alter table cases_emergencysuspension enable row level security;
drop policy if exists scope on cases_emergencysuspension;
create policy scope on cases_emergencysuspension to jejaring_actor
  using ("user" = current_setting('jj.actor')::uuid or (select holds_role('privacy')) or (select holds_role('admin'))
    or exists (select from cases_emergencyaccess a where a.id = access_id))
  with check (case when lifted_at is null then current_setting('jj.purpose') = 'clock' or exists (
      select from cases_emergencyreview r where r.access_id = cases_emergencysuspension.access_id and r."by" = current_setting('jj.actor')::uuid
        and r.verdict = 'unjustified')
    else lifted_by = current_setting('jj.actor')::uuid and "user" <> current_setting('jj.actor')::uuid
      and ((select holds_role('privacy')) or (select holds_role('admin'))) end);

-- Who works on the case of one's own access, so that they are told.
create or replace function emergency_team(wanted uuid) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct t."user" from cases_emergencyaccess a join cases_case c on c.id = a.case_id
    join cases_teammember t on t.case_id = c.id and t.desk = c.lead_desk_id and t.until is null
  where a.id = wanted and a."user" = current_setting('jj.actor')::uuid and current_setting('jj.purpose') = 'emergency'
$$;

-- What was read under an access: acts and kinds of fields, no content. An access of the same account to the same case begins after it.
create or replace function emergency_reads(wanted uuid) returns table (at timestamptz, act text, fields text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare a cases_emergencyaccess;
begin
  select * into a from cases_emergencyaccess x where x.id = wanted and x.case_id <> all (conflicted_cases()) and (
    x."user" = current_setting('jj.actor')::uuid or holds_role('privacy')
    or (x.reviewing_desk = current_setting('jj.desk')::uuid and reviews_here()) or sees_case(x.case_id));
  return query
    select e.at, e.act::text, e.fields::text from audit_event o join audit_event e on e.actor = o.actor and e.case_id = o.case_id
    where o.subject_id = a.id and o.act = 'emergency_opened' and o.actor = a."user" and o.case_id = a.case_id
      and e.purpose = 'emergency' and e.at > o.at and e.act not in ('emergency_opened', 'emergency_ended')
      and not exists (select from audit_event n where n.act = 'emergency_opened' and n.actor = o.actor and n.case_id = o.case_id
        and n.at > o.at and n.at <= e.at)
    order by e.at, e.id;
end $$;

-- Accesses that nobody reviewed in time and whose asker still has the right on paper: for the worker.
create or replace function unreviewed_emergencies() returns table (access uuid, "user" uuid, desk uuid, reviewing uuid, case_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, a."user", a.desk, a.reviewing_desk, a.case_id from cases_emergencyaccess a
  where current_setting('jj.purpose') = 'clock' and a.review_by <= present()
    and not exists (select from cases_emergencyreview r where r.access_id = a.id)
    and not exists (select from cases_emergencysuspension s where s.access_id = a.id)
  order by a.review_by
$$;

-- The case of an access of another organisation, while it runs: its domain, and who leads it.
create or replace function lending_case(wanted uuid) returns cases_case
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.* from cases_case c join cases_emergencyaccess a on a.case_id = c.id
  where a.id = wanted and a.scope = 'card' and c.id = any (emergency_cards()) and c.organisation <> current_setting('jj.organisation')::uuid
$$;

create or replace function lent_wraps(wanted uuid) returns table (domain uuid, key_class text, organisation uuid, wrapped bytea)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select w.domain, w.key_class::text, w.organisation, w.wrapped from lending_case(wanted) c
    join vault_wrap w on w.domain = c.domain and w.organisation = c.organisation and w.expires_at is null
  where w.key_class in ('general', 'identity')
$$;

-- Wraps of a case's domain with an end are lent ones, and no others: they last as long as the last running access of the organisation.
create or replace function borrow_wraps(wanted uuid, ids uuid[], domains uuid[], classes text[], boxes bytea[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare c cases_case := lending_case(wanted); mine uuid := current_setting('jj.organisation'); until_when timestamptz;
begin
  if c.id is null then raise exception 'no running access' using errcode = 'insufficient_privilege'; end if;
  select max(a.until) into until_when from cases_emergencyaccess a
    where a.case_id = c.id and a.organisation = mine and a.ended_at is null;
  delete from vault_wrap w where w.domain = c.domain and w.organisation = mine and w.expires_at is not null;
  insert into vault_wrap (id, domain, key_class, organisation, version, wrapped, expires_at)
  select t.id, t.domain, t.class, mine, 1, t.box, until_when from unnest(ids, domains, classes, boxes) as t (id, domain, class, box)
  where t.domain = c.domain and t.class in ('general', 'identity')
    and not exists (select from vault_wrap w where w.domain = t.domain and w.organisation = mine and w.key_class = t.class);
end $$;

-- Somebody is done: what was lent goes back, unless another access of the same organisation still runs.
create or replace function return_wraps(wanted uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare a cases_emergencyaccess;
begin
  select * into strict a from cases_emergencyaccess x where x.id = wanted and x."user" = current_setting('jj.actor')::uuid and x.ended_at is not null;
  return take_lent_back(array[a.id]);
end $$;

-- Under this purpose one reads: not one row of a case, its people or its referrals is written.
create or replace function refuse_under_emergency() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'an emergency access reads alone' using errcode = 'insufficient_privilege';
end $$;
do $$
declare name text;
begin
  for name in select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname ~ '^(cases|people|referrals|intake|triage|exchange)_' and relname !~ '^cases_emergency' loop
    execute format('create or replace trigger refuse_under_emergency before insert or update or delete on %I for each statement
      when (current_setting(''jj.purpose'', true) = ''emergency'') execute function refuse_under_emergency()', name);
  end loop;
end $$;

revoke execute on function emergency_heads(uuid, uuid, uuid), emergency_reviewer(uuid), may_review_emergency(uuid, uuid),
  emergency_case(text, bytea[]), reviews_here(), emergency_team(uuid), emergency_reads(uuid), unreviewed_emergencies(), lending_case(uuid), lent_wraps(uuid),
  borrow_wraps(uuid, uuid[], uuid[], text[], bytea[]), return_wraps(uuid), refuse_under_emergency() from public;
grant execute on function emergency_reviewer(uuid), may_review_emergency(uuid, uuid), emergency_case(text, bytea[]), reviews_here(),
  emergency_team(uuid), emergency_reads(uuid), unreviewed_emergencies(), lent_wraps(uuid), borrow_wraps(uuid, uuid[], uuid[], text[], bytea[]),
  return_wraps(uuid) to jejaring_actor;
