-- The privacy officer sees no case. She says by reference and account for whom one does not exist, or that this was a mistake; the row is
-- written whether or not there is such a case, and what follows from it happens in the same statement, out of her sight.

-- The references of the cases that do not exist for the actor: words about these are not there either.
create or replace function conflicted_references() returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return array(select c.reference from cases_case c where c.id = any (conflicted_cases()));
end $$;

grant select, insert on cases_conflicttold to jejaring_actor;
alter table cases_conflicttold enable row level security;
drop policy if exists scope on cases_conflicttold;
create policy scope on cases_conflicttold to jejaring_actor
  using ((select holds_role('privacy')) and "user" <> current_setting('jj.actor')::uuid
    and reference <> all ((select conflicted_references())::text[]))
  with check ((select holds_role('privacy')) and "by" = current_setting('jj.actor')::uuid and "user" <> current_setting('jj.actor')::uuid);

-- A case of the own conflict is none. Whoever declared a conflict does not lift it. The account leaves the team; the heads of the desk that
-- leads the case are told, except the account itself.
create or replace function carry_out_conflict() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare c cases_case;
begin
  select * into c from cases_case k where k.reference = new.reference and k.id <> all (conflicted_cases());
  if c.id is null then return null; end if;
  if new.wish = 'declare' then
    insert into cases_conflictofinterest (id, domain, case_id, "user", kind, "by", at)
    values (uuidv7(), c.domain, c.id, new."user", new.kind, new."by", new.at) on conflict do nothing;
    if not found then return null; end if;
    update cases_teammember set until = new.at where case_id = c.id and "user" = new."user" and until is null;
  else
    update cases_conflictofinterest set ended_at = new.at, ended_by = new."by"
    where case_id = c.id and "user" = new."user" and ended_at is null and "by" <> new."by";
    if not found then return null; end if;
  end if;
  insert into notices_notice (id, desk, kind, subject_kind, subject_id, to_user, at, count)
  select uuidv7(), c.lead_desk_id, 'conflict_changed', 'case', c.id, m.user_id, new.at, 1 from directory_membership m
  where m.desk_id = c.lead_desk_id and m.role = 'supervisor' and m.user_id <> new."user"
    and m.valid_from <= (present() at time zone 'Asia/Jakarta')::date
    and (m.valid_until is null or m.valid_until >= (present() at time zone 'Asia/Jakarta')::date);
  return null;
end $$;
create or replace trigger carry_out_conflict after insert on cases_conflicttold for each row execute function carry_out_conflict();

revoke execute on function conflicted_references(), carry_out_conflict() from public;
grant execute on function conflicted_references() to jejaring_actor;
