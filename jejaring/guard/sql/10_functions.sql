-- Who sees which cases and referrals. Arrays are made once per statement, as an initplan: (select visible_cases()).
-- Definer functions of the owner, who is not subject to the policies; their search path is pinned.

create sequence if not exists report_number;
create sequence if not exists case_number;
create sequence if not exists referral_number;
create sequence if not exists letter_number;

-- When access is judged: now, or where the injected clock stands. Whoever may set the actor gains nothing by setting the moment.
create or replace function present() returns timestamptz
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(nullif(current_setting('jj.now', true), '')::timestamptz, now())
$$;

create or replace function holds_role(wanted text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from directory_membership
    where user_id = current_setting('jj.actor')::uuid and desk_id = current_setting('jj.desk')::uuid and role = wanted
      and valid_from <= (now() at time zone 'Asia/Jakarta')::date
      and (valid_until is null or valid_until >= (now() at time zone 'Asia/Jakarta')::date))
$$;

-- Staff who are a party to a case, or kin of one: it does not exist for them.
create or replace function conflicted_cases() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return array(select case_id from cases_conflictofinterest where "user" = current_setting('jj.actor')::uuid and ended_at is null);
end $$;

-- Whether somebody may not ask for emergency access now: the right was suspended, or a review is overdue (then at once, whether or not the
-- worker has written it down).
create or replace function emergency_right_rests(who uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from cases_emergencysuspension s where s."user" = who and s.lifted_at is null)
    or exists (select from cases_emergencyaccess a where a."user" = who and a.review_by <= present()
      and not exists (select from cases_emergencyreview r where r.access_id = a.id)
      and not exists (select from cases_emergencysuspension s where s.access_id = a.id));
end $$;

-- Cases that somebody of the leading organisation opened before a person in danger: on the pages of that purpose alone, so that every read
-- is written down under it, and until its moment, whatever any job does.
create or replace function emergency_cases() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := current_setting('jj.actor');
begin
  if current_setting('jj.purpose') <> 'emergency' or emergency_right_rests(me) then return '{}'; end if;
  return array(
    select a.case_id from cases_emergencyaccess a where a."user" = me and a.desk = current_setting('jj.desk')::uuid and a.scope = 'file'
      and a.ended_at is null and a.until > present() and a.case_id <> all (conflicted_cases()));
end $$;

-- Ring 1: the team of a case at its lead desk, and the supervisor of that desk, who sees all of them; and a running emergency access.
-- In plpgsql, which keeps its plans: asked by nearly every statement, the same in SQL took two to three times as long.
create or replace function visible_cases() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := current_setting('jj.actor'); here uuid := current_setting('jj.desk'); hidden uuid[] := conflicted_cases();
begin
  if holds_role('supervisor') then
    return array(select c.id from cases_case c where c.lead_desk_id = here and c.id <> all (hidden)) || emergency_cases();
  end if;
  -- The lead desk is looked up for each of one's own cases: a join was planned as a walk over everybody's.
  return array(
    select t.case_id from cases_teammember t
    where t."user" = me and t.desk = here and t.until is null and t.case_id <> all (hidden)
      and (select c.lead_desk_id from cases_case c where c.id = t.case_id) = here) || emergency_cases();
end $$;

-- The same about one case, for the rows that hang on it and for functions of the owner. One statement, with everything written out: it is
-- asked for each row. Of a case of somebody's conflict it says no, as of one that does not exist.
create or replace function sees_case(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select from cases_case c where c.id = wanted and c.lead_desk_id = current_setting('jj.desk')::uuid
      and (exists (select from cases_teammember t where t.case_id = wanted and t."user" = current_setting('jj.actor')::uuid
          and t.desk = c.lead_desk_id and t.until is null)
        or holds_role('supervisor'))
      and not exists (select from cases_conflictofinterest k where k.case_id = wanted and k."user" = current_setting('jj.actor')::uuid
        and k.ended_at is null))
    or (current_setting('jj.purpose') = 'emergency' and coalesce(wanted = any (emergency_cases()), false));
end $$;

