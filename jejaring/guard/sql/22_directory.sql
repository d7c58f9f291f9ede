-- How many promises desks still owe: one number for the administrator, who sees no case and no promise, before a desk is closed.
create or replace function promises_still_owed(wanted uuid[]) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not (holds_role('admin') or (current_setting('jj.actor') = '00000000-0000-0000-0000-000000000000'
      and current_setting('jj.purpose') not in ('public', 'sign_in'))) then
    raise exception 'only the administrator asks' using errcode = 'insufficient_privilege';
  end if;
  return (select count(*) from commitments_commitment where desk_id = any (wanted) and state = 'open');
end $$;
revoke all on function promises_still_owed(uuid[]) from public;
grant execute on function promises_still_owed(uuid[]) to jejaring_actor;

-- Emergency numbers: everybody reads them, the application writes them, nobody deletes one.
grant select on directory_emergencynumber to jejaring_app, jejaring_actor;
grant insert, update on directory_emergencynumber to jejaring_actor;
