-- Moving ownership: the desk that accepted a transfer makes the sender's case "transferred", without ever seeing it. What the sender still
-- owed in the case ends (except what the acts of referrals keep themselves), and the packet is the receiver's for good.
-- False where the case is not being worked on any more: then nothing was changed.
create or replace function transfer_by_referral(wanted uuid, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare r referrals_referral; me uuid := current_setting('jj.actor'); here uuid := current_setting('jj.desk');
begin
  select * into strict r from referrals_referral
    where id = wanted and to_desk_id = here and expires_at > (select present()) and state = 'accepted' and handover = 'transfer'
      and (case_id is null or case_id <> all (conflicted_cases()));
  update cases_case set state = 'transferred', closed_at = moment, version = version + 1
    where id = r.case_id and lead_desk_id = r.from_desk_id and state = 'open';
  if not found then
    return false;
  end if;
  with ended as (
    update commitments_commitment set state = 'cancelled', ended_at = moment, ended_by_act = 'mark_transferred'
      where (case_id = r.case_id or subject_id = (select c.opened_from from cases_case c where c.id = r.case_id))
        and state = 'open' and key not in ('letter_acknowledgement', 'hand_over') returning id)
  insert into commitments_commitmentevent (id, commitment_id, act, at, "by", desk, due_before, reason)
    select uuidv7(), ended.id, 'cancelled', moment, me, here, null, '' from ended;
  update vault_wrap set expires_at = null where domain = r.domain and organisation = current_setting('jj.organisation')::uuid;
  return true;
end $$;
revoke execute on function transfer_by_referral(uuid, timestamptz) from public;
grant execute on function transfer_by_referral(uuid, timestamptz) to jejaring_actor;
