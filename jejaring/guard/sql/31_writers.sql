-- Whoever a row says has written it, has. A policy's check knows no difference between a new row and a changed one; these do. They are for
-- the actor's role alone: functions of the owner say themselves what they may.

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

create or replace function access_is_not_prolonged() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'an access is ended, never prolonged' using errcode = 'insufficient_privilege';
end $$;
create or replace trigger access_is_not_prolonged before update on referrals_referral
  for each row when (current_user = 'jejaring_actor' and new.expires_at > old.expires_at) execute function access_is_not_prolonged();

revoke execute on function notice_is_own(), referral_is_own(), access_is_not_prolonged() from public;
