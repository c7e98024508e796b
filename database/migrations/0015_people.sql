-- People across reports, cases and partners' files. A record is a person as one agency wrote them down once; a person is the records
-- that decisions in force hold to be the same. Nothing is ever moved: undoing a decision leaves everything as if it had never been made.

create extension if not exists fuzzystrmatch with schema hub;

-- A person, group or someone not yet named whom an agency knows outside any report or case: typed in, or a row of a file.
create table hub.held_person (
  partnership_id uuid not null,
  id uuid not null,
  agency_id uuid not null,
  file_id uuid,
  -- shape of the file and the row's own number in it: the same row again is the same person
  source_shape text collate "C" not null default '',
  source_key text collate "C" not null default '',
  source_words text not null default '',
  role text not null default 'other' check (role in ('victim', 'witness', 'alleged', 'other')),
  kind text not null default 'person' check (kind in ('person', 'group', 'unknown')),
  name text not null default '',
  name_key text collate "C" not null default '',
  born_on date,
  age_words text not null default '',
  under_18 boolean not null default false,
  description text not null default '',
  vulnerability text not null default '',
  phone text, email text, address text, postcode text,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  primary key (partnership_id, id)
);
create unique index held_person_source on hub.held_person (partnership_id, agency_id, source_shape, source_key) where source_key <> '';
create index held_person_file on hub.held_person (partnership_id, file_id) where file_id is not null;

-- Every party and every held person, kept by triggers in the form in which records are found and compared.
create table hub.person_record (
  partnership_id uuid not null,
  id uuid not null,
  -- the smallest id of all records of the same person: hub.settle_people. Never shown: it may be of a record that the reader may not see.
  person_id uuid not null,
  source text not null check (source in ('party', 'held')),
  agency_id uuid not null,
  case_id uuid,
  report_id uuid,
  role text not null,
  kind text not null,
  name text not null,
  name_key text collate "C" not null,
  born_on date,
  under_18 boolean not null,
  vulnerable boolean not null,
  postcode text not null,
  phone text not null,
  email text not null,
  address text not null,
  description text not null,
  created_at timestamptz not null,
  matched_at timestamptz,
  primary key (partnership_id, id)
);
create index person_record_person on hub.person_record (partnership_id, person_id);
create index person_record_name on hub.person_record (partnership_id, name_key) where name_key <> '';
create index person_record_name_part on hub.person_record using gin (name_key hub.gin_trgm_ops) where name_key <> '';
create index person_record_case on hub.person_record (partnership_id, case_id) where case_id is not null;
create index person_record_report on hub.person_record (partnership_id, report_id) where report_id is not null;
create index person_record_newest on hub.person_record (partnership_id, created_at desc, id desc);
create index person_record_role on hub.person_record (partnership_id, role);
create index person_record_unmatched on hub.person_record (partnership_id, created_at) where matched_at is null;
create index person_record_unnamed on hub.person_record using gin (lower(description) hub.gin_trgm_ops) where description <> '';

-- What records may be found by: hashes of names, sounds, dates, postcodes. Read by functions alone.
create table hub.person_key (
  partnership_id uuid not null,
  key bigint not null,
  record_id uuid not null,
  primary key (partnership_id, key, record_id)
);
create index person_key_record on hub.person_key (partnership_id, record_id);

-- Other names, addresses, vehicles, numbers: what an agency adds to a record.
create table hub.person_fact (
  partnership_id uuid not null,
  id uuid not null,
  record_id uuid not null,
  agency_id uuid not null,
  kind text not null check (kind in ('alias', 'address', 'vehicle', 'phone', 'email')),
  value text not null,
  value_key text collate "C" not null default '',
  postcode text not null default '',
  note text not null default '',
  added_by uuid not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (partnership_id, id)
);
create index person_fact_record on hub.person_fact (partnership_id, record_id);

-- Safety of visiting officers: shown before anybody goes.
create table hub.person_warning (
  partnership_id uuid not null,
  id uuid not null,
  record_id uuid not null,
  agency_id uuid not null,
  kind text not null check (kind in ('violence', 'weapon', 'animal', 'two_visitors', 'health', 'other')),
  words text not null,
  reason text not null,
  owner_id uuid not null,
  review_on date not null,
  added_by uuid not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  ended_why text,
  primary key (partnership_id, id)
);
create index person_warning_record on hub.person_warning (partnership_id, record_id);
create index person_warning_review on hub.person_warning (partnership_id, agency_id, review_on) where ended_at is null;

