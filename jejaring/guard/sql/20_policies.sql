-- Every table is on one of two lists. Guarded: rights for jejaring_actor alone, beside a policy. Open: jejaring_app reads as well.
-- A table on neither list is closed to both. Grants are named one by one.

grant usage on schema public to jejaring_app, jejaring_actor;
grant usage on sequence report_number, case_number, referral_number, letter_number to jejaring_actor;
grant execute on function present(), holds_role(text), conflicted_cases(), emergency_right_rests(uuid), emergency_cases(), visible_cases(), opened_items(), visible_referrals(), sees_referral(uuid), own_case_by_reference(text), sees_case(uuid), may_register(uuid), sent_by_us(uuid), service_from_referral(uuid, uuid, text, date, timestamptz),
  may_wrap(uuid, text, uuid, timestamptz), withdraw_wraps(uuid, uuid) to jejaring_actor;

-- open ------------------------------------------------------------------------------------------------------------------------------
grant select on django_migrations, django_content_type to jejaring_app, jejaring_actor;
grant select, insert, update, delete on directory_session to jejaring_app, jejaring_actor;
grant select on reference_code, reference_legalbasis, reference_area, reference_edition, commitments_rule, directory_installation to jejaring_app, jejaring_actor;
grant select on directory_organisation, directory_desk, directory_serviceoffered, directory_user, directory_membership to jejaring_app, jejaring_actor;
grant insert, update on directory_organisation, directory_desk, directory_membership to jejaring_actor;
grant insert, update, delete on directory_serviceoffered to jejaring_actor;
grant insert, update on directory_user to jejaring_actor;
grant select, insert on vault_organisationkey to jejaring_actor;

-- guarded ---------------------------------------------------------------------------------------------------------------------------
grant select, insert on directory_submission to jejaring_actor;
alter table directory_submission enable row level security;
drop policy if exists scope on directory_submission;
create policy scope on directory_submission to jejaring_actor
  using ("user" = current_setting('jj.actor')::uuid) with check ("user" = current_setting('jj.actor')::uuid);

grant select, insert, delete on directory_signinattempt to jejaring_actor;
alter table directory_signinattempt enable row level security;
drop policy if exists scope on directory_signinattempt;
create policy scope on directory_signinattempt to jejaring_actor
  using (current_setting('jj.purpose') in ('sign_in', 'account', 'emergency', 'unsealing'))
  with check (current_setting('jj.purpose') in ('sign_in', 'account', 'emergency', 'unsealing'));

grant select, insert on vault_wrap to jejaring_actor;
revoke delete on vault_wrap from jejaring_actor;  -- keys go by withdrawal, return and shredding alone: functions of the owner
alter table vault_wrap enable row level security;
drop policy if exists scope on vault_wrap;
create policy scope on vault_wrap to jejaring_actor
  using (organisation = current_setting('jj.organisation')::uuid and (expires_at is null or expires_at > (select present()))
    and (key_class <> 'sealed' or domain = any ((select opened_items())::uuid[])))  -- 57_sealed.sql
  with check (may_wrap(domain, key_class, organisation, expires_at));

-- Every act and every read writes a row of the log, a refused one too, of whatever it was about: what it is about is open. Who, where,
-- when, for what and in which request is the context's, whatever the statement says (30_audit.sql), and a row without the application's
-- mark is never sealed.
grant select, insert on audit_event to jejaring_actor;
alter table audit_event enable row level security;
drop policy if exists scope on audit_event;
create policy scope on audit_event to jejaring_actor
  using ((select holds_role('privacy')) or (desk = current_setting('jj.desk')::uuid and (select holds_role('supervisor'))))
  with check (true);

