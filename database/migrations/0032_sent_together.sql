-- Reports that are sent at the same moment are written in one transaction: begun, checked and flushed to the disk once for all of them
-- (docs/decisions/0014). Each statement writes the rows of all. The writer of several drafts is an actor like the writer of one.

-- The drafts that the actor writes: one, or several that are sent together.
create function hub.actor_drafts() returns uuid[] language sql stable
return case when split_part(hub.sealed_actor(), '|', 1) = 'draft' then string_to_array(split_part(hub.sealed_actor(), '|', 9), ',')::uuid[] end;
revoke all on function hub.actor_drafts() from public;
grant execute on function hub.actor_drafts() to hub_app;

-- Whoever writes several drafts has no draft of their own beside them.
create or replace function hub.actor_draft() returns uuid language sql stable
return case when cardinality(hub.actor_drafts()) = 1 then (hub.actor_drafts())[1] end;

-- Makes the actor the writer of the drafts that these secrets open in one partnership; of none, nobody.
create function hub.enter_drafts(of_partnership uuid, secrets bytea[]) returns table (secret_hash bytea, draft_id uuid)
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  opened uuid[] := array(select x.id from hub.report_draft x where x.secret_hash = any (secrets) and x.partnership_id = of_partnership order by x.id);
begin
  if cardinality(opened) = 0 then
    perform hub.become('public', of_partnership, null, null, null, '{}', '{}', '{}', null);
    return;
  end if;
  perform hub.seal_actor(concat_ws('|', 'draft', of_partnership, '', '', '', '', '', '', array_to_string(opened, ','), '', '', '', '', '', ''));
  return query select x.secret_hash, x.id from hub.report_draft x where x.partnership_id = of_partnership and x.id = any (opened);
end $$;
revoke all on function hub.enter_drafts(uuid, bytea[]) from public;
grant execute on function hub.enter_drafts(uuid, bytea[]) to hub_app;

alter policy own on hub.report_draft using (
  id = any ((select hub.actor_drafts())::uuid[]) or (partnership_id = (select hub.actor_partnership()) and taken_by = (select hub.actor_account())))
  with check (partnership_id = (select hub.actor_partnership()) and (taken_by is null or taken_by = (select hub.actor_account()) or id = any ((select hub.actor_drafts())::uuid[])));
alter policy change on hub.evidence using (partnership_id = (select hub.actor_partnership()) and case (select hub.actor_kind())
  when 'draft' then draft_id = any ((select hub.actor_drafts())::uuid[])
  else exists (select 1 from hub.report r where r.partnership_id = evidence.partnership_id and r.id = evidence.report_id offset 0)
    or exists (select 1 from hub.case_access a where a.partnership_id = evidence.partnership_id and a.case_id = evidence.case_id offset 0) end);