create table hub.association (
  partnership_id uuid not null,
  id uuid not null,
  record_id uuid not null,
  other_id uuid not null,
  agency_id uuid not null,
  kind text not null check (kind in ('family', 'household', 'partner', 'friend', 'associate', 'member', 'rival', 'neighbour', 'exploits', 'other')),
  words text not null default '',
  added_by uuid not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (partnership_id, id)
);
create index association_record on hub.association (partnership_id, record_id);
create index association_other on hub.association (partnership_id, other_id);

-- Decisions about two records. The newest that is not undone counts.
create table hub.person_link (
  partnership_id uuid not null,
  id uuid not null,
  left_id uuid not null,
  right_id uuid not null,
  verdict text not null check (verdict in ('same', 'different', 'unsure')),
  why text not null default '',
  probability double precision,
  -- null: the machine, where the local rule allows it
  decided_by uuid,
  decided_agency uuid,
  decided_at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  undone_why text,
  primary key (partnership_id, id),
  check (left_id < right_id)
);
create unique index person_link_live on hub.person_link (partnership_id, left_id, right_id) where undone_at is null;
create index person_link_right on hub.person_link (partnership_id, right_id);

-- Pairs that look alike, found in the background. steps: what each comparison says, in levels and bits, never the values.
create table hub.match_pair (
  partnership_id uuid not null,
  left_id uuid not null,
  right_id uuid not null,
  probability double precision not null,
  weight double precision not null,
  prior double precision not null,
  steps jsonb not null,
  model_version int not null,
  file_id uuid,
  found_at timestamptz not null,
  verdict text check (verdict in ('same', 'different', 'unsure')),
  primary key (partnership_id, left_id, right_id),
  check (left_id < right_id)
);
create index match_pair_right on hub.match_pair (partnership_id, right_id);
create index match_pair_waiting on hub.match_pair (partnership_id, probability desc) where verdict is null or verdict = 'unsure';

create table hub.match_model (
  partnership_id uuid not null,
  version int not null,
  model jsonb not null,
  records int not null,
  labels int not null,
  made_at timestamptz not null,
  primary key (partnership_id, version)
);

-- A file of people from a partner, and what became of it.
create table hub.person_file (
  partnership_id uuid not null,
  id uuid not null,
  agency_id uuid not null,
  name text not null,
  source_words text not null,
  purpose text not null,
  sealed_key text not null,
  sha256 text not null,
  size bigint not null,
  columns text[] not null,
  shape text not null,
  sample jsonb not null default '[]',
  mapping jsonb,
  state text not null check (state in ('mapping', 'waiting', 'reading', 'matching', 'done', 'failed')),
  rows_total int not null default 0,
  rows_read int not null default 0,
  rows_added int not null default 0,
  rows_changed int not null default 0,
  rows_same int not null default 0,
  rows_bad int not null default 0,
  bad jsonb not null default '[]',
  problem text,
  created_by uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (partnership_id, id)
);
create index person_file_work on hub.person_file (created_at) where state in ('waiting', 'reading', 'matching');
create index person_file_agency on hub.person_file (partnership_id, agency_id, created_at desc);

-- Which column of such a file is what, as somebody of this agency said last.
create table hub.file_shape (
  partnership_id uuid not null,
  agency_id uuid not null,
  shape text not null,
  source_words text not null,
  mapping jsonb not null,
  used_at timestamptz not null,
  primary key (partnership_id, agency_id, shape)
);

-- Somebody asked whether another agency holds something about a person, and whom the hub named. One row for each agency named, or one without.
create table hub.person_asked (
  partnership_id uuid not null,
  id uuid not null,
  record_id uuid not null,
  asked_by uuid not null,
  asked_agency uuid not null,
  why text not null,
  at timestamptz not null,
  named_agency uuid,
  held_record_id uuid,
  primary key (partnership_id, id)
);
create index person_asked_named on hub.person_asked (partnership_id, named_agency, at desc) where named_agency is not null;
create index person_asked_record on hub.person_asked (partnership_id, record_id);

-- Local rules, dated.
create table hub.matching_rule (
  partnership_id uuid not null,
  id uuid not null,
  review_from int not null check (review_from between 1 and 99),
  -- pairs from this share of a hundred are joined by machine; null: never
  machine_from int check (machine_from between 90 and 100),
  -- agencies that have agreed to be named to a partner who asks, and for whom
  named_agencies uuid[] not null default '{}',
  named_for text not null default 'alleged' check (named_for in ('alleged', 'anyone')),
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);
create table hub.ranking_rule (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('perpetrators', 'victims', 'places')),
  least int not null check (least between 2 and 50),
  days int not null check (days between 7 and 1095),
  source text not null default '',
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- Forms in which records are compared. Accents and case are gone from name_key already.
create function hub.sound_of(word text) returns text
language sql immutable strict set search_path = hub, pg_temp as $$
  select case when word ~ '^[a-z]+$' then coalesce(nullif(hub.dmetaphone(word), ''), word) else left(word, 5) end
