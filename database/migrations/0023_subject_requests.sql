-- What a person may ask an agency about themselves: to see what it holds, and to have what is wrong put right.

create table hub.exemption (
  partnership_id uuid not null,
  id uuid not null,
  name text not null,
  words text not null,
  source text not null,
  in_force_from date not null,
  in_force_to date,
  position int not null default 0,
  primary key (partnership_id, id)
);

create table hub.subject_request (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  -- the controller that was asked
  agency_id uuid not null,
  kind text not null check (kind in ('access', 'correction')),
  -- a record of the person; null where nothing was found
  record_id uuid,
  asker text not null,
  for_somebody_else boolean not null,
  authority text not null default '',
  wanted text not null,
  received_on date not null,
  identity_how text not null default '',
  identity_on date,
  identity_by uuid,
  extended_why text not null default '',
  extended_on date,
  paused_on date,
  paused_why text not null default '',
  paused_days int not null default 0,
  state text not null default 'open' check (state in ('open', 'checking', 'making', 'ready', 'issued', 'refused', 'withdrawn', 'done')),
  handler_id uuid not null,
  -- the second pair of eyes, never the first
  sent_by uuid,
  checked_by uuid,
  ended_words text not null default '',
  ended_by uuid,
  ended_at timestamptz,
  -- the pack
  attempts int not null default 0,
  claimed_at timestamptz,
  done int not null default 0,
  total int not null default 0,
  content jsonb,
  sealed_key text,
  sha256 text,
  pages int,
  made_at timestamptz,
  primary key (partnership_id, id),
  check (checked_by is null or checked_by <> sent_by)
);
create unique index subject_request_reference on hub.subject_request (partnership_id, reference);
create index subject_request_of on hub.subject_request (partnership_id, agency_id, received_on desc);
create index subject_request_making on hub.subject_request (made_at) where state = 'making';

-- One thing that the agency holds, copied as it stood when it was looked for.
create table hub.subject_item (
  partnership_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  agency_id uuid not null,
  source text not null,
  source_id uuid not null,
  case_id uuid,
  report_id uuid,
  label text not null,
  at timestamptz not null,
  words text not null,
  -- another agency gave it: it is asked first
  consult_agency uuid,
  decision text check (decision in ('include', 'redact', 'withhold')),
  strikes text[] not null default '{}',
  exemption_id uuid,
  reason text not null default '',
  decided_by uuid,
  decided_at timestamptz,
  primary key (partnership_id, id),
  check ((decision = 'withhold') = (exemption_id is not null) or decision is null),
  foreign key (partnership_id, request_id) references hub.subject_request (partnership_id, id)
);
create unique index subject_item_once on hub.subject_item (partnership_id, request_id, source, source_id);

-- What happened to a request; nobody changes it.
create table hub.subject_event (
  partnership_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  words text not null,
  by_account uuid,
  at timestamptz not null,
  primary key (partnership_id, id),
  foreign key (partnership_id, request_id) references hub.subject_request (partnership_id, id)
);
create index subject_event_of on hub.subject_event (partnership_id, request_id, at);

-- Beside what was written, which stays: what is right instead, or that the person does not agree.
create table hub.correction (
  partnership_id uuid not null,
  id uuid not null,
  request_id uuid,
  agency_id uuid not null,
  record_id uuid not null,
  case_id uuid,
  report_id uuid,
  kind text not null check (kind in ('correction', 'disagreement')),
  original text not null,
  words text not null check (words <> ''),
  receivers int not null default 0,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (partnership_id, id)
);
create index correction_record on hub.correction (partnership_id, record_id, made_at);
create index correction_case on hub.correction (partnership_id, case_id) where case_id is not null;
create index correction_report on hub.correction (partnership_id, report_id) where report_id is not null;

do $$
declare
  t text;
begin
  foreach t in array array['exemption', 'subject_request', 'subject_item', 'subject_event', 'correction'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
  foreach t in array array['subject_item', 'correction'] loop
    execute format('create trigger keep_what_is_held before delete on hub.%I for each row execute function hub.keep_what_is_held()', t);
  end loop;
end $$;
create policy read on hub.exemption for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff');
create policy add on hub.exemption for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy change on hub.exemption for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);