create or replace function hub.sees_file(of_partnership uuid, of_case uuid, of_report uuid, of_draft uuid, came_from text, came_by uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return of_partnership = hub.actor_partnership() and case hub.actor_kind()
    when 'draft' then of_draft = any (hub.actor_drafts())
    when 'link' then of_report = hub.actor_link() and came_from = 'resident'
    else case when of_case is null and of_report is null then came_by = hub.actor_account() else hub.sees_either(of_partnership, of_case, of_report) end end;
end $$;

-- As many free references as are wanted, of those that were drawn.
create function hub.free_references(candidates text[], wanted int) returns setof text
language sql stable security definer set search_path = hub, pg_temp as $$
  select c.reference from unnest(candidates) with ordinality c(reference, place)
  where not exists (select 1 from hub.report r where r.partnership_id = hub.actor_partnership() and r.reference = c.reference)
  order by c.place limit wanted
$$;
revoke all on function hub.free_references(text[], int) from public;
grant execute on function hub.free_references(text[], int) to hub_app;
drop function hub.free_reference(text[]);

-- Several entries of the trail at once: the same rule as hub.audit.
create function hub.audit_all(event text, entries jsonb) returns void
language sql security definer set search_path = hub, pg_temp as $$
  with e as (
    insert into hub.audit_entry (partnership_id, id, actor_kind, account_id, agency_id, event, subject_kind, subject_id, case_id, request_id, detail)
    select a.partnership, n.id, a.kind, a.account, a.agency, event, n.subject_kind, n.subject_id, n.case_id, n.request_id, n.detail
    from (select hub.actor_partnership() as partnership, coalesce(hub.actor_kind(), 'system') as kind, hub.actor_account() as account, hub.actor_agency() as agency offset 0) a
    cross join jsonb_to_recordset(entries) n(id uuid, subject_kind text, subject_id uuid, case_id uuid, request_id text, detail jsonb)
    returning partnership_id, id)
  insert into hub.audit_waiting select partnership_id, id from e
$$;
revoke all on function hub.audit_all(text, jsonb) from public;
grant execute on function hub.audit_all(text, jsonb) to hub_app;

-- The records of people who came with the same statement are written together.
create function hub.parties_are_records() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  insert into hub.person_record (partnership_id, id, person_id, source, agency_id, case_id, report_id, role, kind, name, name_key, born_on, under_18, vulnerable, postcode, phone, email, address, description, created_at)
  select p.partnership_id, p.id, p.id, 'party', p.agency_id, p.case_id, p.report_id, p.role, p.kind, p.name, p.name_key, p.born_on, p.under_18, p.vulnerability <> '',
    hub.postcode_key(p.postcode), hub.phone_key(p.phone), lower(coalesce(trim(p.email), '')), lower(coalesce(p.address, '')), p.description, p.created_at from added p;
  insert into hub.person_key (partnership_id, key, record_id)
  select p.partnership_id, k.key, p.id from added p
  cross join lateral unnest(hub.person_keys(p.name_key, p.born_on, p.postcode, p.phone, p.email, p.address)) k(key);
  return null;
end $$;
revoke all on function hub.parties_are_records() from public;
drop trigger person_record on hub.party;
create trigger person_record after update of agency_id, case_id, report_id, role, kind, name, name_key, born_on, under_18, vulnerability, postcode, phone, email, address, description
  on hub.party for each row execute function hub.party_is_record();
create trigger person_records after insert on hub.party referencing new table as added for each statement execute function hub.parties_are_records();

-- The same forms and keys as in 0015, made with less work: no search path to set and put back for each word, and no query for each record.
create or replace function hub.sound_of(word text) returns text language sql immutable
return case when word ~ '^[a-z]+$' then coalesce(nullif(hub.dmetaphone(word), ''), word) else left(word, 5) end;
alter function hub.sound_of(text) called on null input;
create or replace function hub.person_keys(name_key text, born date, postcode text, phone text, email text, address text) returns bigint[]
language plpgsql immutable as $$
declare
  words text[] := string_to_array(name_key, ' ');
  n int := coalesce(cardinality(words), 0);
  sound_of_first text := case when n > 0 then hub.sound_of(words[1]) end;
  sound_of_last text := case when n > 1 then hub.sound_of(words[n]) else sound_of_first end;
  sounds text := least(sound_of_first, sound_of_last) || ' ' || greatest(sound_of_first, sound_of_last);
  -- day and month are often swapped
  born_swapped text := case when born is not null then extract(year from born) || ' ' || least(extract(day from born), extract(month from born)) || ' ' || greatest(extract(day from born), extract(month from born)) end;
  code text := nullif(hub.postcode_key(postcode), '');
  number text := hub.phone_key(phone);
  one text;
  key bigint;
  keys bigint[] := '{}';
begin
  foreach one in array array[case when length(number) >= 7 then 't ' || number end, case when email like '%_@_%' then 'm ' || lower(trim(email)) end,
    'd ' || born_swapped || ' ' || sound_of_last, 'd ' || born_swapped || ' ' || sound_of_first, 'p ' || code || ' ' || sound_of_last, 'p ' || code || ' ' || sound_of_first,
    case when born is not null then 'y ' || extract(year from born) || ' ' || sounds end, 'n ' || least(words[1], words[n]) || ' ' || greatest(words[1], words[n]),
    'a ' || code || ' ' || substring(address from '\d+'), 's ' || sounds]
  loop
    key := hashtextextended(one, 0);
    if one is not null and key <> all (keys) then
      keys := keys || key;
    end if;
  end loop;
  return keys;
end $$;