$$;
create function hub.postcode_key(postcode text) returns text language sql immutable return coalesce(upper(regexp_replace(postcode, '[^A-Za-z0-9]', '', 'g')), '');
create function hub.phone_key(phone text) returns text language sql immutable return coalesce(regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^(0044|44)', '0'), '');

-- What a record may be found by, the most telling first. The same function makes the keys of what is looked for.
create function hub.person_keys(name_key text, born date, postcode text, phone text, email text, address text) returns bigint[]
language plpgsql immutable set search_path = hub, pg_temp as $$
declare
  words text[] := string_to_array(name_key, ' ');
  n int := coalesce(cardinality(words), 0);
  sound_of_first text := case when n > 0 then hub.sound_of(words[1]) end;
  sound_of_last text := case when n > 0 then hub.sound_of(words[n]) end;
  sounds text := least(sound_of_first, sound_of_last) || ' ' || greatest(sound_of_first, sound_of_last);
  -- day and month are often swapped
  born_swapped text := extract(year from born) || ' ' || least(extract(day from born), extract(month from born)) || ' ' || greatest(extract(day from born), extract(month from born));
  code text := nullif(hub.postcode_key(postcode), '');
  number text := hub.phone_key(phone);
  house text := substring(address from '\d+');
  found text[];
begin
  if number is not null and length(number) >= 7 then
    found := array_append(found, 't ' || number);
  end if;
  if email like '%_@_%' then
    found := array_append(found, 'm ' || lower(trim(email)));
  end if;
  found := found || array['d ' || born_swapped || ' ' || sound_of_last, 'd ' || born_swapped || ' ' || sound_of_first, 'p ' || code || ' ' || sound_of_last, 'p ' || code || ' ' || sound_of_first,
    'y ' || extract(year from born) || ' ' || sounds, 'n ' || least(words[1], words[n]) || ' ' || greatest(words[1], words[n]), 'a ' || code || ' ' || house, 's ' || sounds];
  return array(select hashtextextended(k.key, 0) from unnest(found) with ordinality k(key, place) where k.key is not null group by k.key order by min(k.place));
end $$;

-- Writes a record and its keys. A record keeps the person it is of.
create function hub.keep_person_record(new_record hub.person_record) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  n hub.person_record := new_record;
begin
  insert into hub.person_record as r select n.*
  on conflict (partnership_id, id) do update set agency_id = n.agency_id, case_id = n.case_id, report_id = n.report_id, role = n.role, kind = n.kind, name = n.name, name_key = n.name_key,
    born_on = n.born_on, under_18 = n.under_18, vulnerable = n.vulnerable, postcode = n.postcode, phone = n.phone, email = n.email, address = n.address, description = n.description,
    matched_at = case when (r.name_key, r.born_on, r.postcode, r.phone, r.email, r.address) is distinct from (n.name_key, n.born_on, n.postcode, n.phone, n.email, n.address) then null else r.matched_at end;
  perform hub.keep_person_keys(n.partnership_id, n.id);
end $$;

create function hub.keep_person_keys(of_partnership uuid, of_record uuid) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  delete from hub.person_key k where k.partnership_id = of_partnership and k.record_id = of_record;
  insert into hub.person_key (partnership_id, key, record_id)
  select distinct of_partnership, k.key, of_record
  from hub.person_record r
  cross join lateral (
    select unnest(hub.person_keys(r.name_key, r.born_on, r.postcode, r.phone, r.email, r.address)) as key
    union select unnest(case f.kind
      when 'alias' then hub.person_keys(f.value_key, r.born_on, r.postcode, null, null, null)
      when 'address' then hub.person_keys(r.name_key, null, f.postcode, null, null, f.value)
      when 'phone' then hub.person_keys(null, null, null, f.value, null, null)
      when 'email' then hub.person_keys(null, null, null, null, f.value, null)
      else array[hashtextextended('v ' || f.value_key, 0)] end)
      from hub.person_fact f where f.partnership_id = of_partnership and f.record_id = of_record and f.ended_at is null) k
  where r.partnership_id = of_partnership and r.id = of_record and k.key is not null;
end $$;
revoke all on function hub.keep_person_record(hub.person_record), hub.keep_person_keys(uuid, uuid) from public;

create function hub.record_of_party(p hub.party) returns hub.person_record
language sql stable set search_path = hub, pg_temp as $$
  select (p.partnership_id, p.id, p.id, 'party', p.agency_id, p.case_id, p.report_id, p.role, p.kind, p.name, p.name_key, p.born_on, p.under_18, p.vulnerability <> '',
    hub.postcode_key(p.postcode), hub.phone_key(p.phone), lower(coalesce(trim(p.email), '')), lower(coalesce(p.address, '')), p.description, p.created_at, null)::hub.person_record
$$;
create function hub.record_of_held(p hub.held_person) returns hub.person_record
language sql stable set search_path = hub, pg_temp as $$
  select (p.partnership_id, p.id, p.id, 'held', p.agency_id, null, null, p.role, p.kind, p.name, p.name_key, p.born_on, p.under_18, p.vulnerability <> '',
    hub.postcode_key(p.postcode), hub.phone_key(p.phone), lower(coalesce(trim(p.email), '')), lower(coalesce(p.address, '')), p.description, p.created_at, null)::hub.person_record
$$;
revoke all on function hub.record_of_party(hub.party), hub.record_of_held(hub.held_person) from public;

create function hub.party_is_record() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform hub.keep_person_record(hub.record_of_party(new));
  return null;
end $$;
create function hub.held_is_record() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform hub.keep_person_record(hub.record_of_held(new));
  return null;
end $$;
create function hub.fact_is_key() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform hub.keep_person_keys(new.partnership_id, new.record_id);
  update hub.person_record r set matched_at = null where r.partnership_id = new.partnership_id and r.id = new.record_id;
  return null;
end $$;
-- A record goes with what it was made of.
create function hub.record_gone() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  whole uuid;
begin
  delete from hub.person_record r where r.partnership_id = old.partnership_id and r.id = old.id returning r.person_id into whole;
  delete from hub.person_key k where k.partnership_id = old.partnership_id and k.record_id = old.id;
  delete from hub.person_fact f where f.partnership_id = old.partnership_id and f.record_id = old.id;
  delete from hub.person_warning f where f.partnership_id = old.partnership_id and f.record_id = old.id;
  delete from hub.association f where f.partnership_id = old.partnership_id and old.id in (f.record_id, f.other_id);
  delete from hub.person_link f where f.partnership_id = old.partnership_id and old.id in (f.left_id, f.right_id);
  delete from hub.match_pair f where f.partnership_id = old.partnership_id and old.id in (f.left_id, f.right_id);
  perform hub.settle_people(old.partnership_id, array(select r.id from hub.person_record r where r.partnership_id = old.partnership_id and r.person_id = whole));
  return null;
end $$;
revoke all on function hub.party_is_record(), hub.held_is_record(), hub.fact_is_key(), hub.record_gone() from public;
create trigger person_record after insert or update of agency_id, case_id, report_id, role, kind, name, name_key, born_on, under_18, vulnerability, postcode, phone, email, address, description
  on hub.party for each row execute function hub.party_is_record();
create trigger person_record after insert or update on hub.held_person for each row execute function hub.held_is_record();
create trigger person_record_gone after delete on hub.party for each row execute function hub.record_gone();
create trigger person_record_gone after delete on hub.held_person for each row execute function hub.record_gone();
create trigger person_key after insert or update on hub.person_fact for each row execute function hub.fact_is_key();

-- Who is the same as whom follows from the decisions in force and from nothing else. One settling at a time in a partnership:
-- two at once could each miss the other's decision.
create function hub.settle_people(of_partnership uuid, of_records uuid[]) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('hub.settle_people ' || of_partnership, 0));
  with recursive
  affected as (
    select r.id from hub.person_record r where r.partnership_id = of_partnership and r.person_id in (
      select x.person_id from hub.person_record x where x.partnership_id = of_partnership and x.id = any(of_records))),
  reached(start, id) as (
    select a.id, a.id from affected a
    union
    select e.start, case when l.left_id = e.id then l.right_id else l.left_id end
    from reached e join hub.person_link l on l.partnership_id = of_partnership and e.id in (l.left_id, l.right_id) and l.verdict = 'same' and l.undone_at is null),
  whole as (select e.start, (array_agg(e.id order by e.id))[1] as person_id from reached e group by e.start)
  update hub.person_record r set person_id = w.person_id from whole w
  where r.partnership_id = of_partnership and r.id = w.start and r.person_id <> w.person_id;