-- Supervisors and coordinators of the agency that was asked; nobody walled off from a case that the record stands in.
create function hub.sees_subject(of_partnership uuid, of_agency uuid, of_record uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return of_partnership = hub.actor_partnership() and of_agency = hub.actor_case_agency() and hub.actor_roles() && array['supervisor', 'coordinator']
    and not exists (select 1 from hub.person_record x left join hub.report r on r.partnership_id = x.partnership_id and r.id = x.report_id
      where x.partnership_id = of_partnership and x.id = of_record and coalesce(x.case_id, r.case_id) = any (hub.actor_walls()));
end $$;
revoke all on function hub.sees_subject(uuid, uuid, uuid) from public;
grant execute on function hub.sees_subject(uuid, uuid, uuid) to hub_app;

create policy read on hub.subject_request for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.sees_subject(partnership_id, agency_id, record_id));
create policy take on hub.subject_request for insert to hub_app with check (hub.sees_subject(partnership_id, agency_id, record_id) and handler_id = (select hub.actor_account()) and state = 'open'
  and (record_id is null or exists (select 1 from hub.person_record r where r.partnership_id = subject_request.partnership_id and r.id = subject_request.record_id offset 0)));
create policy work on hub.subject_request for update to hub_app using (hub.sees_subject(partnership_id, agency_id, record_id) and state in ('open', 'checking', 'making', 'ready')) with check (hub.sees_subject(partnership_id, agency_id, record_id));
create policy worker on hub.subject_request to hub_worker using (state in ('making', 'ready', 'checking')) with check (state in ('making', 'ready', 'checking'));

-- An item of a case follows the case, so that a restricted case is decided by those named on it.
create policy read on hub.subject_item for select to hub_app using (
  exists (select 1 from hub.subject_request q where q.partnership_id = subject_item.partnership_id and q.id = subject_item.request_id offset 0)
  and (case_id is null and report_id is null or hub.sees_either(partnership_id, case_id, report_id)));
create policy decide on hub.subject_item for update to hub_app using (
  exists (select 1 from hub.subject_request q where q.partnership_id = subject_item.partnership_id and q.id = subject_item.request_id and q.state = 'open' offset 0)
  and (case_id is null and report_id is null or hub.sees_either(partnership_id, case_id, report_id)))
  with check (decided_by = (select hub.actor_account()));
create policy read on hub.subject_event for select to hub_app using (exists (select 1 from hub.subject_request q where q.partnership_id = subject_event.partnership_id and q.id = subject_event.request_id offset 0));
create policy write on hub.subject_event for insert to hub_app with check (
  by_account = (select hub.actor_account()) and exists (select 1 from hub.subject_request q where q.partnership_id = subject_event.partnership_id and q.id = subject_event.request_id offset 0));
create policy read on hub.correction for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null
  and exists (select 1 from hub.person_record r where r.partnership_id = correction.partnership_id and r.id = correction.record_id offset 0));
create policy write on hub.correction for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and made_by = (select hub.actor_account()) and (select hub.actor_roles()) && array['supervisor', 'coordinator']
  and exists (select 1 from hub.person_record r where r.partnership_id = correction.partnership_id and r.id = correction.record_id offset 0));

grant select, insert on hub.exemption, hub.subject_event, hub.correction to hub_app;
grant update (in_force_to) on hub.exemption to hub_app;
grant insert on hub.subject_request to hub_app;
-- The content of a pack is read by the worker alone.
grant select (partnership_id, id, reference, agency_id, kind, record_id, asker, for_somebody_else, authority, wanted, received_on, identity_how, identity_on, identity_by, extended_why, extended_on, paused_on, paused_why, paused_days, state, handler_id, sent_by, checked_by,
  ended_words, ended_by, ended_at, attempts, done, total, sealed_key, sha256, pages, made_at) on hub.subject_request to hub_app;
