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

-- The papers of a case are its team's. What was written stays; only that it was removed may be added, or taken back.
grant select, insert on cases_document to jejaring_actor;
grant update (removed_at, removed_by, removed_reason) on cases_document to jejaring_actor;
alter table cases_document enable row level security;
drop policy if exists scope on cases_document;
create policy scope on cases_document to jejaring_actor
  using (sees_case(case_id)) with check (sees_case(case_id));

-- What went along with a packet is seen as the packet is, and frozen like it.
grant select, insert on referrals_packetpaper to jejaring_actor;
alter table referrals_packetpaper enable row level security;
drop policy if exists scope on referrals_packetpaper;
create policy scope on referrals_packetpaper to jejaring_actor using (sees_referral(referral_id));

-- Once a removal can no longer be undone its file's key goes, and with the key the content; a packet that took it along keeps its own.
create or replace function forget_removed_documents(before timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare gone integer;
begin
  if before > now() - interval '7 days' then
    raise exception 'removed too recently' using errcode = 'insufficient_privilege';
  end if;
  delete from vault_filekey k using cases_document d where k.file = d.file and k.domain = d.domain and d.removed_at < before;
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function forget_removed_documents(timestamptz) from public;
grant execute on function forget_removed_documents(timestamptz) to jejaring_actor;