end $$;
revoke all on function hub.settle_people(uuid, uuid[]) from public;
grant execute on function hub.settle_people(uuid, uuid[]) to hub_app, hub_worker;

-- Everybody whom parties name already; also for a hub that was filled past the triggers.
create function hub.fill_person_records() returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  insert into hub.person_record select (hub.record_of_party(p)).* from hub.party p on conflict do nothing;
  insert into hub.person_record select (hub.record_of_held(p)).* from hub.held_person p on conflict do nothing;
  insert into hub.person_key (partnership_id, key, record_id)
  select r.partnership_id, unnest(hub.person_keys(r.name_key, r.born_on, r.postcode, r.phone, r.email, r.address)), r.id from hub.person_record r
  where not exists (select 1 from hub.person_key k where k.partnership_id = r.partnership_id and k.record_id = r.id) on conflict do nothing;
end $$;
revoke all on function hub.fill_person_records() from public;

do $$
declare
  t text;
begin
  foreach t in array array['held_person', 'person_record', 'person_key', 'person_fact', 'person_warning', 'association', 'person_link', 'match_pair', 'match_model', 'person_file', 'file_shape',
    'person_asked', 'matching_rule', 'ranking_rule'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;
select hub.fill_person_records();

-- A record is seen by whoever sees what it was made of: the party's case or report, or the agency that holds it.
create policy read on hub.person_record for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff' and case
    when source = 'held' then agency_id = (select hub.actor_case_agency())
    when case_id is not null then case_id = (select hub.actor_view()) or exists (select 1 from hub.case_access a where a.partnership_id = person_record.partnership_id and a.case_id = person_record.case_id offset 0)
    else exists (select 1 from hub.report r where r.partnership_id = person_record.partnership_id and r.id = person_record.report_id offset 0) end);