-- Any desk may be told something: by one's own desk or by none (31_writers.sql). What was told stays as it was told.
grant select, insert on notices_notice to jejaring_actor;
revoke update on notices_notice from jejaring_actor;
grant update (seen_at, mailed_at) on notices_notice to jejaring_actor;
alter table notices_notice enable row level security;
drop policy if exists scope on notices_notice;
create policy scope on notices_notice to jejaring_actor  -- the mail to a desk counts what waits for one person there as well
  using (desk = current_setting('jj.desk')::uuid
    and (to_user is null or to_user = current_setting('jj.actor')::uuid or current_setting('jj.purpose') = 'clock')) with check (true);

grant select, insert, update on commitments_commitment to jejaring_actor;
alter table commitments_commitment enable row level security;
drop policy if exists scope on commitments_commitment;
create policy scope on commitments_commitment to jejaring_actor  -- what a silent check opened is there for the case's team alone
  -- Statements name their desk themselves. Inside coalesce the planner does not take ours for a second, independent condition, by which it
  -- expected one row where fifteen hundred were and sorted all of them.
  using (coalesce(desk_id = current_setting('jj.desk')::uuid or owed_to_desk_id = current_setting('jj.desk')::uuid, false)
    and (key <> 'safety_review' or case_id = any ((select visible_cases())::uuid[])))
  with check (desk_id = current_setting('jj.desk')::uuid or owed_to_desk_id = current_setting('jj.desk')::uuid
    or (subject_kind = 'report' and sent_by_us(subject_id)));

grant select, insert on commitments_commitmentevent to jejaring_actor;
alter table commitments_commitmentevent enable row level security;
drop policy if exists scope on commitments_commitmentevent;
create policy scope on commitments_commitmentevent to jejaring_actor
  using (exists (select from commitments_commitment c where c.id = commitment_id)) with check (desk = current_setting('jj.desk')::uuid);

grant select, insert, update on people_person to jejaring_actor;
alter table people_person enable row level security;
drop policy if exists scope on people_person;
create policy scope on people_person to jejaring_actor
  using (sees_case(case_id))
  with check (organisation = current_setting('jj.organisation')::uuid and may_register(case_id));

grant select, insert, delete on people_blindtoken to jejaring_actor;
alter table people_blindtoken enable row level security;  -- 23_people.sql

grant select, insert, update on people_personlink to jejaring_actor;
alter table people_personlink enable row level security;
drop policy if exists scope on people_personlink;
create policy scope on people_personlink to jejaring_actor
  using (organisation = current_setting('jj.organisation')::uuid) with check (organisation = current_setting('jj.organisation')::uuid);

grant select, insert, update on people_safecontact to jejaring_actor;
alter table people_safecontact enable row level security;
drop policy if exists scope on people_safecontact;
create policy scope on people_safecontact to jejaring_actor
  using ((case_id is null and desk = current_setting('jj.desk')::uuid) or sees_case(case_id))
  with check (desk = current_setting('jj.desk')::uuid or (case_id is null and sent_by_us(subject_id)));

grant select, insert, update on intake_report to jejaring_actor;
alter table intake_report enable row level security;
drop policy if exists scope on intake_report;
create policy scope on intake_report to jejaring_actor
  using (desk_id = current_setting('jj.desk')::uuid)  -- a partner desk may send one, and never sees it again
  with check (desk_id = current_setting('jj.desk')::uuid or (sent_from = current_setting('jj.desk')::uuid and version = 1));

grant select, insert on intake_response to jejaring_actor;
alter table intake_response enable row level security;
drop policy if exists scope on intake_response;
create policy scope on intake_response to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid) with check (desk = current_setting('jj.desk')::uuid);

grant select, insert on triage_triage to jejaring_actor;
alter table triage_triage enable row level security;
drop policy if exists scope on triage_triage;
create policy scope on triage_triage to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid) with check (desk = current_setting('jj.desk')::uuid);

grant select, insert, update on triage_outcome to jejaring_actor;
alter table triage_outcome enable row level security;
drop policy if exists scope on triage_outcome;
create policy scope on triage_outcome to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid) with check (desk = current_setting('jj.desk')::uuid);

