-- Sealed notes and papers of a case: the team sees that there is one and why; two people together open it for one of them.
-- Rows: a sealed note or paper is no row for anybody but the asker while it is open. Keys: the wrap of its own domain, of the class "sealed",
-- neither (20_policies.sql). So nothing that walks over notes or papers has to know of this.

do $$
declare name text;
begin
  foreach name in array array['note', 'document'] loop
    execute format('drop policy if exists scope on cases_%s', name);
    execute format('create policy scope on cases_%s to jejaring_actor
      using (sees_case(case_id) and (domain = case_id or domain = any ((select opened_items())::uuid[])))
      with check (sees_case(case_id) and domain = case_id)', name);
  end loop;
end $$;

-- The privacy officer is one of those who agree, and sees codes alone: the reasons are the team's. Nobody with a conflict sees any.
grant select, insert on cases_sealeditem to jejaring_actor;
alter table cases_sealeditem enable row level security;
drop policy if exists scope on cases_sealeditem;
create policy scope on cases_sealeditem to jejaring_actor
  using (sees_case(case_id)
    or ((select holds_role('privacy')) and case_id <> all ((select conflicted_cases())::uuid[])))
  with check (sees_case(case_id) and (select holds_role('supervisor'))
    and "by" = current_setting('jj.actor')::uuid);

grant select, insert on cases_unsealing to jejaring_actor;
alter table cases_unsealing enable row level security;
drop policy if exists scope on cases_unsealing;
create policy scope on cases_unsealing to jejaring_actor
  using (sees_case(case_id)
    or ((select holds_role('privacy')) and case_id <> all ((select conflicted_cases())::uuid[])))
  with check (sees_case(case_id) and asked_by = current_setting('jj.actor')::uuid
    and confirmed_by is null and confirmed_at is null and until is null);

-- What was written is sealed anew under the key of the item (`box`, and the file's key), and the old ones are gone. The item was inserted just
-- before, by the same supervisor. False where there is no such open note or paper.
create or replace function seal_item(item uuid, box bytea, file_key bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare i cases_sealeditem; held uuid;
begin
  select * into i from cases_sealeditem where id = item and "by" = current_setting('jj.actor')::uuid;
  if not found or not holds_role('supervisor') or not sees_case(i.case_id) then return false; end if;
  if i.kind = 'note' then
    update cases_note set domain = item, sealed_text = box, text = null, clinical_text = null
      where id = i.subject_id and case_id = i.case_id and domain = case_id;
    return found;
  end if;
  update cases_document set domain = item, sealed_content = box, name = null, note = null, digest = null, address = null
    where id = i.subject_id and case_id = i.case_id and domain = case_id and removed_at is null and origin <> 'issued'
    returning file into held;
  if not found then return false; end if;
  if held is not null then
    delete from vault_filekey where file = held and domain = i.case_id;
    insert into vault_filekey (id, file, domain, key_class, wrapped, at) values (uuidv7(), held, item, 'sealed', file_key, moment);
  end if;
  return true;
end $$;

-- The second person agrees: not who asked, within a day, a supervisor who sees the case or a privacy officer, neither in a conflict. From
-- then on it is open for an hour, for the asker alone. The case, or nothing.
create or replace function confirm_unsealing(wanted uuid) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare u cases_unsealing; me uuid := current_setting('jj.actor');
begin
  select * into u from cases_unsealing where id = wanted for update;
  if not found or u.asked_by = me or u.confirmed_at is not null or u.ended_at is not null or u.asked_at <= present() - interval '24 hours'
      or u.case_id = any (conflicted_cases())
      or not (holds_role('privacy') or (holds_role('supervisor') and sees_case(u.case_id))) then
    return null;
  end if;
  update cases_unsealing set confirmed_by = me, confirmed_at = present(), until = present() + interval '1 hour' where id = wanted;
  return u.case_id;
end $$;

-- Who asked is done before the hour is over.
create or replace function end_unsealing(wanted uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update cases_unsealing set ended_at = present()
    where id = wanted and asked_by = current_setting('jj.actor')::uuid and until > present() and ended_at is null;
  return found;
end $$;

revoke execute on function seal_item(uuid, bytea, bytea, timestamptz), confirm_unsealing(uuid), end_unsealing(uuid) from public;
grant execute on function seal_item(uuid, bytea, bytea, timestamptz), confirm_unsealing(uuid), end_unsealing(uuid) to jejaring_actor;