create policy own on hub.held_person for all to hub_app using (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()))
  with check (partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()));
do $$
declare
  t text;
  seen constant text := 'exists (select 1 from hub.person_record r where r.partnership_id = %1$I.partnership_id and r.id = %1$I.%2$I offset 0)';
  mine constant text := 'partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency())';
begin
  foreach t in array array['person_fact', 'person_warning'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (' || seen || ')', t, 'record_id');
    execute format('create policy add on hub.%1$I for insert to hub_app with check (' || mine || ' and added_by = (select hub.actor_account()) and ' || seen || ')', t, 'record_id');
    execute format('create policy change on hub.%1$I for update to hub_app using (' || mine || ' and ' || seen || ')', t, 'record_id');
  end loop;
  -- Two records together are seen by whoever sees both.
  execute format('create policy read on hub.association for select to hub_app using (' || seen || ' and ' || format(seen, 'association', 'other_id') || ')', 'association', 'record_id');
  execute format('create policy add on hub.association for insert to hub_app with check (' || mine || ' and added_by = (select hub.actor_account()) and ' || seen || ' and ' || format(seen, 'association', 'other_id') || ')', 'association', 'record_id');
  execute format('create policy change on hub.association for update to hub_app using (' || mine || ' and ' || seen || ' and ' || format(seen, 'association', 'other_id') || ')', 'association', 'record_id');
  foreach t in array array['person_link', 'match_pair'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (' || seen || ' and ' || format(seen, t, 'right_id') || ')', t, 'left_id');
    execute format('create policy change on hub.%1$I for update to hub_app using (' || seen || ' and ' || format(seen, t, 'right_id') || ')', t, 'left_id');
  end loop;
  execute format('create policy decide on hub.person_link for insert to hub_app with check (decided_by = (select hub.actor_account()) and decided_agency = (select hub.actor_case_agency()) and ' || seen || ' and ' || format(seen, 'person_link', 'right_id') || ')', 'person_link', 'left_id');
  foreach t in array array['person_file', 'file_shape'] loop
    execute format('create policy own on hub.%1$I for all to hub_app using (' || mine || ') with check (' || mine || ')', t);
  end loop;
  foreach t in array array['matching_rule', 'ranking_rule'] loop
    execute format('create policy read on hub.%I for select to hub_app using (partnership_id = (select hub.actor_partnership()))', t);
    execute format('create policy add on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator'', ''coordinator''])', t);
    execute format('create policy change on hub.%1$I for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator'', ''coordinator''])', t);
  end loop;
  foreach t in array array['held_person', 'person_record', 'person_key', 'person_link', 'match_pair', 'match_model', 'person_file', 'matching_rule'] loop
    execute format('create policy worker on hub.%1$I to hub_worker using (true) with check (true)', t);
  end loop;
end $$;
create policy read on hub.match_model for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null);
create policy asked on hub.person_asked for select to hub_app using (partnership_id = (select hub.actor_partnership()) and asked_agency = (select hub.actor_case_agency()));
-- Who has looked at a person, for those who see the record that was looked at.
create policy person on hub.audit_entry for select to hub_app using (
  subject_kind = 'person' and partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null
  and exists (select 1 from hub.person_record r where r.partnership_id = audit_entry.partnership_id and r.id = audit_entry.subject_id offset 0));

grant select, insert, update on hub.held_person, hub.person_fact, hub.person_warning, hub.association, hub.person_file, hub.file_shape, hub.matching_rule, hub.ranking_rule to hub_app;
grant select, insert on hub.person_link to hub_app;
grant update (undone_at, undone_by, undone_why) on hub.person_link to hub_app;
grant select on hub.person_record, hub.match_pair, hub.match_model to hub_app;
grant update (verdict) on hub.match_pair to hub_app;
grant select (partnership_id, id, record_id, asked_by, asked_agency, why, at, named_agency) on hub.person_asked to hub_app;
grant select on hub.person_record, hub.person_key, hub.matching_rule to hub_worker;
grant update (matched_at) on hub.person_record to hub_worker;
grant select, insert, update on hub.held_person, hub.match_pair to hub_worker;
grant select, insert on hub.person_link, hub.match_model to hub_worker;
grant select, update on hub.person_file to hub_worker;

-- Lists, search and counts apply the same rule themselves, as those of 0006 do; src/people/access.test.ts compares them with the policies.
do $$
declare
  -- x is the record, r its report
  shown constant text := $rule$ case when x.source = 'held' then x.agency_id = agency
    when coalesce(x.case_id, r.case_id) is not null then exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = coalesce(x.case_id, r.case_id)
      and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
    when r.restricted then r.team_id = any(who)
    else r.agency_id = agency end $rule$;
  actor constant text := $rule$
  p uuid := hub.actor_partnership();
  who uuid[] := hub.actor_principals();
  walls uuid[] := hub.actor_walls();
  agency uuid := hub.actor_case_agency();
begin
  if hub.actor_kind() is distinct from 'staff' then
    return;
  end if;
  return query $rule$;
begin
  -- Records that share something telling with what is looked for, those that share most first. Of a key that many share only some are looked through.
  execute $f$create function hub.likely_records(keys bigint[], beginning text, most int)
  returns table (id uuid, person_id uuid, source text, agency_id uuid, case_id uuid, report_id uuid, role text, kind text, name text, name_key text, born_on date, under_18 boolean, vulnerable boolean,
    postcode text, phone text, email text, address text, description text)
  language plpgsql stable security definer set search_path = hub, pg_temp as $b$
  declare $f$ || actor || $f$
  with hit as (
    select f.record_id, count(*) as shared, min(f.place) as place from (
      select y.record_id, k.place from unnest(keys) with ordinality k(key, place)
      cross join lateral (select z.record_id from hub.person_key z where z.partnership_id = p and z.key = k.key limit 300) y
      union all
      select y.id, 20 from (select z.id from hub.person_record z where length(beginning) > 2 and z.partnership_id = p and z.name_key <> '' and z.name_key >= beginning and z.name_key < beginning || chr(1114111) limit 100) y) f
    group by f.record_id order by count(*) desc, min(f.place) limit 200)
  select x.id, x.person_id, x.source, x.agency_id, x.case_id, x.report_id, x.role, x.kind, x.name, x.name_key, x.born_on, x.under_18, x.vulnerable, x.postcode, x.phone, x.email, x.address, x.description
  from hit h join hub.person_record x on x.partnership_id = p and x.id = h.record_id
  left join hub.report r on r.partnership_id = p and r.id = x.report_id
  where $f$ || shown || $f$
  order by h.shared desc, h.place, x.id limit most;
  end $b$ $f$;

  -- People by the beginning of any word of a name, or by words of a description.
  execute $f$create function hub.search_people(wanted text, described_as text, most int)
  returns table (id uuid, person_id uuid)
  language plpgsql stable security definer set search_path = hub, pg_temp as $b$
  declare $f$ || actor || $f$
  with beginning as (
    select x.id, x.person_id, x.name_key, 0 as rank from hub.person_record x left join hub.report r on r.partnership_id = p and r.id = x.report_id
    where length(wanted) > 1 and x.partnership_id = p and x.name_key <> '' and x.name_key >= wanted and x.name_key < wanted || chr(1114111) and $f$ || shown || $f$
    order by x.name_key limit most),
  later as (
    select x.id, x.person_id, x.name_key, 1 from hub.person_record x left join hub.report r on r.partnership_id = p and r.id = x.report_id
    where length(wanted) > 2 and (select count(*) from beginning) < most and x.partnership_id = p and x.name_key <> '' and x.name_key like '% ' || replace(replace(wanted, '%', ''), '_', '') || '%' and $f$ || shown || $f$
    limit most),
  described as (
    select x.id, x.person_id, x.name_key, 2 from hub.person_record x left join hub.report r on r.partnership_id = p and r.id = x.report_id
    where length(described_as) > 3 and (select count(*) from beginning) < most and x.partnership_id = p and x.description <> '' and lower(x.description) like '%' || replace(replace(lower(described_as), '%', ''), '_', '') || '%' and $f$ || shown || $f$
    limit most)
  select f.id, f.person_id from (select * from beginning union all select * from later union all select * from described) f order by f.rank, f.name_key, f.id limit most;
  end $b$ $f$;

  -- Newest records, a page at a time.
  execute $f$create function hub.newest_people(wanted_role text, wanted_kind text, flagged text, before_at timestamptz, before_id uuid, most int)
  returns table (id uuid, person_id uuid, created_at timestamptz)
  language plpgsql stable security definer set search_path = hub, pg_temp as $b$
  declare $f$ || actor || $f$
  select x.id, x.person_id, x.created_at from hub.person_record x left join hub.report r on r.partnership_id = p and r.id = x.report_id
  where x.partnership_id = p and (before_at is null or (x.created_at, x.id) < (before_at, before_id)) and (x.name <> '' or x.description <> '')
    and (wanted_role is null or x.role = wanted_role or (wanted_role = 'victim' and x.role = 'complainant')) and (wanted_kind is null or x.kind = wanted_kind)
    and case flagged when 'under18' then x.under_18 when 'vulnerable' then x.vulnerable else true end and $f$ || shown || $f$
  order by x.created_at desc, x.id desc limit most;
  end $b$ $f$;

  -- People by how many reports they are named in. Of those alleged, every report of the case counts; of those harmed, their own. A case without
  -- a report counts once.
  execute $f$create function hub.ranked_people(wanted text, since timestamptz, least_events int, most int)
  returns table (record_id uuid, records uuid[], events bigint, reports uuid[], cases uuid[], agencies uuid[], under_18 boolean, vulnerable boolean, last_at timestamptz)
  language plpgsql stable security definer set search_path = hub, pg_temp as $b$
  declare $f$ || actor || $f$
  with named as (
    select x.id, x.person_id, x.agency_id, x.under_18, x.vulnerable, x.report_id, coalesce(x.case_id, r.case_id) as of_case
    from hub.person_record x left join hub.report r on r.partnership_id = p and r.id = x.report_id
    where x.partnership_id = p and x.source = 'party' and x.role = any(case wanted when 'perpetrators' then array['alleged'] else array['victim', 'complainant'] end)
      and (x.name <> '' or x.description <> '') and $f$ || shown || $f$),
  own as (
    select n.person_id, e.id as report_id, e.case_id, e.received_at as at, e.agency_id from named n join hub.report e on e.partnership_id = p and e.id = n.report_id where e.received_at >= since
    union
    select n.person_id, e.id, e.case_id, e.received_at, e.agency_id from named n join hub.report e on e.partnership_id = p and e.case_id = n.of_case where wanted = 'perpetrators' and e.received_at >= since),
  alone as (
    select distinct n.person_id, c.id as case_id, c.opened_at as at, c.agency_id from named n join hub.case_file c on c.partnership_id = p and c.id = n.of_case
    where c.opened_at >= since and not exists (select 1 from own o where o.person_id = n.person_id and o.case_id = c.id)),
  events as (select o.person_id, o.report_id, o.case_id, o.at, o.agency_id from own o union all select a.person_id, null, a.case_id, a.at, a.agency_id from alone a),
  counted as (
    select e.person_id, count(*) as events, array_remove(array_agg(distinct e.report_id), null) as reports, array_remove(array_agg(distinct e.case_id), null) as cases, max(e.at) as last_at, array_agg(distinct e.agency_id) as agencies
    from events e group by e.person_id having count(*) >= least_events)
  select (array_agg(n.id order by n.id))[1], array_agg(n.id order by n.id), c.events, c.reports, c.cases, c.agencies, bool_or(n.under_18), bool_or(n.vulnerable), c.last_at
  from counted c join named n on n.person_id = c.person_id
  group by c.person_id, c.events, c.reports, c.cases, c.agencies, c.last_at
  order by c.events desc, cardinality(c.agencies) desc, c.last_at desc, 1 limit most;
  end $b$ $f$;

  execute $f$create function hub.ranked_places(since timestamptz, least_events int, most int)
  returns table (place text, events bigint, reports uuid[], cases uuid[], agencies uuid[], last_at timestamptz)
  language plpgsql stable security definer set search_path = hub, pg_temp as $b$
  declare $f$ || actor || $f$
  select x.place_words, count(*), array_agg(x.id order by x.received_at desc), array_remove(array_agg(distinct x.case_id), null), array_agg(distinct x.agency_id), max(x.received_at)
  from hub.report x
  where x.partnership_id = p and x.received_at >= since and x.place_words <> ''
    and case when x.case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = x.case_id
        and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
      when x.restricted then x.team_id = any(who)
      else x.agency_id = agency end
  group by x.place_words having count(*) >= least_events
  order by count(*) desc, max(x.received_at) desc, x.place_words limit most;
  end $b$ $f$;

  -- Whom to ask about a person: agencies that hold a record which the asker may not see, as far as they agreed to be named. Nothing that is restricted,
  -- of a sensitive kind or behind a wall is ever pointed to. Each time is written down; the agency that was named is told.
  execute $f$create function hub.ask_who_holds(of_record uuid, reason text, at timestamptz)
  returns table (holder_id uuid, holder text, phone text)
  language plpgsql security definer set search_path = hub, pg_temp as $b$
  declare
    rule hub.matching_rule;
    whole uuid;
    me uuid := hub.actor_account();
  $f$ || replace(actor, 'return query', '') || $f$
  select x.person_id into whole from hub.person_record x left join hub.report r on r.partnership_id = p and r.id = x.report_id
  where x.partnership_id = p and x.id = of_record and $f$ || shown || $f$;
  if not found or agency is null then
    return;
  end if;
  select * into rule from hub.matching_rule m where m.partnership_id = p and m.in_force_from <= (at at time zone 'Europe/London')::date and (m.in_force_to is null or m.in_force_to >= (at at time zone 'Europe/London')::date)
  order by m.in_force_from desc limit 1;
  return query with named as (select distinct on (x.agency_id) x.agency_id, x.id as record_id
  from hub.person_record x
  left join hub.report r on r.partnership_id = p and r.id = x.report_id
  left join hub.case_file c on c.partnership_id = p and c.id = coalesce(x.case_id, r.case_id)
  left join hub.category k on k.partnership_id = p and k.id = coalesce(r.category_id, c.category_id)
  where x.partnership_id = p and x.agency_id <> agency and x.agency_id = any(rule.named_agencies) and (rule.named_for = 'anyone' or x.role = 'alleged')
    and (x.person_id = whole or exists (select 1 from hub.match_pair m join hub.person_record y on y.partnership_id = p and y.person_id = whole
      and ((m.left_id = y.id and m.right_id = x.id) or (m.right_id = y.id and m.left_id = x.id)) where m.partnership_id = p and m.probability >= 0.95 and m.verdict is distinct from 'different'))
    and not coalesce(c.restricted, false) and not coalesce(r.restricted, false) and not coalesce(k.sensitive, false) and not coalesce(k.restricted, false)
    and (c.id is null or c.id <> all(walls))
    and not coalesce($f$ || shown || $f$, false)
  order by x.agency_id, x.created_at desc),
  written as (
    insert into hub.person_asked (partnership_id, id, record_id, asked_by, asked_agency, why, at, named_agency, held_record_id)
    select p, gen_random_uuid(), of_record, me, agency, reason, ask_who_holds.at, n.agency_id, n.record_id from named n
    union all select p, gen_random_uuid(), of_record, me, agency, reason, ask_who_holds.at, null, null where not exists (select 1 from named)
    returning named_agency)
  select g.id, g.name, g.phone from written w join hub.agency g on g.partnership_id = p and g.id = w.named_agency order by g.name;
  end $b$ $f$;

  -- The other side: who was told that this agency holds something, with the record as far as the reader sees it.
  execute $f$create function hub.asked_of_us(most int)
  returns table (id uuid, at timestamptz, asked_by uuid, asked_agency uuid, why text, record_id uuid, name text)
  language plpgsql stable security definer set search_path = hub, pg_temp as $b$
  declare $f$ || actor || $f$
  select q.id, q.at, q.asked_by, q.asked_agency, q.why, x.id, x.name
  from hub.person_asked q join hub.person_record x on x.partnership_id = p and x.id = q.held_record_id
  left join hub.report r on r.partnership_id = p and r.id = x.report_id
  where q.partnership_id = p and q.named_agency = agency and $f$ || shown || $f$
  order by q.at desc limit most;
  end $b$ $f$;
end $$;

do $$ begin
  execute (select string_agg(format('revoke all on function %s from public; grant execute on function %s to hub_app;', f.oid::regprocedure, f.oid::regprocedure), ' ')
    from pg_proc f where f.pronamespace = 'hub'::regnamespace and f.proname in ('likely_records', 'search_people', 'newest_people', 'ranked_people', 'ranked_places', 'ask_who_holds', 'asked_of_us'));
end $$;