grant update (identity_how, identity_on, identity_by, extended_why, extended_on, paused_on, paused_why, paused_days, state, handler_id, sent_by, checked_by, ended_words, ended_by, ended_at, content, total, done, attempts) on hub.subject_request to hub_app;
grant select on hub.subject_item to hub_app;
grant update (decision, strikes, exemption_id, reason, decided_by, decided_at) on hub.subject_item to hub_app;
grant select (partnership_id, id, reference, state, attempts, claimed_at, done, content, made_at, sent_by) on hub.subject_request to hub_worker;
grant update (state, attempts, claimed_at, done, sealed_key, sha256, pages, made_at, content) on hub.subject_request to hub_worker;

-- Everything that the agency itself holds about the person, also in cases that the searcher may not see; those decide there.
-- What another agency gave is named, with whom to consult.
create function hub.collect_subject(of_request uuid) returns int
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  q hub.subject_request;
  added int;
begin
  select * into q from hub.subject_request x where x.partnership_id = p and x.id = of_request and x.state = 'open' and hub.sees_subject(x.partnership_id, x.agency_id, x.record_id);
  if not found or q.record_id is null then
    return 0;
  end if;
  with records as (
    select r.* from hub.person_record s join hub.person_record r on r.partnership_id = s.partnership_id and r.person_id = s.person_id where s.partnership_id = p and s.id = q.record_id),
  own_case as (
    select c.id from hub.case_file c where c.partnership_id = p and c.agency_id = q.agency_id and c.id in (
      select r.case_id from records r where r.case_id is not null union select x.case_id from records r join hub.report x on x.partnership_id = p and x.id = r.report_id where x.case_id is not null)),
  own_report as (
    select x.id, x.case_id, x.agency_id, x.received_at, x.words, x.wants, x.title, x.reference from hub.report x
    where x.partnership_id = p and (x.agency_id = q.agency_id or x.case_id in (select id from own_case)) and x.id in (select r.report_id from records r where r.report_id is not null)),
  found(source, source_id, case_id, report_id, label, at, words, consult) as (
    select 'report', x.id, x.case_id, x.id, 'Report ' || x.reference || ': ' || x.title, x.received_at, x.words || case when x.wants = '' then '' else E'\n' || x.wants end, null::uuid from own_report x
      where exists (select 1 from records r where r.report_id = x.id)
    union all select 'party', y.id, y.case_id, y.report_id, 'What the case says of them', y.created_at,
      concat_ws(E'\n', nullif(y.name, ''), 'Born: ' || to_char(y.born_on, 'YYYY-MM-DD'), nullif(y.age_words, ''), nullif(y.description, ''), nullif(y.vulnerability, ''), y.phone, y.email, y.address, y.postcode), null
      from records r join hub.party y on y.partnership_id = p and y.id = r.id where (y.case_id in (select id from own_case) or y.report_id in (select id from own_report))
    union all select 'held', h.id, null, null, 'A record outside any case', h.created_at, concat_ws(E'\n', nullif(h.name, ''), 'Born: ' || to_char(h.born_on, 'YYYY-MM-DD'), nullif(h.description, ''), nullif(h.vulnerability, ''), h.phone, h.email, h.address, h.postcode), null
      from records r join hub.held_person h on h.partnership_id = p and h.id = r.id and h.agency_id = q.agency_id
    union all select 'fact', f.id, null, null, 'Noted of them: ' || f.kind, f.added_at, concat_ws(E'\n', f.value, nullif(f.note, '')), null from records r join hub.person_fact f on f.partnership_id = p and f.record_id = r.id and f.agency_id = q.agency_id
    union all select 'warning', w.id, null, null, 'Safety warning', w.added_at, w.words || E'\n' || w.reason, null from records r join hub.person_warning w on w.partnership_id = p and w.record_id = r.id and w.agency_id = q.agency_id
    union all select 'incident', i.id, i.case_id, i.report_id, 'Incident', i.happened_at, i.words, null from hub.incident i where i.partnership_id = p and (i.case_id in (select id from own_case) or i.report_id in (select id from own_report))
    union all select 'chronology', e.id, e.case_id, e.report_id, 'Entry of the chronology', e.at, e.words, case when e.by_agency <> q.agency_id then e.by_agency end from hub.chronology e where e.partnership_id = p and (e.case_id in (select id from own_case) or e.report_id in (select id from own_report))
    union all select 'message', m.id, null, m.report_id, case m.direction when 'in' then 'Message from them' else 'Message to them' end, m.at, m.words, null from hub.message m join own_report x on x.id = m.report_id where m.partnership_id = p
      and exists (select 1 from records r where r.report_id = m.report_id and r.role = 'complainant')
    union all select 'risk', a.id, a.case_id, null, 'Risk assessment: ' || a.band, a.assessed_at, a.band || ', ' || a.score || ' of ' || a.out_of || E'\n' || a.judgement, null from hub.risk_assessment a where a.partnership_id = p and a.case_id in (select id from own_case)
    union all select 'letter', l.id, l.case_id, null, 'Letter: ' || l.subject, l.written_at, l.body, null from hub.letter l where l.partnership_id = p and l.case_id in (select id from own_case) and l.party_id in (select id from records)
    union all select 'power_step', s.id, s.case_id, null, 'Step with a legal power', coalesce(s.taken_at, s.recorded_at), s.words, null from hub.power_step s where s.partnership_id = p and s.case_id in (select id from own_case) and (s.party_id in (select id from records) or s.person_id in (select id from records))
    union all select 'file', v.id, v.case_id, v.report_id, 'File: ' || v.name, v.received_at, v.name || ', ' || v.content_type || ', SHA-256 ' || v.sha256, null from hub.evidence v where v.partnership_id = p and v.received_from <> 'hub' and (v.case_id in (select id from own_case) or v.report_id in (select id from own_report))
    union all select 'received', t.id, d.case_id, null, 'Received under ' || d.reference || ': ' || t.label, d.decided_at, t.words, d.from_agency
      from hub.disclosure d join hub.disclosure_item t on t.partnership_id = d.partnership_id and t.disclosure_id = d.id
      where d.partnership_id = p and d.to_agency = q.agency_id and d.decision = 'given' and d.withdrawn_at is null and d.valid_until > now() and t.subject_id in (select id from records)
  )
  insert into hub.subject_item (partnership_id, id, request_id, agency_id, source, source_id, case_id, report_id, label, at, words, consult_agency)
  select p, gen_random_uuid(), q.id, q.agency_id, f.source, f.source_id, f.case_id, f.report_id, f.label, f.at, f.words, f.consult from found f where f.words <> ''
  on conflict do nothing;
  get diagnostics added = row_count;
  return added;
