-- Files go with a subject access pack, and subject requests are kept by a dated rule like everything else.

-- The squares of a photo or document that are covered in the copy that is given.
alter table hub.subject_item add column covers text not null default '';
grant update (covers) on hub.subject_item to hub_app;

-- A file as it was given with a pack: the original as it was received, or a copy drawn anew with parts covered. Nobody changes it.
create table hub.subject_file (
  partnership_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  case_id uuid,
  report_id uuid,
  position int not null,
  name text not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  crc32 bigint not null,
  sealed_key text not null,
  -- parts are covered, or only names were taken out: it is not the original
  drawn boolean not null,
  primary key (partnership_id, id),
  foreign key (partnership_id, request_id) references hub.subject_request (partnership_id, id)
);
create index subject_file_of on hub.subject_file (partnership_id, request_id, position);
create index subject_file_case on hub.subject_file (partnership_id, case_id) where case_id is not null;
create index subject_file_report on hub.subject_file (partnership_id, report_id) where report_id is not null;
alter table hub.subject_file enable row level security;
alter table hub.subject_file force row level security;
do $$ begin execute format('create policy owner on hub.subject_file to %I using (true) with check (true)', current_user); end $$;
create trigger keep_what_is_held before delete on hub.subject_file for each row execute function hub.keep_what_is_held();
create policy read on hub.subject_file for select to hub_app using (
  exists (select 1 from hub.subject_request q where q.partnership_id = subject_file.partnership_id and q.id = subject_file.request_id offset 0)
  and (case_id is null and report_id is null or hub.sees_either(partnership_id, case_id, report_id)));
create policy worker on hub.subject_file for insert to hub_worker with check (
  exists (select 1 from hub.subject_request q where q.partnership_id = subject_file.partnership_id and q.id = subject_file.request_id and q.state = 'making' offset 0));
grant select on hub.subject_file to hub_app;
grant insert on hub.subject_file to hub_worker;

alter table hub.retention_rule drop constraint retention_rule_kind_check;
alter table hub.retention_rule add constraint retention_rule_kind_check check (kind in ('case', 'case_no_action', 'report_not_taken', 'held_person', 'file', 'risk_assessment', 'message', 'disclosure', 'request', 'subject_request', 'audit_entry'));

