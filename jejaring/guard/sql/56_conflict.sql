-- Conflict of interest: for staff who are a party to a case, or kin of one, it does not exist. The team's functions leave it out
-- (conflicted_cases() in 10_functions.sql); what is not seen through the team is taken away here, on top of each table's own policy.

grant select, insert on cases_conflictofinterest to jejaring_actor;
grant update (ended_at, ended_by) on cases_conflictofinterest to jejaring_actor;
alter table cases_conflictofinterest enable row level security;
drop policy if exists scope on cases_conflictofinterest;
create policy scope on cases_conflictofinterest to jejaring_actor
  using (sees_case(case_id) and (select holds_role('supervisor')));

-- The ids of all that belongs to such a case, of whomever one asks about: nothing, in one look at an index, for nearly everybody.
create or replace function hidden_from(who uuid) returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare theirs uuid[] := array(select case_id from cases_conflictofinterest where "user" = who and ended_at is null);
begin
  if theirs = '{}' then return theirs; end if;
  return array(
    select unnest(theirs)
    union select opened_from from cases_case where id = any (theirs) and opened_from is not null
    union select report_id from triage_outcome where case_id = any (theirs)
    union select id from triage_outcome where case_id = any (theirs)
    union select triage_id from triage_outcome where case_id = any (theirs)
    union select id from people_person where case_id = any (theirs)
    union select id from people_personlink where case_id = any (theirs) or same_as_case_id = any (theirs)
    union select id from referrals_referral where case_id = any (theirs)
    union select s.id from referrals_stay s join referrals_referral r on r.id = s.referral_id where r.case_id = any (theirs)
    union select n.id from referrals_desknote n join referrals_referral r on r.id = n.referral_id where r.case_id = any (theirs)
    union select id from cases_sealeditem where case_id = any (theirs)
    union select id from cases_unsealing where case_id = any (theirs)
    union select id from commitments_commitment where case_id = any (theirs)
    union select id from referrals_sharingbasis where case_id = any (theirs)
    union select id from cases_emergencyaccess where case_id = any (theirs));
end $$;
revoke execute on function hidden_from(uuid) from public;

create or replace function hidden_subjects() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return hidden_from(current_setting('jj.actor')::uuid);
end $$;
revoke execute on function hidden_subjects() from public;
grant execute on function hidden_subjects() to jejaring_actor;

-- Each of these policies is made anew by an earlier file whenever the files are applied, and is then narrowed once.
do $$
declare place record; rule text;
begin
  for place in select * from (values
    ('cases_case', array['id']), ('audit_event', array['case_id', 'subject_id']), ('commitments_commitment', array['case_id', 'subject_id']),
    ('notices_notice', array['subject_id']), ('people_safecontact', array['subject_id', 'case_id']), ('vault_wrap', array['domain']),
    ('cases_teammember', array['case_id']), ('intake_report', array['id']), ('intake_response', array['report_id']),
    ('triage_triage', array['report_id']), ('triage_outcome', array['report_id', 'case_id']), ('triage_silentcheck', array['report_id']),
    ('referrals_stay', array['referral_id']), ('referrals_desknote', array['referral_id']), ('people_knownquestion', array['subject_id']),
    ('exchange_importedcase', array['case_id']), ('intake_reportdetail', array['report_id']), ('intake_foundperson', array['report_id']),
    ('intake_sentreport', array['report_id']), ('vault_shredding', array['domain']),
    ('cases_emergencyaccess', array['case_id']), ('cases_emergencyreview', array['access_id']),
    ('cases_emergencysuspension', array['access_id'])
  ) as t (name, columns) loop
    select qual into strict rule from pg_policies where schemaname = 'public' and tablename = place.name and policyname = 'scope';
    if rule like '%hidden_subjects%' then continue; end if;
    execute format('alter policy scope on %I using ((%s)%s)', place.name, rule, (
      select string_agg(format(' and not coalesce(%I = any ((select hidden_subjects())::uuid[]), false)', c), '') from unnest(place.columns) c));
  end loop;
end $$;
