-- Safety plans (every version stays), returns home, checks after closure.
do $$
declare name text;
begin
  foreach name in array array['safetyplan', 'homereturn', 'closurecheck'] loop
    execute format('grant select, insert on cases_%s to jejaring_actor', name);
    execute format('alter table cases_%s enable row level security', name);
    execute format('drop policy if exists scope on cases_%s', name);
    execute format('create policy scope on cases_%s to jejaring_actor using (sees_case(case_id))', name);
  end loop;
end $$;
grant update on cases_homereturn, cases_closurecheck to jejaring_actor;
