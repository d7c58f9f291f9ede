-- Moment and actor of a log entry come from the context of the transaction, never from the application; the leaf is what seals list.
create or replace function audit_stamp() returns trigger language plpgsql set search_path = pg_catalog as $$
declare part text; bytes bytea := '\x00';
begin
  if pg_has_role(session_user, (select relowner from pg_class where oid = tg_relid), 'member') then
    raise exception 'the log is written by the application alone' using errcode = 'insufficient_privilege';
  end if;
  new.at := clock_timestamp();
  new.actor := current_setting('jj.actor')::uuid;
  new.desk := current_setting('jj.desk')::uuid;
  new.purpose := current_setting('jj.purpose');
  new.request_id := current_setting('jj.request');
  foreach part in array array[new.id::text, to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), new.actor::text,
      new.desk::text, new.act, new.subject_kind, new.subject_id::text, coalesce(new.case_id::text, ''), new.purpose, new.fields,
      new.request_id, new.detail] loop
    bytes := bytes || int4send(octet_length(convert_to(part, 'UTF8'))) || convert_to(part, 'UTF8');
  end loop;
  new.leaf := sha256(bytes);
  return new;
end $$;
drop trigger if exists stamp on audit_event;
create trigger stamp before insert on audit_event for each row execute function audit_stamp();
