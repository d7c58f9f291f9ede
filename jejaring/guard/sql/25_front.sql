-- The front desk: what follows a request for information.

grant select, insert on triage_silentcheck to jejaring_actor;
alter table triage_silentcheck enable row level security;
drop policy if exists scope on triage_silentcheck;
create policy scope on triage_silentcheck to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid) with check (desk = current_setting('jj.desk')::uuid);

-- The silent check. It answers nothing, and takes as long whether it finds a case or none: a quarter of a second, in which the notice to
-- the manager (without one, to the supervisors), the promise and the entry of the log are written many times over. Only exact tokens, two
-- at most, only open cases of the own desk, only after a decided request for information. `promises` are rows by risk, without a case.
create or replace function silent_check(report uuid, tokens bytea[], promises jsonb, moment timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare began timestamptz := clock_timestamp(); here uuid := current_setting('jj.desk'); me uuid := current_setting('jj.actor'); c record;
begin
  if cardinality(tokens) > 2 or not exists (select from triage_triage t where t.report_id = report and t.desk = here
      and t.kind = 'information_only') then
    raise exception 'no request for information was decided here' using errcode = 'insufficient_privilege';
  end if;
  for c in
    select k.id, k.reference, k.risk, k.area, k.kind, v.sex, v.age, uuidv7() as promise
    from cases_case k
    left join lateral (select sex, age from cases_participant p where p.case_id = k.id and p.role = 'victim'
                       order by p.recorded_at, p.id limit 1) v on true
    where k.lead_desk_id = here and k.state in ('open', 'closure_proposed', 'legal_watch')
      and exists (select from cases_participant p join people_blindtoken b on b.person_id = p.person_id
                  where p.case_id = k.id and b.token = any (tokens))
  loop
    -- No mail tells of it: the mailbox of the desk is read by whoever typed as well.
    insert into notices_notice (id, desk, kind, subject_kind, subject_id, to_user, at, count, mailed_at)
    select uuidv7(), here, 'safety_plan', 'case', c.id, told.id, moment, 1, moment
    from (
      select m."user" as id from cases_teammember m where m.case_id = c.id and m.role = 'manager' and m.until is null
      union
      select d.user_id from directory_membership d where d.desk_id = here and d.role = 'supervisor'
        and not exists (select from cases_teammember m where m.case_id = c.id and m.role = 'manager' and m.until is null)
    ) told;
    if not exists (select from commitments_commitment o where o.case_id = c.id and o.key = 'safety_review' and o.state = 'open') then
      insert into commitments_commitment
      select (jsonb_populate_record(null::commitments_commitment, (promises -> coalesce(nullif(c.risk, ''), 'medium'))
        || jsonb_build_object('id', c.promise, 'subject_id', c.id, 'case_id', c.id, 'reference', c.reference, 'about_sex', coalesce(c.sex, ''),
             'about_age', c.age, 'about_area', c.area, 'about_kind', c.kind))).*;
      insert into commitments_commitmentevent (id, commitment_id, act, at, "by", desk, reason)
      values (uuidv7(), c.promise, 'opened', moment, me, here, '');
    end if;
    insert into audit_event (id, act, subject_kind, subject_id, case_id, purpose, fields, request_id, detail)
    values (uuidv7(), 'safety_alert', 'case', c.id, c.id, '', '', '', '');
  end loop;
  perform pg_sleep(greatest(0, 0.25 - extract(epoch from clock_timestamp() - began)));
end $$;
revoke execute on function silent_check(uuid, bytea[], jsonb, timestamptz) from public;
grant execute on function silent_check(uuid, bytea[], jsonb, timestamptz) to jejaring_actor;

-- Answers to a channel's questions, and the people of a report: with their report.
do $$
declare name text;
begin
  foreach name in array array['reportdetail', 'foundperson'] loop
    execute format('grant select, insert, update on intake_%s to jejaring_actor', name);
    execute format('alter table intake_%s enable row level security', name);
    execute format('drop policy if exists scope on intake_%s', name);
    execute format('create policy scope on intake_%s to jejaring_actor using (desk = current_setting(''jj.desk'')::uuid)
      with check (desk = current_setting(''jj.desk'')::uuid or sent_by_us(report_id))', name);
  end loop;
end $$;

-- What both desks may know of a report that one sent to the other.
grant select, insert, update on intake_sentreport to jejaring_actor;
alter table intake_sentreport enable row level security;
drop policy if exists scope on intake_sentreport;
create policy scope on intake_sentreport to jejaring_actor
  using (from_desk = current_setting('jj.desk')::uuid or to_desk = current_setting('jj.desk')::uuid);
