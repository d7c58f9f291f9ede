-- Papers of a case and their sealed files. A file's key is a row that only a holder of the domain's key sees.

grant select, insert on vault_filekey to jejaring_actor;
alter table vault_filekey enable row level security;
drop policy if exists scope on vault_filekey;
create policy scope on vault_filekey to jejaring_actor
  using (exists (select from vault_wrap w where w.domain = vault_filekey.domain))  -- under the wraps' own policy: own organisation, not expired
  with check (exists (select from vault_wrap w where w.domain = vault_filekey.domain));

-- For the sweep of files that no row names: ids that carry nothing, asked for by somebody who already has them.
create or replace function files_with_keys(wanted uuid[]) returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(distinct file), '{}') from vault_filekey where file = any (wanted)
$$;
revoke execute on function files_with_keys(uuid[]) from public;
grant execute on function files_with_keys(uuid[]) to jejaring_actor;
