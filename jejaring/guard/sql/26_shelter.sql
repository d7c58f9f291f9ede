-- Shelters: how many beds, who stays, and what a receiving desk writes for itself.

-- Beds in use or promised, as a number and nothing else: stays with the children along, and referrals accepted but not yet arrived.
create or replace function beds_taken(shelter uuid) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select (
    (select count(*) from referrals_stay s where s.desk = shelter and s.left_at is null)
    + (select count(*) from referrals_staychild c join referrals_stay s on s.id = c.stay_id where s.desk = shelter and s.left_at is null)
    + (select count(*) from referrals_referral r where r.to_desk_id = shelter and r.state = 'accepted' and 'shelter' = any (r.services)
         and not exists (select from referrals_stay s where s.referral_id = r.id)))::integer
$$;
revoke execute on function beds_taken(uuid) from public;
grant execute on function beds_taken(uuid) to jejaring_actor;

-- Of whom a stay is, in clear codes, for whoever may see it: a house knows who sleeps there also after the access to the packet has ended.
create or replace function stays_about(wanted uuid[]) returns table (stay uuid, reference text, sex text, age integer, sender uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.id, r.reference, r.sex, r.age, r.from_desk_id from referrals_stay s join referrals_referral r on r.id = s.referral_id
    where s.id = any (wanted) and (r.case_id is null or r.case_id <> all ((select conflicted_cases())::uuid[]))
      and (s.desk = current_setting('jj.desk')::uuid or r.id = any ((select visible_referrals())::uuid[]))
$$;
revoke execute on function stays_about(uuid[]) from public;
grant execute on function stays_about(uuid[]) to jejaring_actor;

grant select, insert, update on referrals_shelter to jejaring_actor;
alter table referrals_shelter enable row level security;
drop policy if exists scope on referrals_shelter;
create policy scope on referrals_shelter to jejaring_actor
  using (current_setting('jj.desk')::uuid is not null) with check (desk_id = current_setting('jj.desk')::uuid);

-- A shelter sees who stays there also after the access to the packet has ended; the sender sees the stays of its own referrals.
grant select, insert, update on referrals_stay to jejaring_actor;
alter table referrals_stay enable row level security;
drop policy if exists scope on referrals_stay;
create policy scope on referrals_stay to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid or sees_referral(referral_id))
  with check (desk = current_setting('jj.desk')::uuid);

grant select, insert on referrals_staychild to jejaring_actor;
alter table referrals_staychild enable row level security;
drop policy if exists scope on referrals_staychild;
create policy scope on referrals_staychild to jejaring_actor
  using (exists (select from referrals_stay s where s.id = stay_id))
  with check (exists (select from referrals_stay s where s.id = stay_id and s.desk = current_setting('jj.desk')::uuid));

grant select, insert on referrals_desknote to jejaring_actor;
alter table referrals_desknote enable row level security;
drop policy if exists scope on referrals_desknote;
create policy scope on referrals_desknote to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid
    and (kind = 'care' or (kind = 'clinical' and (select holds_role('psychologist'))) or (kind = 'counsel' and (select holds_role('legal')))))
  with check (desk = current_setting('jj.desk')::uuid);