-- Whether somebody may be registered in a case: by who sees it, and by who opens it, in whose statement it is not there yet.
create or replace function may_register(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select wanted is not null and (not exists (select from cases_case where id = wanted) or sees_case(wanted))
$$;

-- Ring 2: a partner desk sees its referrals until the access expires or is withdrawn; the sender sees those of its cases. A transfer
-- that was accepted stays with whoever took the case over. A consent that was withdrawn ends the access, whatever the referral says.
create or replace function visible_referrals() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare here uuid := current_setting('jj.desk'); moment timestamptz := present(); mine uuid[] := visible_cases();
  hidden uuid[] := conflicted_cases();
begin
  return array(
    select id from referrals_referral r where to_desk_id = here and state <> 'withdrawn' and (case_id is null or case_id <> all (hidden))
      and ((handover = 'transfer' and state in ('accepted', 'done'))
        or (expires_at > moment
          and not exists (select from referrals_sharingbasis b where b.id = r.sharing_id and b.withdrawn_at is not null)))
    union all
    select id from referrals_referral where from_desk_id = here and (case_id is null or case_id = any (mine)));
end $$;

-- The same about one referral, for rows that are few: making the whole array grew with the referrals of a desk.
create or replace function sees_referral(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare here uuid := current_setting('jj.desk'); moment timestamptz := present();
begin
  return exists (
    select from referrals_referral r where r.id = wanted
      and ((r.to_desk_id = here and r.state <> 'withdrawn' and (r.case_id is null or r.case_id <> all (conflicted_cases()))
            and ((r.handover = 'transfer' and r.state in ('accepted', 'done'))
              or (r.expires_at > moment
                and not exists (select from referrals_sharingbasis b where b.id = r.sharing_id and b.withdrawn_at is not null))))
        or (r.from_desk_id = here and (r.case_id is null or sees_case(r.case_id)))));
end $$;

-- What two people have opened together, for who asked alone and until its moment: the ids of sealed notes and papers, each of which is the
-- domain of its own key. The asker still has to see the case.
create or replace function opened_items() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := current_setting('jj.actor');
begin
  return array(
    select u.item_id from cases_unsealing u
    where u.asked_by = me and u.until > present() and u.ended_at is null and sees_case(u.case_id));
end $$;

-- A report that this desk has just sent to the unit and nobody there has touched yet: what belongs to it may still be written.
create or replace function sent_by_us(report uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from intake_report where id = report and sent_from = current_setting('jj.desk')::uuid and version = 1
                   and state = 'waiting')
$$;

-- A duty officer may propose that a report joins a case of the desk without learning whether the reference exists.
create or replace function own_case_by_reference(wanted text) returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select id from cases_case where reference = wanted and lead_desk_id = current_setting('jj.desk')::uuid
    and id <> all ((select conflicted_cases())::uuid[])
$$;

-- A partner's service becomes a fact of the case that the partner itself does not see: codes only, the words stay in the referral.
create or replace function service_from_referral(fact uuid, referral uuid, wanted text, happened date, moment timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare r referrals_referral; c cases_case; p cases_plannedservice;
begin
  select * into strict r from referrals_referral
    where id = referral and to_desk_id = current_setting('jj.desk')::uuid and expires_at > (select present()) and state in ('accepted', 'done')
      and (case_id is null or case_id <> all (conflicted_cases()));
  if r.case_id is null then return; end if;
  select * into strict c from cases_case where id = r.case_id;
  select * into p from cases_plannedservice s where s.case_id = c.id and s.service = wanted
    and not exists (select from cases_servicefact f where f.planned_id = s.id and f.kind = 'given') order by s.at limit 1;
  insert into cases_servicefact (id, domain, case_id, planned_id, victim_id, service, kind, by_desk_id, referral_id, happened_on, by, at)
  values (fact, c.domain, c.id, p.id,
    coalesce(p.victim_id, (select id from cases_participant where case_id = c.id and role = 'victim' order by recorded_at, id limit 1)),
    wanted, 'given', r.to_desk_id, r.id, happened, current_setting('jj.actor')::uuid, moment);
end $$;

-- Who may write down the key of a domain for an organisation: anybody for a domain that has no key yet (its id is new; that of a desk is its
-- organisation's), and whose organisation holds the key of that class, for no longer than it holds it. A lent or shared key is not
-- prolonged, nothing is wrapped for a domain of others, and what two people open together is given to nobody.
create or replace function may_wrap(wanted uuid, class text, receiver uuid, ends timestamptz) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := current_setting('jj.organisation')::uuid;
begin
  if not exists (select from vault_wrap w where w.domain = wanted) then
    return not exists (select from directory_desk d where d.id = wanted and (d.organisation_id <> mine or receiver <> mine));
  end if;
  return class <> 'sealed' and wanted <> all (hidden_subjects()) and exists (
    select from vault_wrap w where w.domain = wanted and w.key_class = class and w.organisation = mine
      and (w.expires_at is null or (w.expires_at > present() and ends <= w.expires_at)));
end $$;

-- Withdrawal: whoever holds a domain's key for good may take another organisation's wrap of it away; not who was lent it for a time. Nobody
-- takes it from those to whom the thing belongs: whose case it is, who received the report, who sent the packet, also when the packet was a
-- whole case that is another's now.
create or replace function withdraw_wraps(wanted uuid, receiver uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare gone integer; mine uuid := current_setting('jj.organisation')::uuid;
begin
  if wanted = any (hidden_subjects()) or not exists (
      select from vault_wrap where domain = wanted and organisation = mine and expires_at is null)
    or (receiver <> mine and (exists (select from cases_case where domain = wanted and organisation = receiver)
      or exists (select from intake_report r join directory_desk d on d.id = r.desk_id where r.domain = wanted and d.organisation_id = receiver)
      or exists (select from referrals_referral r join directory_desk d on d.id = r.from_desk_id
                 where r.domain = wanted and d.organisation_id = receiver))) then
    raise exception 'no key of this domain' using errcode = 'insufficient_privilege';
  end if;
  delete from vault_wrap where domain = wanted and organisation = receiver;
  get diagnostics gone = row_count;
  return gone;
end $$;

revoke execute on all functions in schema public from public;
