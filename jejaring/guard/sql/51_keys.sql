-- The version of the key that sealed an envelope stands in clear in its head: format byte, then four bytes, big-endian.
create or replace function wrapped_version(wrapped bytea) returns bigint
  language sql immutable set search_path = pg_catalog as $$
  select (get_byte(wrapped, 1)::bigint << 24) + (get_byte(wrapped, 2) << 16) + (get_byte(wrapped, 3) << 8) + get_byte(wrapped, 4)
$$;
revoke execute on function wrapped_version(bytea) from public;

-- Crypto-shredding: every wrap of a domain goes, whoever holds one, with the file keys and blind tokens that hang on it, and of a case those
-- of its sealed notes and papers, each of which is a domain of its own. Packets are too, and stay: their receivers hold them in their own
-- right. What is left is noise. The certificate says what was destroyed; it is written by the same stroke and never changed. Two people: the privacy officer asks,
-- a supervisor of the organisation that holds the keys has agreed (checked here by id, so that nobody agrees with oneself). Neither is a
-- party to the case, or kin of one.
create or replace function shred_domain(certificate uuid, wanted uuid, agreed uuid, said text, backups date) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  wraps integer; holders integer; files integer; tokens integer; apart integer; me uuid := current_setting('jj.actor')::uuid;
  all_of_it uuid[] := array(select wanted union all select id from cases_sealeditem where case_id = wanted);
begin
  if not holds_role('privacy') or agreed = me or wanted = any (hidden_from(me)) or wanted = any (hidden_from(agreed)) or not exists (
      select from directory_membership m join directory_desk d on d.id = m.desk_id
      join vault_wrap w on w.organisation = d.organisation_id and w.domain = any (all_of_it)
      where m.user_id = agreed and m.role = 'supervisor' and m.valid_from <= (now() at time zone 'Asia/Jakarta')::date
        and (m.valid_until is null or m.valid_until >= (now() at time zone 'Asia/Jakarta')::date)) then
    return false;
  end if;
  select count(distinct organisation), count(distinct domain) filter (where domain <> wanted) into holders, apart
    from vault_wrap where domain = any (all_of_it);
  delete from people_blindtoken t using people_person p where t.person_id = p.id and p.domain = wanted;
  get diagnostics tokens = row_count;
  delete from vault_filekey where domain = any (all_of_it);
  get diagnostics files = row_count;
  delete from vault_wrap where domain = any (all_of_it);
  get diagnostics wraps = row_count;
  insert into vault_shredding (id, domain, wraps, holders, files, tokens, sealed_parts, reason, asked_by, agreed_by, at, backups_until)
  values (certificate, wanted, wraps, holders, files, tokens, apart, said, me, agreed, present(), backups);
  return true;
end $$;
revoke execute on function shred_domain(uuid, uuid, uuid, text, date) from public;
grant execute on function shred_domain(uuid, uuid, uuid, text, date) to jejaring_actor;

grant select on vault_shredding to jejaring_actor;
alter table vault_shredding enable row level security;
drop policy if exists scope on vault_shredding;
create policy scope on vault_shredding to jejaring_actor using ((select holds_role('privacy')) or agreed_by = current_setting('jj.actor')::uuid);
