-- Whoever a row says has written it, has. A policy's check knows no difference between a new row and a changed one; these do. They are for
-- the actor's role alone: functions of the owner say themselves what they may.

create or replace function stays_as_it_was() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception '%', tg_argv[0] using errcode = 'insufficient_privilege';
end $$;

create or replace function notice_is_own() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.from_desk <> current_setting('jj.desk')::uuid then
    raise exception 'a notice comes from the desk that writes it' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger notice_is_own before insert on notices_notice
  for each row when (current_user = 'jejaring_actor' and new.from_desk is not null) execute function notice_is_own();

-- By its referral a partner keeps promises of a case that it does not see, and takes the case over. So a referral is sent by the desk whose
-- case it is, and by nobody in its name, and begins unanswered; and an access is ended, never prolonged.
create or replace function referral_is_own() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.from_desk_id <> current_setting('jj.desk')::uuid or new.state <> 'sent'
      or (new.case_id is not null and not exists (select from cases_case c where c.id = new.case_id)) then
    raise exception 'a referral is sent by the desk whose case it is' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger referral_is_own before insert on referrals_referral
  for each row when (current_user = 'jejaring_actor') execute function referral_is_own();

create or replace trigger access_is_not_prolonged before update on referrals_referral
  for each row when (current_user = 'jejaring_actor' and new.expires_at > old.expires_at)
  execute function stays_as_it_was('an access is ended, never prolonged');
drop function if exists access_is_not_prolonged();

-- A promise of a case is written by who sees the case, or by a desk that has a referral of it. Another desk is bound by nobody else: a
-- promise that it never gave would count it late and climb to its head. To whom it was given and by whom stays as it was.
create or replace function promise_is_own() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not (sees_case(new.case_id) or sees_referral(new.subject_id)) then
    raise exception 'a promise of a case is written by who has to do with it' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger promise_is_own before insert on commitments_commitment
  for each row when (current_user = 'jejaring_actor' and new.case_id is not null and new.desk_id <> current_setting('jj.desk')::uuid)
  execute function promise_is_own();

create or replace trigger promise_stays before update on commitments_commitment
  for each row when (current_user = 'jejaring_actor' and (
    (new.desk_id, new.owed_to_desk_id, new.key, new.subject_kind, new.subject_id)
      is distinct from (old.desk_id, old.owed_to_desk_id, old.key, old.subject_kind, old.subject_id)
    or new.case_id is distinct from coalesce(old.case_id, new.case_id)))  -- what is owed on a report goes along into the case that it joins
  execute function stays_as_it_was('a promise stays with whom it was made');

-- Whoever is on the team opens the case, so the team is told by whoever works on it, and nobody joins by a row of their own. A case in the
-- making has its first team in the same statement, where it is not there yet.
create or replace function team_is_told() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not may_register(new.case_id)
      or (tg_op = 'UPDATE' and (new.id, new.case_id, new."user", new.desk) is distinct from (old.id, old.case_id, old."user", old.desk)) then
    raise exception 'the team of a case is told by whoever works on it' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger team_is_told before insert or update on cases_teammember
  for each row when (current_user = 'jejaring_actor') execute function team_is_told();

-- A person stays in the case and with the organisation that registered it, and under one key.
create or replace trigger person_stays before update on people_person
  for each row when (current_user = 'jejaring_actor'
    and (new.id, new.case_id, new.organisation, new.domain) is distinct from (old.id, old.case_id, old.organisation, old.domain))
  execute function stays_as_it_was('a person stays in its case');

revoke execute on function stays_as_it_was(), notice_is_own(), referral_is_own(), promise_is_own(), team_is_told() from public;
