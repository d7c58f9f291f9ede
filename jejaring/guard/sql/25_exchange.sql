-- What was entered in the national register, and imports of a city's own lists.

-- The state of an entry belongs to the case; one more row says the next state.
grant select, insert on exchange_registerentry to jejaring_actor;
alter table exchange_registerentry enable row level security;
drop policy if exists scope on exchange_registerentry;
create policy scope on exchange_registerentry to jejaring_actor using (case_id = any ((select visible_cases())::uuid[]));

-- A list belongs to the desk that brings it in, and there to whoever supervises.
grant select, insert, update on exchange_importbatch to jejaring_actor;
alter table exchange_importbatch enable row level security;
drop policy if exists scope on exchange_importbatch;
create policy scope on exchange_importbatch to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid and (select holds_role('supervisor')))
  with check (desk = current_setting('jj.desk')::uuid and organisation = current_setting('jj.organisation')::uuid);

grant select, insert, update, delete on exchange_importslice to jejaring_actor;  -- staged copies go as soon as they have served
alter table exchange_importslice enable row level security;
drop policy if exists scope on exchange_importslice;
create policy scope on exchange_importslice to jejaring_actor
  using (exists (select from exchange_importbatch b where b.id = batch_id));

grant select, insert on exchange_importedcase to jejaring_actor;
alter table exchange_importedcase enable row level security;
drop policy if exists scope on exchange_importedcase;
create policy scope on exchange_importedcase to jejaring_actor
  using (organisation = current_setting('jj.organisation')::uuid) with check (organisation = current_setting('jj.organisation')::uuid);

grant select, insert on exchange_meaning to jejaring_actor;
alter table exchange_meaning enable row level security;
drop policy if exists scope on exchange_meaning;
create policy scope on exchange_meaning to jejaring_actor
  using (organisation = current_setting('jj.organisation')::uuid) with check (organisation = current_setting('jj.organisation')::uuid);

-- The cases of a list on which somebody has worked since: the log knows every act. Reading is no work.
create or replace function import_worked_on(wanted uuid) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not holds_role('supervisor') then
    raise exception 'only a supervisor asks' using errcode = 'insufficient_privilege';
  end if;
  return query
    select distinct i.case_id from exchange_importedcase i join exchange_importbatch b on b.id = i.batch_id
    where b.id = wanted and b.desk = current_setting('jj.desk')::uuid and exists (
      select from audit_event e where e.case_id = i.case_id and e.at > b.settled_at
        and e.act not in ('read', 'revealed', 'refused', 'previewed_packet', 'entry_sheet_made', 'list_downloaded', 'log_read'));
end $$;

-- Rows and whatever hangs on them, the leaves first. Granted to nobody; `undo_import` alone calls it.
create or replace function erase_whole(target regclass, wanted uuid[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare link record; hanging uuid[];
begin
  if coalesce(cardinality(wanted), 0) = 0 then return; end if;
  for link in
    select c.conrelid::regclass as child, a.attname as field from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f' and c.confrelid = target
  loop
    execute format('select array_agg(id) from %s where %I = any ($1)', link.child, link.field) into hanging using wanted;
    perform erase_whole(link.child, hanging);
  end loop;
  execute format('delete from %s where id = any ($1)', target) using wanted;
end $$;
revoke execute on function erase_whole(regclass, uuid[]) from public;

-- A list taken in by mistake goes whole: its cases, people and promises, and their keys. Never when somebody has worked on one of them.
create or replace function undo_import(wanted uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare files uuid[]; people uuid[];
begin
  if not holds_role('supervisor') or not exists (
      select from exchange_importbatch where id = wanted and desk = current_setting('jj.desk')::uuid and state = 'committed') then
    raise exception 'no list of this desk to undo' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from import_worked_on(wanted)) then
    raise exception 'somebody has worked on a case of this list' using errcode = 'insufficient_privilege';
  end if;
  select coalesce(array_agg(distinct case_id), '{}') into files from exchange_importedcase where batch_id = wanted;
  perform from cases_case where id = any (files) for update;
  select coalesce(array_agg(id), '{}') into people from people_person where case_id = any (files);
  perform erase_whole('commitments_commitment', array(select id from commitments_commitment where case_id = any (files)));
  perform erase_whole('cases_case', files);
  perform erase_whole('people_person', people);
  delete from people_safecontact where case_id = any (files);
  delete from notices_notice where subject_id = any (files);
  delete from vault_wrap where domain = any (files || people);
  return cardinality(files);
end $$;
revoke execute on function import_worked_on(uuid), undo_import(uuid) from public;
grant execute on function import_worked_on(uuid), undo_import(uuid) to jejaring_actor;
