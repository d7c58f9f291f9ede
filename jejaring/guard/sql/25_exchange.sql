-- What was entered in the national register, and imports of a city's own lists.

-- The state of an entry belongs to the case; one more row says the next state.
grant select, insert on exchange_registerentry to jejaring_actor;
alter table exchange_registerentry enable row level security;
drop policy if exists scope on exchange_registerentry;
create policy scope on exchange_registerentry to jejaring_actor using (case_id = any ((select visible_cases())::uuid[]));
