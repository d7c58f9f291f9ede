-- The law around a case. What was recorded is never changed: tracks, steps, amounts, rights and forced offences take inserts alone.
do $$
declare name text;
begin
  foreach name in array array['legaltrack', 'legalstep', 'restitutionentry', 'rightsexplained', 'forcedoffence', 'examination',
      'progressnotice'] loop
    execute format('grant select, insert on cases_%s to jejaring_actor', name);
    execute format('alter table cases_%s enable row level security', name);
    execute format('drop policy if exists scope on cases_%s', name);
    execute format('create policy scope on cases_%s to jejaring_actor using (sees_case(case_id))', name);
  end loop;
end $$;
grant update on cases_examination, cases_progressnotice to jejaring_actor;
