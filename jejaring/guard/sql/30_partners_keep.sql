-- What a partner's service keeps of the promises of a case that the partner does not see. Only these kinds, only of the referral's own case,
-- only by the desk that answers it; the moment in each promise's life says which desk it was. cases/rules/windows.py has the same list.
create or replace function keep_by_referral(referral uuid, wanted text, moment timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare r referrals_referral; kept integer;
begin
  select * into strict r from referrals_referral
    where id = referral and to_desk_id = current_setting('jj.desk')::uuid and expires_at > (select present()) and state in ('accepted', 'done')
      and (case_id is null or case_id <> all (conflicted_cases()));
  if r.case_id is null then return 0; end if;
  with ended as (
      update commitments_commitment c set state = 'kept', ended_at = moment, ended_by_act = 'service_by_partner', next_step_at = null
      where c.case_id = r.case_id and c.state = 'open' and (
        (c.key in ('prophylaxis', 'emergency_contraception') and wanted in ('health', 'medical_treatment'))
        or (c.key = 'traces' and wanted = 'forensic_examination')
        or (c.key = 'takedown' and wanted = 'content_takedown')
        or (c.key = 'temporary_protection' and wanted = 'police_protection')
        or (c.key = 'witness_protection' and wanted = 'witness_protection')
        or (c.key = 'rehabilitation' and c.service = wanted and exists (
          select from cases_servicefact f where f.planned_id = c.subject_id and f.referral_id = r.id and f.kind = 'given')))
      returning c.id)
  insert into commitments_commitmentevent (id, commitment_id, act, at, "by", desk, reason)
  select uuidv7(), ended.id, 'kept', moment, current_setting('jj.actor')::uuid, current_setting('jj.desk')::uuid, '' from ended;
  get diagnostics kept = row_count;
  return kept;
end $$;
revoke execute on function keep_by_referral(uuid, text, timestamptz) from public;
grant execute on function keep_by_referral(uuid, text, timestamptz) to jejaring_actor;