end $$;

-- How many items wait, and how many of those only others may see.
create function hub.subject_counts(of_request uuid) returns table (items int, waiting int, hidden int, hidden_waiting int)
language sql stable security definer set search_path = hub, pg_temp as $$
  select count(*)::int, (count(*) filter (where i.decision is null))::int, (count(*) filter (where not s.seen))::int, (count(*) filter (where i.decision is null and not s.seen))::int
  from hub.subject_item i join hub.subject_request q on q.partnership_id = i.partnership_id and q.id = i.request_id and hub.sees_subject(q.partnership_id, q.agency_id, q.record_id)
  cross join lateral (select (i.case_id is null and i.report_id is null) or hub.sees_either(i.partnership_id, i.case_id, i.report_id) as seen) s
  where i.partnership_id = hub.actor_partnership() and i.request_id = of_request
$$;

-- What goes into the pack, for whoever checks it: all of it, to somebody who may see all of it, and nothing before all is decided.
create function hub.subject_pack(of_request uuid) returns table (label text, at timestamptz, words text, decision text, strikes text[], reason text, exemption text, exemption_words text)
language sql stable security definer set search_path = hub, pg_temp as $$
  select i.label, i.at, case when i.decision = 'withhold' then '' else i.words end, i.decision, i.strikes, i.reason, x.name, x.words
  from hub.subject_item i join hub.subject_request q on q.partnership_id = i.partnership_id and q.id = i.request_id and q.state = 'checking' and hub.sees_subject(q.partnership_id, q.agency_id, q.record_id)
  left join hub.exemption x on x.partnership_id = i.partnership_id and x.id = i.exemption_id
  where i.partnership_id = hub.actor_partnership() and i.request_id = of_request and i.decision is not null and (select c.hidden = 0 and c.waiting = 0 from hub.subject_counts(of_request) c) order by i.at, i.id