-- The functions of 0022, each with the new kind.
create or replace function hub.sees_kept(of_partnership uuid, of_kind text, of_subject uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  agency uuid := hub.actor_case_agency();
  r record;
begin
  if of_partnership is distinct from hub.actor_partnership() or hub.actor_kind() is distinct from 'staff' then
    return false;
  end if;
  case of_kind
    when 'case', 'case_no_action', 'file', 'risk_assessment', 'message' then return hub.sees_case(of_partnership, of_subject);
    when 'report', 'report_not_taken' then return hub.sees_report(of_partnership, of_subject);
    when 'held_person' then return exists (select 1 from hub.held_person h where h.partnership_id = of_partnership and h.id = of_subject and h.agency_id = agency);
    when 'disclosure' then return exists (select 1 from hub.disclosure d where d.partnership_id = of_partnership and d.id = of_subject and d.case_id is null and d.from_agency = agency);
    when 'request' then return exists (select 1 from hub.information_request q where q.partnership_id = of_partnership and q.id = of_subject and q.from_agency = agency);
    when 'subject_request' then return exists (select 1 from hub.subject_request q where q.partnership_id = of_partnership and q.id = of_subject and hub.sees_subject(q.partnership_id, q.agency_id, q.record_id));
    when 'audit_entry' then return 'auditor' = any (hub.actor_roles());
    when 'person' then
      select x.source, x.agency_id, x.case_id, x.report_id into r from hub.person_record x where x.partnership_id = of_partnership and x.id = of_subject;
      return coalesce(case when r.source = 'held' then r.agency_id = agency else hub.sees_either(of_partnership, r.case_id, r.report_id) end, false);
    else return false;
  end case;
end $$;

create or replace function hub.retention_candidates(of_partnership uuid, of_kind text, counted_before date, of_outcomes text[], today date, after_day date, after_id uuid, most int)
returns table (subject_id uuid, agency_id uuid, counted_from date, youngest_born date, minor_unknown boolean, shared_until date)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return query
  with found as (
    select c.id, c.agency_id as agency, (c.closed_at at time zone 'Europe/London')::date as day, c.id as of_case, null::uuid as of_report, null::uuid as of_record
    from hub.case_file c
    where c.partnership_id = of_partnership and c.state = 'closed' and c.closed_at is not null and case of_kind
      when 'case' then not c.outcome = any (of_outcomes)
      when 'case_no_action' then c.outcome = any (of_outcomes)
      when 'file' then exists (select 1 from hub.evidence e where e.partnership_id = c.partnership_id and e.received_from <> 'hub' and (e.case_id = c.id or e.report_id in (select r.id from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id)))
        and not exists (select 1 from hub.bundle b where b.partnership_id = c.partnership_id and b.case_id = c.id and b.state = 'ready')
      when 'risk_assessment' then exists (select 1 from hub.risk_assessment a where a.partnership_id = c.partnership_id and a.case_id = c.id)
      when 'message' then exists (select 1 from hub.report r join hub.message m on m.partnership_id = r.partnership_id and m.report_id = r.id where r.partnership_id = c.partnership_id and r.case_id = c.id)
      else false end
    union all
    select r.id, r.agency_id, (coalesce(r.closed_at, r.decided_at, r.received_at) at time zone 'Europe/London')::date, null, r.id, null
    from hub.report r where of_kind = 'report_not_taken' and r.partnership_id = of_partnership and r.case_id is null and r.state in ('no_further_action', 'closed', 'merged')
    union all
    select h.id, h.agency_id, (h.changed_at at time zone 'Europe/London')::date, null, null, h.id
    from hub.held_person h where of_kind = 'held_person' and h.partnership_id = of_partnership
      and not exists (select 1 from hub.power_step s where s.partnership_id = h.partnership_id and h.id in (s.party_id, s.person_id))
    union all
    select d.id, d.from_agency, (case when d.decision = 'given' then coalesce(d.withdrawn_at, d.valid_until) else d.decided_at end at time zone 'Europe/London')::date, null, null, null
    from hub.disclosure d where of_kind = 'disclosure' and d.partnership_id = of_partnership and d.case_id is null and d.decision <> 'asked'
    union all
    select q.id, q.from_agency, (q.closed_at at time zone 'Europe/London')::date, (select rc.case_id from hub.request_case rc where rc.partnership_id = q.partnership_id and rc.request_id = q.id), null, null
    from hub.information_request q where of_kind = 'request' and q.partnership_id = of_partnership and q.closed_at is not null
    union all
    select s.id, s.agency_id, (s.ended_at at time zone 'Europe/London')::date, null, null, s.record_id
    from hub.subject_request s where of_kind = 'subject_request' and s.partnership_id = of_partnership and s.ended_at is not null
  )
  select f.id, f.agency, f.day, young.born, coalesce(young.unknown, false),
    (select max(least(d.valid_until, timestamptz '9999-12-31') at time zone 'Europe/London')::date from hub.disclosure d
      where f.of_case is not null and of_kind in ('case', 'case_no_action') and d.partnership_id = of_partnership and d.case_id = f.of_case and d.decision = 'given' and d.withdrawn_at is null)
  from found f
  left join lateral (
    select max(p.born_on) as born, bool_or(p.under_18 and p.born_on is null) as unknown
    from hub.person_record x join hub.party p on p.partnership_id = x.partnership_id and p.id = x.id
    where x.partnership_id = of_partnership and (x.case_id = f.of_case or x.report_id = f.of_report or x.report_id in (select r.id from hub.report r where r.partnership_id = of_partnership and r.case_id = f.of_case))
      and (p.under_18 or p.born_on > f.day - interval '18 years')
    union all
    select h.born_on, h.under_18 and h.born_on is null from hub.held_person h where h.partnership_id = of_partnership and h.id = f.of_record and (h.under_18 or h.born_on > f.day - interval '18 years')
    limit 1) young on true
  where f.day < counted_before and (f.day, f.id) > (after_day, after_id)
    and (of_kind not in ('file', 'risk_assessment', 'message') or not exists (select 1 from hub.retention_item i where i.partnership_id = of_partnership and i.subject_id = f.id and i.kind in ('case', 'case_no_action') and i.state = 'waiting'))
    and not exists (select 1 from hub.retention_item i where i.partnership_id = of_partnership and i.subject_id = f.id and i.kind = of_kind and (i.state = 'waiting' or (i.state = 'kept' and i.keep_until > today)))
    and not hub.held(of_partnership, f.of_case, f.of_report, f.of_record)
  order by f.day, f.id limit most;
end $$;

create or replace function hub.close_idle_reviews(of_partnership uuid) returns int
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  closed int;
begin
  update hub.retention_item i set state = 'gone' where i.partnership_id = of_partnership and i.state = 'waiting' and i.kind <> 'audit_entry' and not (case
    when i.kind in ('case', 'case_no_action', 'file', 'risk_assessment', 'message') then exists (select 1 from hub.case_file c where c.partnership_id = i.partnership_id and c.id = i.subject_id and c.state = 'closed' and (c.closed_at at time zone 'Europe/London')::date = i.counted_from)
    when i.kind = 'report_not_taken' then exists (select 1 from hub.report r where r.partnership_id = i.partnership_id and r.id = i.subject_id and r.case_id is null and r.state in ('no_further_action', 'closed', 'merged'))
    when i.kind = 'held_person' then exists (select 1 from hub.held_person h where h.partnership_id = i.partnership_id and h.id = i.subject_id and (h.changed_at at time zone 'Europe/London')::date = i.counted_from)
    when i.kind = 'disclosure' then exists (select 1 from hub.disclosure d where d.partnership_id = i.partnership_id and d.id = i.subject_id)
    when i.kind = 'subject_request' then exists (select 1 from hub.subject_request q where q.partnership_id = i.partnership_id and q.id = i.subject_id and q.ended_at is not null)
    else exists (select 1 from hub.information_request q where q.partnership_id = i.partnership_id and q.id = i.subject_id and q.closed_at is not null) end);
  get diagnostics closed = row_count;
  return closed;
end $$;

create or replace function hub.hangs_on(of_parent text) returns table (child text, by_column text, loosened boolean)
language sql stable security definer set search_path = hub, pg_temp as $$
  with said(child, by_column, parent, loosened) as (values
    ('disclosure_item', 'disclosure_id', 'disclosure', false), ('disclosure_receipt', 'disclosure_id', 'disclosure', false), ('disclosure_notice', 'disclosure_id', 'disclosure', false),
    ('panel_paper_given', 'disclosure_id', 'disclosure', false), ('receiver_deletion', 'disclosure_id', 'disclosure', true), ('task', 'disclosure_id', 'disclosure', true), ('case_transfer', 'disclosure_id', 'disclosure', false),
    ('request_message', 'request_id', 'information_request', false), ('request_escalation', 'request_id', 'information_request', false), ('request_case', 'request_id', 'information_request', false), ('disclosure', 'request_id', 'information_request', true),
    ('report', 'merged_into', 'report', false), ('report_draft', 'submitted_report_id', 'report', false), ('intelligence_report', 'report_id', 'report', true), ('demo_delivery', 'id', 'outbox', false),
    ('letter', 'evidence_id', 'evidence', true), ('bundle', 'evidence_id', 'evidence', true), ('bundle_item', 'source_id', 'evidence', false), ('bundle_item', 'bundle_id', 'bundle', false),
    ('panel_meeting', 'item_id', 'panel_item', true), ('panel_action', 'item_id', 'panel_item', false), ('panel_action', 'task_id', 'task', true), ('review_event', 'review_id', 'asb_review', false), ('review_recommendation', 'review_id', 'asb_review', false),
    ('correction', 'request_id', 'subject_request', true), ('person_asked', 'record_id', 'party', false), ('person_asked', 'held_record_id', 'party', false), ('person_asked', 'record_id', 'held_person', false), ('person_asked', 'held_record_id', 'held_person', false)),
  keyed as (
    select child.relname::text as child, a.attname::text as by_column, parent.relname::text as parent
    from pg_constraint k join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[array_upper(k.conkey, 1)]
    where k.contype = 'f' and child.relnamespace = 'hub'::regnamespace and cardinality(k.conkey) = 2),
  named as (
    select c.relname::text as child, a.attname::text as by_column, case a.attname when 'case_id' then 'case_file' else 'report' end as parent
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('case_id', 'report_id') and not a.attisdropped
    where c.relnamespace = 'hub'::regnamespace and c.relkind = 'r' and c.relname not in ('audit_entry', 'access_wall', 'person_record', 'legal_hold'))
  select s.child, s.by_column, s.loosened from said s where s.parent = of_parent
  union
  select e.child, e.by_column, false from (select * from keyed union select * from named) e
  where e.parent = of_parent and not exists (select 1 from said s where s.parent = of_parent and s.child = e.child and s.by_column = e.by_column)
$$;

create or replace function hub.delete_reviewed(of_item uuid, tombstone uuid, why text) returns table (outcome text, rows_deleted int, files int, content_sha256 text, cut_seq bigint)
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  i hub.retention_item;
  its_reference text := '';
  in_case uuid;
  in_report uuid;
  in_record uuid;
  still boolean;
  tally jsonb := '{"rows": {}, "sha": "", "files": 0}';
  reports uuid[];
begin
  select * into i from hub.retention_item x where x.partnership_id = p and x.id = of_item for update;
  if not found or not hub.sees_kept(p, i.kind, i.subject_id) or length(trim(why)) < 3
    or not (case when i.kind = 'audit_entry' then 'auditor' = any (hub.actor_roles()) else i.agency_id = hub.actor_case_agency() and hub.actor_roles() && array['supervisor', 'coordinator'] end) then
    return query select 'not_yours', 0, 0, '', null::bigint;
    return;
  end if;
  if i.state <> 'waiting' or i.reviewer_id is distinct from hub.actor_account() then
    return query select 'changed', 0, 0, '', null::bigint;
    return;
  end if;
  if i.kind in ('case', 'case_no_action', 'file', 'risk_assessment', 'message') then
    in_case := i.subject_id;
    select c.reference, c.state = 'closed' and (c.closed_at at time zone 'Europe/London')::date = i.counted_from into its_reference, still from hub.case_file c where c.partnership_id = p and c.id = i.subject_id for update;
  elsif i.kind = 'report_not_taken' then
    in_report := i.subject_id;
    select r.reference, r.case_id is null and r.state in ('no_further_action', 'closed', 'merged') into its_reference, still from hub.report r where r.partnership_id = p and r.id = i.subject_id for update;
  elsif i.kind = 'held_person' then
    in_record := i.subject_id;
    select h.id::text, (h.changed_at at time zone 'Europe/London')::date = i.counted_from into its_reference, still from hub.held_person h where h.partnership_id = p and h.id = i.subject_id for update;
  elsif i.kind = 'disclosure' then
    select d.reference, d.case_id is null into its_reference, still from hub.disclosure d where d.partnership_id = p and d.id = i.subject_id for update;
  elsif i.kind = 'request' then
    select q.reference, q.closed_at is not null into its_reference, still from hub.information_request q where q.partnership_id = p and q.id = i.subject_id for update;
    in_case := (select rc.case_id from hub.request_case rc where rc.partnership_id = p and rc.request_id = i.subject_id);
  elsif i.kind = 'subject_request' then
    select q.reference, q.ended_at is not null, q.record_id into its_reference, still, in_record from hub.subject_request q where q.partnership_id = p and q.id = i.subject_id for update;
  else
    its_reference := to_char(i.counted_from, 'YYYY-MM-DD');
    still := i.counted_from <= (now() - interval '6 years')::date;
  end if;
  if not coalesce(still, false) then
    return query select 'changed', 0, 0, '', null::bigint;
    return;
  end if;
  if hub.held(p, in_case, in_report, in_record)
    or (i.kind = 'subject_request' and exists (select 1 from hub.subject_item x where x.partnership_id = p and x.request_id = i.subject_id and hub.held(p, x.case_id, x.report_id, null))) then
    return query select 'held', 0, 0, '', null::bigint;
    return;
  end if;
  reports := array(select r.id from hub.report r where r.partnership_id = p and (r.case_id = in_case or r.id = in_report));
  if i.kind in ('case', 'case_no_action', 'disclosure') then
    insert into hub.receiver_deletion (partnership_id, id, reference, from_agency, to_agency, to_account, why, asked_at, due_on)
    select p, gen_random_uuid(), d.reference, d.from_agency, d.to_agency, d.to_account, 'deleted', now(), (now() at time zone 'Europe/London')::date + 28
    from hub.disclosure d where d.partnership_id = p and d.decision = 'given' and d.to_agency is not null and (d.case_id = in_case or d.id = i.subject_id)
      and exists (select 1 from hub.disclosure_receipt x where x.partnership_id = p and x.disclosure_id = d.id)
      and not exists (select 1 from hub.receiver_deletion x where x.partnership_id = p and x.reference = d.reference and x.answer in ('deleted', 'none'))
    on conflict do nothing;
  end if;
  if i.kind in ('case', 'case_no_action') then
    -- Intelligence outlives the case, and so does the wall before it; of the wall only who and what stays.
    update hub.access_wall w set reason = 'The case was deleted' where w.partnership_id = p and w.case_id = in_case
      and exists (select 1 from hub.intelligence_report r where r.partnership_id = p and in_case = any (r.case_ids));
    delete from hub.access_wall w where w.partnership_id = p and w.case_id = in_case and not exists (select 1 from hub.intelligence_report r where r.partnership_id = p and in_case = any (r.case_ids));
    tally := hub.erase(p, 'case_file', array[in_case], tombstone, tally);
    perform nextval('hub.map_access');
    -- What was worked out from its points; the next night works it out anew.
    update hub.hotspot_analysis a set stamp = 'deleted' where a.partnership_id = p;
  elsif i.kind = 'report_not_taken' then
    tally := hub.erase(p, 'report', array[in_report], tombstone, tally);
    perform nextval('hub.map_access');
    update hub.hotspot_analysis a set stamp = 'deleted' where a.partnership_id = p;
  elsif i.kind = 'held_person' then
    tally := hub.erase(p, 'held_person', array[in_record], tombstone, tally);
  elsif i.kind = 'file' then
    tally := hub.erase(p, 'evidence', array(select e.id from hub.evidence e where e.partnership_id = p and e.received_from <> 'hub' and (e.case_id = in_case or e.report_id = any (reports))), tombstone, tally);
  elsif i.kind = 'risk_assessment' then
    tally := hub.erase(p, 'risk_assessment', array(select a.id from hub.risk_assessment a where a.partnership_id = p and a.case_id = in_case), tombstone, tally);
  elsif i.kind = 'message' then
    tally := hub.erase(p, 'message', array(select m.id from hub.message m where m.partnership_id = p and m.report_id = any (reports)), tombstone, tally);
    tally := hub.erase(p, 'outbox', array(select m.id from hub.outbox m where m.partnership_id = p and m.report_id = any (reports)), tombstone, tally);
  elsif i.kind = 'disclosure' then
    tally := hub.erase(p, 'disclosure', array[i.subject_id], tombstone, tally);
  elsif i.kind = 'request' then
    tally := hub.erase(p, 'information_request', array[i.subject_id], tombstone, tally);
  elsif i.kind = 'subject_request' then
    tally := hub.erase(p, 'subject_request', array[i.subject_id], tombstone, tally);
  else
    tally := hub.cut_audit(p, i.counted_from, tombstone);
    if (tally ->> 'seq') is null then
      return query select 'held', 0, 0, '', null::bigint;
      return;
    end if;
  end if;
  insert into hub.tombstone (partnership_id, id, kind, agency_id, subject_sha256, reference_sha256, content_sha256, rows_deleted, files, counted_from, due_on, rule_id, rule_words, reason, deleted_by, deleted_at)
  values (p, tombstone, i.kind, i.agency_id, encode(sha256(convert_to(i.subject_id::text, 'UTF8')), 'hex'), encode(sha256(convert_to(p || '|' || its_reference, 'UTF8')), 'hex'), tally ->> 'sha', tally -> 'rows', (tally ->> 'files')::int,
    i.counted_from, i.due_on, i.rule_id, i.rule_words, why, hub.actor_account(), now());
  update hub.retention_item x set state = 'deleted', reason = why, decided_by = hub.actor_account(), decided_at = now(), subject_id = case when i.kind in ('file', 'risk_assessment', 'message', 'audit_entry') then x.subject_id else tombstone end
  where x.partnership_id = p and x.id = of_item;
  update hub.retention_item x set state = 'gone' where x.partnership_id = p and x.subject_id = i.subject_id and x.state = 'waiting' and i.kind in ('case', 'case_no_action');
  return query select 'deleted', (select coalesce(sum(n.value::int), 0)::int from jsonb_each_text(tally -> 'rows') n), (tally ->> 'files')::int, tally ->> 'sha', (tally ->> 'seq')::bigint;
end $$;

create or replace function hub.would_delete(of_item uuid) returns table (what text, number int)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  i hub.retention_item;
  reports uuid[];
begin
  select * into i from hub.retention_item x where x.partnership_id = p and x.id = of_item;
  if not found or not hub.sees_kept(p, i.kind, i.subject_id) then
    return;
  end if;
  reports := array(select r.id from hub.report r where r.partnership_id = p and (r.case_id = i.subject_id or r.id = i.subject_id));
  return query select n.what, n.number::int from (
    select 'Reports' as what, count(*) as number, 1 as place from hub.report r where i.kind in ('case', 'case_no_action', 'report_not_taken') and r.partnership_id = p and r.id = any (reports)
    union all select 'People named in it', count(*), 2 from hub.party x where i.kind in ('case', 'case_no_action', 'report_not_taken') and x.partnership_id = p and (x.case_id = i.subject_id or x.report_id = any (reports))
    union all select 'Incidents', count(*), 3 from hub.incident x where i.kind in ('case', 'case_no_action', 'report_not_taken') and x.partnership_id = p and (x.case_id = i.subject_id or x.report_id = any (reports))
    union all select 'Entries of the chronology', count(*), 4 from hub.chronology x where i.kind in ('case', 'case_no_action', 'report_not_taken') and x.partnership_id = p and (x.case_id = i.subject_id or x.report_id = any (reports))
    union all select 'Files, with their originals', count(*), 5 from hub.evidence x where i.kind in ('case', 'case_no_action', 'report_not_taken', 'file') and (i.kind <> 'file' or x.received_from <> 'hub') and x.partnership_id = p and (x.case_id = i.subject_id or x.report_id = any (reports))
    union all select 'Messages', count(*), 6 from hub.message x where i.kind in ('case', 'case_no_action', 'report_not_taken', 'message') and x.partnership_id = p and x.report_id = any (reports)
    union all select 'Risk assessments', count(*), 7 from hub.risk_assessment x where i.kind in ('case', 'case_no_action', 'risk_assessment') and x.partnership_id = p and x.case_id = i.subject_id
    union all select 'Tasks', count(*), 8 from hub.task x where i.kind in ('case', 'case_no_action') and x.partnership_id = p and x.case_id = i.subject_id
    union all select 'Steps with legal powers', count(*), 9 from hub.power_step x where i.kind in ('case', 'case_no_action') and x.partnership_id = p and x.case_id = i.subject_id
    union all select 'Disclosures, also where they were received', count(*), 10 from hub.disclosure x where x.partnership_id = p and ((i.kind in ('case', 'case_no_action') and x.case_id = i.subject_id) or (i.kind = 'disclosure' and x.id = i.subject_id))
    union all select 'Requests for information', count(*), 11 from hub.information_request x where x.partnership_id = p and ((i.kind = 'request' and x.id = i.subject_id)
      or (i.kind in ('case', 'case_no_action') and exists (select 1 from hub.request_case rc where rc.partnership_id = p and rc.request_id = x.id and rc.case_id = i.subject_id)))
    union all select 'Person record', count(*), 12 from hub.held_person x where i.kind = 'held_person' and x.partnership_id = p and x.id = i.subject_id
    union all select 'Subject request, with its pack', count(*), 13 from hub.subject_request x where i.kind = 'subject_request' and x.partnership_id = p and x.id = i.subject_id
    union all select 'Things found for it', count(*), 14 from hub.subject_item x where i.kind = 'subject_request' and x.partnership_id = p and x.request_id = i.subject_id
    union all select 'Files given with the pack', count(*), 15 from hub.subject_file x where i.kind = 'subject_request' and x.partnership_id = p and x.request_id = i.subject_id
    union all select 'Entries of the trail', count(*), 16 from hub.audit_entry x where i.kind = 'audit_entry' and x.partnership_id = p and x.at < i.counted_from::timestamp at time zone 'Europe/London') n
  where n.number > 0 order by n.place;
end $$;

create or replace function hub.files_to_remove(most int) returns table (partnership_id uuid, key text, named boolean)
language sql stable security definer set search_path = hub, pg_temp as $$
  select f.partnership_id, f.key, exists (select 1 from hub.evidence e where f.key in (e.sealed_key, e.copy_key)) or exists (select 1 from hub.disclosure_item i where i.copy_key = f.key)
    or exists (select 1 from hub.subject_file s where s.partnership_id = f.partnership_id and s.sealed_key = f.key)
  from hub.file_removal f order by f.queued_at limit most
$$;

-- Partnerships that are here already start with this; an area changes it in Administration.
insert into hub.retention_rule (partnership_id, id, kind, months, outcomes, source, in_force_from)
select p.id, gen_random_uuid(), 'subject_request', 36, '{}', 'The hub’s own starting value; your board decides', '2020-01-01'
from hub.partnership p where not exists (select 1 from hub.retention_rule r where r.partnership_id = p.id and r.kind = 'subject_request');

-- Files that residents sent after the case was opened hung on their report alone: they are files of the case.
update hub.evidence e set case_id = r.case_id from hub.report r
where r.partnership_id = e.partnership_id and r.id = e.report_id and e.case_id is null and r.case_id is not null;
