-- How desks keep their promises, for secretary and chair: numbers by desk, by month, by kind. No subject, no case, no reference.
-- What was called off was last seen running when it was; it says something about the time until then and nothing after.

drop function if exists desk_answers(timestamptz, timestamptz, text[]);
drop function if exists kept_by_month(timestamptz, timestamptz);
drop function if exists kept_by_kind(timestamptz, timestamptz);

-- Lengths in whole minutes below a day and in whole hours above, so that a year of a busy city stays a short answer.
create function desk_answers(since timestamptz, at timestamptz, keys text[])
  returns table (desk uuid, seconds double precision, ended integer, running integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select p.desk_id, case when p.lasted < 86400 then round(p.lasted / 60) * 60 else round(p.lasted / 3600) * 3600 end as length,
    count(*) filter (where p.state = 'kept')::integer, count(*) filter (where p.state <> 'kept')::integer
  from (select desk_id, state, extract(epoch from least(coalesce(ended_at, at), at) - started_at)::double precision as lasted
        from commitments_commitment
        where (select demand_promises()) and key = any (keys) and started_at between since and at) p
  group by 1, 2
$$;

-- By the month in which it was due: settled is kept, in time or not, and what is past its due moment unkept.
create function kept_by_month(since timestamptz, at timestamptz) returns table (month text, in_time integer, settled integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select to_char(due_at at time zone 'Asia/Jakarta', 'YYYY-MM'), count(*) filter (where state = 'kept' and ended_at <= due_at)::integer,
    count(*)::integer
  from commitments_commitment
  where (select demand_promises()) and due_at between since and at and (state = 'kept' or (state = 'open' and paused_at is null))
  group by 1
$$;

create function kept_by_kind(since timestamptz, at timestamptz) returns table (kind text, in_time integer, settled integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(nullif(about_kind, ''), 'unknown')::text, count(*) filter (where state = 'kept' and ended_at <= due_at)::integer, count(*)::integer
  from commitments_commitment
  where (select demand_promises()) and due_at between since and at and (state = 'kept' or (state = 'open' and paused_at is null))
  group by 1
$$;

drop function if exists late_promises(uuid, timestamptz);
create function late_promises(wanted uuid, at timestamptz) returns table (key text, many integer, oldest timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select key, count(*)::integer, min(due_at) from commitments_commitment
  where (select demand_promises()) and desk_id = wanted and state = 'open' and paused_at is null and due_at < at
  group by key
$$;

-- What waits for somebody is open and not late.
create or replace function desk_promises(since timestamptz, at timestamptz) returns table (desk uuid, open integer, late integer,
    kept_in_time integer, kept_late integer, waiting_since timestamptz, late_since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.desk_id, count(*) filter (where c.state = 'open')::integer,
    count(*) filter (where c.state = 'open' and c.due_at < at and c.paused_at is null)::integer,
    count(*) filter (where c.state = 'kept' and c.ended_at <= c.due_at)::integer,
    count(*) filter (where c.state = 'kept' and c.ended_at > c.due_at)::integer,
    min(c.started_at) filter (where c.state = 'open'),
    min(c.due_at) filter (where c.state = 'open' and c.due_at < at and c.paused_at is null)
  from commitments_commitment c
  where (select demand_promises()) and c.started_at <= at
    and (c.state = 'open' or (c.state = 'kept' and c.ended_at >= since and c.ended_at <= at))
  group by c.desk_id
$$;

revoke execute on function desk_answers(timestamptz, timestamptz, text[]), kept_by_month(timestamptz, timestamptz),
  kept_by_kind(timestamptz, timestamptz), desk_promises(timestamptz, timestamptz), late_promises(uuid, timestamptz) from public;
grant execute on function desk_answers(timestamptz, timestamptz, text[]), kept_by_month(timestamptz, timestamptz),
  kept_by_kind(timestamptz, timestamptz), desk_promises(timestamptz, timestamptz), late_promises(uuid, timestamptz) to jejaring_actor;
