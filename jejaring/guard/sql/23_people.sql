-- Persons beyond their own file: tokens, links, relations, and what the unit may learn about somebody being known.

-- A token is seen with its person's case: a question over tokens answers "none" for every file that the asker does not see.
drop policy if exists scope on people_blindtoken;
create policy scope on people_blindtoken to jejaring_actor
  using (sees_case(case_id)) with check (organisation = current_setting('jj.organisation')::uuid and may_register(case_id));

-- A link carries each of two files into the other, so it is there only for whoever sees both.
drop policy if exists scope on people_personlink;
create policy scope on people_personlink to jejaring_actor
  using (sees_case(case_id) and sees_case(same_as_case_id))
  with check (sees_case(case_id) and sees_case(same_as_case_id));

do $$
declare name text;
begin
  foreach name in array array['personrelation', 'household', 'householdmember'] loop
    execute format('grant select, insert, update on people_%s to jejaring_actor', name);
    execute format('alter table people_%s enable row level security', name);
    execute format('drop policy if exists scope on people_%s', name);
    execute format('create policy scope on people_%s to jejaring_actor using (sees_case(case_id))', name);
  end loop;
end $$;

-- Everybody counts the own questions of the day and how many those of the desk are (59_rations.sql); nobody sees what others asked about.
grant select, insert on people_knownquestion to jejaring_actor;
alter table people_knownquestion enable row level security;
drop policy if exists scope on people_knownquestion;
create policy scope on people_knownquestion to jejaring_actor
  using ("by" = current_setting('jj.actor')::uuid)
  with check ("by" = current_setting('jj.actor')::uuid and desk = current_setting('jj.desk')::uuid
    and day = ((select present()) at time zone 'Asia/Jakarta')::date);

-- Written below alone: the sender of a referral may not even try.
grant select on people_knownhint to jejaring_actor;
alter table people_knownhint enable row level security;
drop policy if exists scope on people_knownhint;
create policy scope on people_knownhint to jejaring_actor
  using (desk = current_setting('jj.desk')::uuid and case_id = any ((select visible_cases())::uuid[]));

-- What was sent to a protection unit's desk is compared there after it was sent, one person of the packet at a time, by what the packet
-- carries, with the persons of the cases that this desk leads. The sender gets no answer; the hint is there for who works on that case.
-- Words of a name count only where all words of the shorter name are in the longer one (people.rules.is_known says the same).
create or replace function hint_after_sending(referral uuid, asked_kinds text[], asked_tokens bytea[], words integer, moment timestamptz)
  returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare r referrals_referral;
begin
  select * into strict r from referrals_referral
    where id = referral and from_desk_id = current_setting('jj.desk')::uuid and case_id = any (visible_cases());
  insert into people_knownhint (id, desk, subject_kind, subject_id, case_id, person_id, kinds, at)
  select gen_random_uuid(), r.to_desk_id, 'referral', r.id, found.case_id, found.person_id, found.kinds, moment
  from (
    select t.case_id, t.person_id, array(
      select distinct case when k = 'nik' and t.kinds @> array['nik_shared'] then 'nik_shared' else k end from unnest(t.kinds) k where k <> 'word'
      union
      select 'word' where not t.kinds @> array['name'] and t.same_words > 0
        and t.same_words >= least(words, (select count(*) from people_blindtoken w where w.person_id = t.person_id and w.kind = 'word'
          and w.index_version = t.index_version))
    ) as kinds
    from (
      select b.case_id, b.person_id, min(b.index_version) as index_version, array_agg(distinct b.kind::text) || array_agg(distinct a.kind) as kinds,
        count(distinct b.token) filter (where b.kind = 'word') as same_words
      from unnest(asked_kinds, asked_tokens) as a (kind, token)
      join people_blindtoken b on b.token = a.token
        and (b.kind = a.kind or (b.kind in ('nik', 'nik_shared') and a.kind in ('nik', 'nik_shared')))
      join cases_case c on c.id = b.case_id and c.lead_desk_id = r.to_desk_id and c.id <> r.case_id
      group by b.case_id, b.person_id
    ) t
  ) found
  join directory_desk d on d.id = r.to_desk_id and d.kind = 'protection' and d.id <> r.from_desk_id
  where found.kinds <> '{}'
    and not exists (select from people_knownhint h where h.subject_id = r.id and h.person_id = found.person_id);
end $$;

revoke execute on function hint_after_sending(uuid, text[], bytea[], integer, timestamptz) from public;
grant execute on function hint_after_sending(uuid, text[], bytea[], integer, timestamptz) to jejaring_actor;
