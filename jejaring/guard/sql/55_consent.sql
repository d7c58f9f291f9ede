-- On which basis something leaves a case: its team alone sees it, the receiver reads basis and reason on the referral. Never deleted.

grant select, insert on referrals_sharingbasis to jejaring_actor;
grant update (withdrawn_at, withdrawn_by, withdrawn_for, withdrawal_note, not_recalled, settled_at, settled_by, settlement, version)
  on referrals_sharingbasis to jejaring_actor;
alter table referrals_sharingbasis enable row level security;
drop policy if exists scope on referrals_sharingbasis;
create policy scope on referrals_sharingbasis to jejaring_actor
  using (sees_case(case_id)) with check (sees_case(case_id));

-- Nothing is sent any more on a consent that was withdrawn, by whatever way the row is written. The row of the basis is locked, so that
-- a sending and a withdrawal at the same moment come one after the other.
create or replace function refuse_withdrawn_basis() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from referrals_sharingbasis b where b.id = new.sharing_id and b.withdrawn_at is not null for share) then
    raise exception 'the consent was withdrawn' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function refuse_withdrawn_basis() from public;
create or replace trigger refuse_withdrawn_basis before insert on referrals_referral
  for each row when (new.sharing_id is not null) execute function refuse_withdrawn_basis();