-- The planner makes this part of each statement: a few microseconds a row, however many cases somebody works on. sees_case() says the same
-- about one case, for the rows that hang on it; visible_cases() is for statements that know no case.
-- The team is asked by a scalar question: of an EXISTS the planner looked all cases of the actor up first, however few were wanted.
grant select, insert, update on cases_case to jejaring_actor;
alter table cases_case enable row level security;
drop policy if exists scope on cases_case;
create policy scope on cases_case to jejaring_actor
  using (coalesce((lead_desk_id = current_setting('jj.desk')::uuid and (  -- coalesce as above: lists name their desk themselves
    (select t.id from cases_teammember t where t.case_id = cases_case.id and t."user" = current_setting('jj.actor')::uuid
      and t.desk = current_setting('jj.desk')::uuid and t.until is null limit 1) is not null
    or (select holds_role('supervisor'))))
    or (current_setting('jj.purpose') = 'emergency' and id = any ((select emergency_cases())::uuid[])), false))
  with check (lead_desk_id = current_setting('jj.desk')::uuid);

-- A forged row at one's own desk shows nothing: the policy above and visible_cases() ask which desk leads the case.
grant select, insert, update on cases_teammember to jejaring_actor;
alter table cases_teammember enable row level security;
drop policy if exists scope on cases_teammember;
create policy scope on cases_teammember to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid
    or (current_setting('jj.purpose') = 'emergency' and case_id = any ((select emergency_cases())::uuid[]))) with check (desk = current_setting('jj.desk')::uuid);

-- What hangs on a case is there for whoever sees the case: asked by a function for each row, of which one file has some fifty. Written out,
-- the policy of cases and that of its team stood in every one of the thirty tables of a file: PostgreSQL spent more on beginning such a
-- statement than on running it.
do $$
declare name text;
begin
  foreach name in array array['incident', 'incidentform', 'relation', 'traffickingscreen', 'identifier', 'assessment',
      'plannedservice', 'servicefact', 'note', 'closure'] loop
    execute format('grant select, insert, update on cases_%s to jejaring_actor', name);
    execute format('alter table cases_%s enable row level security', name);
    execute format('drop policy if exists scope on cases_%s', name);
    execute format('create policy scope on cases_%s to jejaring_actor using (sees_case(case_id))', name);
  end loop;
end $$;

-- Lists show the victims of a hundred cases on a page: written out it costs less for each row.
grant select, insert, update on cases_participant to jejaring_actor;
alter table cases_participant enable row level security;
drop policy if exists scope on cases_participant;
create policy scope on cases_participant to jejaring_actor using (exists (select from cases_case c where c.id = case_id));

-- What was written down stays as it was written: later facts are later rows.
revoke update on cases_incidentform, cases_traffickingscreen, cases_assessment, cases_plannedservice, cases_servicefact, cases_note
  from jejaring_actor;
revoke update on cases_incident from jejaring_actor;
grant update (replaced_by_id) on cases_incident to jejaring_actor;

-- Who sends what of which case is said once, by the sender (31_writers.sql).
grant select, insert on referrals_referral to jejaring_actor;
revoke update on referrals_referral from jejaring_actor;
grant update (state, version, expires_at, sharing_id, basis, consent_by, report_id) on referrals_referral to jejaring_actor;
alter table referrals_referral enable row level security;
drop policy if exists scope on referrals_referral;
create policy scope on referrals_referral to jejaring_actor
  using (sees_referral(id))
  with check (from_desk_id = current_setting('jj.desk')::uuid or to_desk_id = current_setting('jj.desk')::uuid);

do $$
declare name text;
begin
  foreach name in array array['packet', 'referralevent', 'letter'] loop
    execute format('grant select, insert, update on referrals_%s to jejaring_actor', name);
    execute format('alter table referrals_%s enable row level security', name);
    execute format('drop policy if exists scope on referrals_%s', name);
    execute format('create policy scope on referrals_%s to jejaring_actor using (sees_referral(referral_id))', name);
  end loop;
end $$;
revoke update on referrals_packet, referrals_referralevent from jejaring_actor;  -- frozen
