-- How often a day one may ask whether somebody is perhaps known: so many times an account, so many times a desk. The numbers are those of
-- people.rules; the database holds them too, also against many rows in one statement and against two who ask at once.

-- How often the account and its desk have asked today (Asia/Jakarta). Nobody sees what others asked about. `hold` waits for whoever of the
-- desk is just asking, until the end of that transaction.
create or replace function known_asked_today(hold boolean, out mine integer, out desks integer)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := current_setting('jj.actor'); here uuid := current_setting('jj.desk'); now_day date := (present() at time zone 'Asia/Jakarta')::date;
begin
  if hold then perform pg_advisory_xact_lock(hashtextextended('known ' || here::text, 0)); end if;
  select count(*) into mine from people_knownquestion q where q."by" = me and q.day = now_day;
  select count(*) into desks from people_knownquestion q where q.desk = here and q.day = now_day;
end $$;

create or replace function refuse_over_ration() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare asked record;
begin
  select * into asked from known_asked_today(true);
  if asked.mine > 20 or asked.desks > 60 then
    raise exception 'the questions of the day are used up' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create or replace trigger refuse_over_ration after insert on people_knownquestion for each statement execute function refuse_over_ration();

revoke execute on function known_asked_today(boolean), refuse_over_ration() from public;
grant execute on function known_asked_today(boolean) to jejaring_actor;
