-- Security keys and recovery codes are one's own. The administrator takes them away on the pages of administration, as the set-up does, which
-- acts for nobody; nobody else knows that there are any. Of a key nothing changes but how often and when it was used, of a code nothing.
grant select, insert, delete on directory_securitykey, directory_recoverycode to jejaring_actor;
grant update (sign_count, last_used_at) on directory_securitykey to jejaring_actor;

do $$
declare name text;
begin
  foreach name in array array['securitykey', 'recoverycode'] loop
    execute format('alter table directory_%s enable row level security', name);
    execute format('drop policy if exists scope on directory_%s', name);
    execute format($policy$create policy scope on directory_%s to jejaring_actor
      using (user_id = current_setting('jj.actor')::uuid or (current_setting('jj.purpose') = 'administration'
        and ((select holds_role('admin')) or current_setting('jj.actor') = '00000000-0000-0000-0000-000000000000')))
      with check (user_id = current_setting('jj.actor')::uuid)$policy$, name);
  end loop;
end $$;