$$;

-- Names, addresses, telephones and postcodes of everybody else in the same cases and reports: what a redaction may begin from.
create function hub.subject_third_parties(of_item uuid) returns table (passage text, what text)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  i hub.subject_item;
begin
  select x.* into i from hub.subject_item x join hub.subject_request q on q.partnership_id = x.partnership_id and q.id = x.request_id and hub.sees_subject(q.partnership_id, q.agency_id, q.record_id)
  where x.partnership_id = p and x.id = of_item and (x.case_id is null and x.report_id is null or hub.sees_either(x.partnership_id, x.case_id, x.report_id));
  if not found then
    return;
  end if;
  return query
  with mine as (
    select r.id from hub.subject_request q join hub.person_record s on s.partnership_id = p and s.id = q.record_id join hub.person_record r on r.partnership_id = p and r.person_id = s.person_id where q.partnership_id = p and q.id = i.request_id),
  others as (
    select y.* from hub.party y where y.partnership_id = p and y.id not in (select m.id from mine m)
      and (y.case_id = i.case_id or y.report_id = i.report_id or y.report_id in (select r.id from hub.report r where r.partnership_id = p and r.case_id = i.case_id)))
  select distinct trim(v.passage), v.what from others o cross join lateral (values (o.name, 'name'), (o.address, 'address'), (o.phone, 'telephone'), (o.email, 'e-mail'), (o.postcode, 'postcode')) v(passage, what)
  where length(trim(v.passage)) > 2
  union select distinct a.name, 'colleague' from hub.account a where a.partnership_id = p and a.agency_id <> i.agency_id and length(a.name) > 4;
end $$;
do $$ begin
  execute (select string_agg(format('revoke all on function %s from public; grant execute on function %s to hub_app;', f.oid::regprocedure, f.oid::regprocedure), ' ')
    from pg_proc f where f.pronamespace = 'hub'::regnamespace and f.proname in ('collect_subject', 'subject_counts', 'subject_pack', 'subject_third_parties'));
end $$;

insert into hub.exemption (partnership_id, id, name, words, source, in_force_from, position)
select p.id, gen_random_uuid(), x.name, x.words, x.source, '2018-05-25', x.position from hub.partnership p cross join (values
  ('Information about somebody else', 'It is about another person as well, who has not agreed, and it is not reasonable to give it without their agreement.', 'DPA 2018, Schedule 2, paragraph 16', 1),
  ('Crime', 'Giving it would be likely to harm the prevention or detection of crime, or the apprehension or prosecution of offenders.', 'DPA 2018, Schedule 2, paragraph 2', 2),
  ('Legal professional privilege', 'It is a confidential communication with a legal adviser.', 'DPA 2018, Schedule 2, paragraph 19', 3),
  ('Serious harm', 'Giving it would be likely to cause serious harm to the health of a person.', 'DPA 2018, Schedule 3', 4),
  ('Law enforcement: prevention, inquiry or safety of others', 'It is necessary and proportionate not to give it, so as not to prejudice an inquiry or prosecution, or to protect public security or the rights of others.', 'DPA 2018, section 45(4)', 5)) as x(name, words, source, position);

-- When a record of the person goes, a correction of it goes with it, and a request keeps only that it was made.
create function hub.subject_record_gone() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  delete from hub.correction c where c.partnership_id = old.partnership_id and c.record_id = old.id;
  update hub.subject_request q set record_id = null where q.partnership_id = old.partnership_id and q.record_id = old.id;
  return null;
end $$;
revoke all on function hub.subject_record_gone() from public;
create trigger subject_record_gone after delete on hub.party for each row execute function hub.subject_record_gone();
create trigger subject_record_gone after delete on hub.held_person for each row execute function hub.subject_record_gone();
