-- How long records are kept, what stops their deletion, and what stays when they are gone. docs/decisions/0010.

-- One rule for each kind of record. A day that is past stays judged by the rule of its day.
create table hub.retention_rule (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('case', 'case_no_action', 'report_not_taken', 'held_person', 'file', 'risk_assessment', 'message', 'disclosure', 'request', 'audit_entry')),
  months int not null check (months between 1 and 1200),
  -- where somebody in it was under 18: at least until the youngest reaches this age
  minors_to_age int check (minors_to_age between 18 and 100),
  -- for case_no_action: the outcomes that are meant
  outcomes text[] not null default '{}',
  source text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id),
  -- who looked at what is kept six years at least
  check (kind <> 'audit_entry' or months >= 72),
  check (kind <> 'case_no_action' or cardinality(outcomes) > 0)
);

-- Who looks at what is due, for each agency. Without one, any supervisor or coordinator who sees the record takes it.
create table hub.retention_reviewer (
  partnership_id uuid not null,
  agency_id uuid not null,
  account_id uuid not null,
  named_by uuid not null,
  named_at timestamptz not null,
  primary key (partnership_id, agency_id)
);

-- What is due, for a person to look at. Holds nothing of the record.
create table hub.retention_item (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null,
  -- for the trail: the partnership
  subject_id uuid not null,
  -- null for the trail
  agency_id uuid,
  reviewer_id uuid,
  rule_id uuid not null,
  rule_words text not null,
  counted_from date not null,
  due_on date not null,
  found_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'kept', 'deleted', 'gone')),
  keep_until date,
  reason text not null default '',
  decided_by uuid,
  decided_at timestamptz,
  primary key (partnership_id, id),
  check ((state = 'kept') = (keep_until is not null)),
  check (state in ('waiting', 'gone') or (decided_by is not null and reason <> ''))
);
create unique index retention_item_waiting on hub.retention_item (partnership_id, subject_id, kind) where state = 'waiting';
create index retention_item_of on hub.retention_item (partnership_id, agency_id, due_on) where state = 'waiting';
create index retention_item_subject on hub.retention_item (partnership_id, subject_id, kind);

-- Nothing on hold is deleted, by whatever and whomever: a trigger on every table that belongs to a case or report says so.
create table hub.legal_hold (
  partnership_id uuid not null,
  id uuid not null,
  subject_kind text not null check (subject_kind in ('case', 'report', 'person')),
  subject_id uuid not null,
  agency_id uuid not null,
  reason text not null check (reason <> ''),
  review_on date not null,
  placed_by uuid not null,
  placed_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  lifted_why text,
  primary key (partnership_id, id),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_why is null))
);
create unique index legal_hold_live on hub.legal_hold (partnership_id, subject_id, subject_kind) where lifted_at is null;

-- What stays of what was deleted. The reference is kept as a hash, so that whoever has it can ask; the content as one hash over every row.
create table hub.tombstone (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null,
  agency_id uuid,
  subject_sha256 text not null,
  reference_sha256 text not null,
  content_sha256 text not null,
  rows_deleted jsonb not null,
  files int not null,
  counted_from date not null,
  due_on date not null,
  rule_id uuid not null,
  rule_words text not null,
  reason text not null,
  deleted_by uuid not null,
  deleted_at timestamptz not null,
  primary key (partnership_id, id)
);
create index tombstone_reference on hub.tombstone (partnership_id, reference_sha256);
create index tombstone_newest on hub.tombstone (partnership_id, deleted_at desc);

-- Files whose rows are gone; a job takes them out of the store and then takes the line away.
create table hub.file_removal (
  partnership_id uuid not null,
  key text not null,
  tombstone_id uuid not null,
  queued_at timestamptz not null,
  primary key (partnership_id, key)
);

-- A receiver is asked to say that its own copies are gone.
create table hub.receiver_deletion (
  partnership_id uuid not null,
  id uuid not null,
  -- null when the disclosure was deleted with its case
  disclosure_id uuid,
  reference text not null,
  from_agency uuid not null,
  to_agency uuid not null,
  to_account uuid,
  why text not null check (why in ('ended', 'withdrawn', 'deleted')),
  asked_at timestamptz not null,
  due_on date not null,
  answer text check (answer in ('deleted', 'none', 'kept')),
  words text not null default '',
  answered_by uuid,
  answered_at timestamptz,
  primary key (partnership_id, id),
  check ((answer is null) = (answered_at is null)),
  check (answer is distinct from 'kept' or words <> '')
);
create unique index receiver_deletion_once on hub.receiver_deletion (partnership_id, reference, why);
create index receiver_deletion_to on hub.receiver_deletion (partnership_id, to_agency, due_on) where answer is null;
create index receiver_deletion_from on hub.receiver_deletion (partnership_id, from_agency, asked_at desc);

-- Where the trail begins after its oldest part was deleted: the link to which the next one is chained.
create table hub.audit_cut (
  partnership_id uuid not null,
  seq bigint not null,
  chain text not null,
  entries bigint not null,
  tombstone_id uuid not null,
  cut_at timestamptz not null,
  primary key (partnership_id, seq)
);

-- Holds.
create function hub.held(of_partnership uuid, of_case uuid, of_report uuid, of_record uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  its_case uuid := of_case;
begin
  if not exists (select 1 from hub.legal_hold h where h.partnership_id = of_partnership and h.lifted_at is null) then
    return false;
  end if;
  if its_case is null and of_report is not null then
    its_case := (select r.case_id from hub.report r where r.partnership_id = of_partnership and r.id = of_report);
  end if;
  return exists (
    select 1 from hub.legal_hold h
    where h.partnership_id = of_partnership and h.lifted_at is null and case h.subject_kind
      when 'case' then h.subject_id = its_case
      when 'report' then h.subject_id = of_report or (of_case is not null and exists (select 1 from hub.report r where r.partnership_id = of_partnership and r.id = h.subject_id and r.case_id = of_case))
      else exists (
        select 1 from hub.person_record s join hub.person_record x on x.partnership_id = s.partnership_id and x.person_id = s.person_id
        where s.partnership_id = of_partnership and s.id = h.subject_id and (x.id = of_record or x.report_id = of_report or x.case_id = its_case
          or (its_case is not null and exists (select 1 from hub.report r where r.partnership_id = of_partnership and r.id = x.report_id and r.case_id = its_case)))) end);
end $$;
revoke all on function hub.held(uuid, uuid, uuid, uuid) from public;
grant execute on function hub.held(uuid, uuid, uuid, uuid) to hub_app, hub_worker;

create function hub.keep_what_is_held() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  row_of jsonb := to_jsonb(old);
  ids uuid[];
begin
  if exists (select 1 from hub.legal_hold h where h.partnership_id = old.partnership_id and h.lifted_at is null) then
    ids := array[case when tg_table_name = 'case_file' then row_of ->> 'id' else row_of ->> 'case_id' end, case when tg_table_name = 'report' then row_of ->> 'id' else row_of ->> 'report_id' end,
      case when tg_table_name in ('party', 'held_person') then row_of ->> 'id' end];
    if hub.held(old.partnership_id, ids[1], ids[2], ids[3]) then
      raise exception 'On legal hold' using errcode = '55006';
    end if;
  end if;
  return old;
end $$;
revoke all on function hub.keep_what_is_held() from public;

do $$
declare
  t text;
begin
  -- Who may see a case changes every day and is no record; intelligence says below which cases it is about.
  for t in select distinct c.table_name from information_schema.columns c join pg_class k on k.relname = c.table_name and k.relnamespace = 'hub'::regnamespace and k.relkind = 'r'
    where c.table_schema = 'hub' and (c.column_name in ('case_id', 'report_id') or c.table_name in ('case_file', 'held_person'))
      and c.table_name not in ('case_access', 'case_principal', 'access_wall', 'audit_entry', 'intelligence_report', 'person_record') loop
    execute format('create trigger keep_what_is_held before delete on hub.%I for each row execute function hub.keep_what_is_held()', t);
  end loop;
end $$;

create function hub.keep_intelligence_held() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  if exists (select 1 from unnest(old.case_ids) c(id) where hub.held(old.partnership_id, c.id, null, null)) or exists (select 1 from unnest(old.party_ids) c(id) where hub.held(old.partnership_id, null, null, c.id)) then
    raise exception 'On legal hold' using errcode = '55006';
  end if;
  return old;
end $$;
revoke all on function hub.keep_intelligence_held() from public;
create trigger keep_what_is_held before delete on hub.intelligence_report for each row execute function hub.keep_intelligence_held();

-- Who sees what a review or a hold is about.
create function hub.sees_kept(of_partnership uuid, of_kind text, of_subject uuid) returns boolean
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
    when 'audit_entry' then return 'auditor' = any (hub.actor_roles());
    when 'person' then
      select x.source, x.agency_id, x.case_id, x.report_id into r from hub.person_record x where x.partnership_id = of_partnership and x.id = of_subject;
      return coalesce(case when r.source = 'held' then r.agency_id = agency else hub.sees_either(of_partnership, r.case_id, r.report_id) end, false);
    else return false;
  end case;
end $$;
revoke all on function hub.sees_kept(uuid, text, uuid) from public;
grant execute on function hub.sees_kept(uuid, text, uuid) to hub_app;

-- What may be due: facts for the rule, which is worked out in the program. Nothing that waits, is on hold or was kept until a later day.
create function hub.retention_candidates(of_partnership uuid, of_kind text, counted_before date, of_outcomes text[], today date, after_day date, after_id uuid, most int)
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
revoke all on function hub.retention_candidates(uuid, text, date, text[], date, date, uuid, int) from public;
grant execute on function hub.retention_candidates(uuid, text, date, text[], date, date, uuid, int) to hub_worker;

-- Reviews whose record was opened again, moved on, or went another way.
create function hub.close_idle_reviews(of_partnership uuid) returns int
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  closed int;
begin
  update hub.retention_item i set state = 'gone' where i.partnership_id = of_partnership and i.state = 'waiting' and i.kind <> 'audit_entry' and not (case
    when i.kind in ('case', 'case_no_action', 'file', 'risk_assessment', 'message') then exists (select 1 from hub.case_file c where c.partnership_id = i.partnership_id and c.id = i.subject_id and c.state = 'closed' and (c.closed_at at time zone 'Europe/London')::date = i.counted_from)
    when i.kind = 'report_not_taken' then exists (select 1 from hub.report r where r.partnership_id = i.partnership_id and r.id = i.subject_id and r.case_id is null and r.state in ('no_further_action', 'closed', 'merged'))
    when i.kind = 'held_person' then exists (select 1 from hub.held_person h where h.partnership_id = i.partnership_id and h.id = i.subject_id and (h.changed_at at time zone 'Europe/London')::date = i.counted_from)
    when i.kind = 'disclosure' then exists (select 1 from hub.disclosure d where d.partnership_id = i.partnership_id and d.id = i.subject_id)
    else exists (select 1 from hub.information_request q where q.partnership_id = i.partnership_id and q.id = i.subject_id and q.closed_at is not null) end);
  get diagnostics closed = row_count;
  return closed;
end $$;
revoke all on function hub.close_idle_reviews(uuid) from public;
grant execute on function hub.close_idle_reviews(uuid) to hub_worker;

-- Deletion. What hangs on what: every foreign key; every case_id and report_id; and what no key says.
create function hub.hangs_on(of_parent text) returns table (child text, by_column text, loosened boolean)
language sql stable security definer set search_path = hub, pg_temp as $$
  with said(child, by_column, parent, loosened) as (values
    ('disclosure_item', 'disclosure_id', 'disclosure', false), ('disclosure_receipt', 'disclosure_id', 'disclosure', false), ('disclosure_notice', 'disclosure_id', 'disclosure', false),
    ('panel_paper_given', 'disclosure_id', 'disclosure', false), ('receiver_deletion', 'disclosure_id', 'disclosure', true), ('task', 'disclosure_id', 'disclosure', true), ('case_transfer', 'disclosure_id', 'disclosure', false),
    ('request_message', 'request_id', 'information_request', false), ('request_escalation', 'request_id', 'information_request', false), ('request_case', 'request_id', 'information_request', false), ('disclosure', 'request_id', 'information_request', true),
    ('report', 'merged_into', 'report', false), ('report_draft', 'submitted_report_id', 'report', false), ('intelligence_report', 'report_id', 'report', true), ('demo_delivery', 'id', 'outbox', false),
    ('letter', 'evidence_id', 'evidence', true), ('bundle', 'evidence_id', 'evidence', true), ('bundle_item', 'source_id', 'evidence', false), ('bundle_item', 'bundle_id', 'bundle', false),
    ('panel_meeting', 'item_id', 'panel_item', true), ('panel_action', 'item_id', 'panel_item', false), ('panel_action', 'task_id', 'task', true), ('review_event', 'review_id', 'asb_review', false), ('review_recommendation', 'review_id', 'asb_review', false),
    ('person_asked', 'record_id', 'party', false), ('person_asked', 'held_record_id', 'party', false), ('person_asked', 'record_id', 'held_person', false), ('person_asked', 'held_record_id', 'held_person', false)),
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
revoke all on function hub.hangs_on(text) from public;

-- Deletes rows and everything that hangs on them, queues their files, and adds to the tally: how many of what, and one hash over all.
create function hub.erase(of_partnership uuid, of_table text, of_ids uuid[], for_tombstone uuid, tally jsonb) returns jsonb
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  h record;
  has_id boolean;
  ids uuid[];
  said jsonb := tally;
  file_column text;
  queued bigint;
begin
  if coalesce(cardinality(of_ids), 0) = 0 then
    return said;
  end if;
  if of_table = 'case_file' then
    said := hub.erase(of_partnership, 'information_request', array(select rc.request_id from hub.request_case rc where rc.partnership_id = of_partnership and rc.case_id = any (of_ids)), for_tombstone, said);
  end if;
  for h in select * from hub.hangs_on(of_table) order by loosened desc, child, by_column loop
    if h.loosened then
      execute format('update hub.%I set %I = null where partnership_id = $1 and %I = any ($2)', h.child, h.by_column, h.by_column) using of_partnership, of_ids;
      continue;
    end if;
    has_id := exists (select 1 from pg_attribute a where a.attrelid = ('hub.' || quote_ident(h.child))::regclass and a.attname = 'id' and not a.attisdropped);
    if has_id then
      execute format('select coalesce(array_agg(id), ''{}'') from hub.%I where partnership_id = $1 and %I = any ($2)%s', h.child, h.by_column, case when h.child = of_table then ' and id <> all ($2)' else '' end || case when h.by_column = 'merged_into' then ' and case_id is null' else '' end) into ids using of_partnership, of_ids;
      said := hub.erase(of_partnership, h.child, ids, for_tombstone, said);
    else
      said := hub.take_rows(of_partnership, h.child, h.by_column, of_ids, said);
    end if;
  end loop;
  if of_table = 'report' then
    update hub.report r set merged_into = null where r.partnership_id = of_partnership and r.merged_into = any (of_ids) and r.id <> all (of_ids);
  end if;
  for file_column in select a.attname from pg_attribute a where a.attrelid = ('hub.' || quote_ident(of_table))::regclass and a.attname in ('sealed_key', 'copy_key') and not a.attisdropped loop
    execute format('insert into hub.file_removal select partnership_id, %1$I, $3, now() from hub.%2$I where partnership_id = $1 and id = any ($2) and %1$I <> '''' on conflict do nothing', file_column, of_table) using of_partnership, of_ids, for_tombstone;
    get diagnostics queued = row_count;
    said := jsonb_set(said, '{files}', to_jsonb(coalesce((said ->> 'files')::bigint, 0) + queued));
  end loop;
  return hub.take_rows(of_partnership, of_table, 'id', of_ids, said);
end $$;

create function hub.take_rows(of_partnership uuid, of_table text, by_column text, of_ids uuid[], tally jsonb) returns jsonb
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  gone bigint;
  words text;
begin
  execute format('with taken as (delete from hub.%1$I where partnership_id = $1 and %2$I = any ($2) returning to_jsonb(%1$I)::text as words)
    select count(*), coalesce(string_agg(encode(sha256(convert_to(words, ''UTF8'')), ''hex''), '''' order by words), '''') from taken', of_table, by_column) into gone, words using of_partnership, of_ids;
  if gone = 0 then
    return tally;
  end if;
  return jsonb_set(jsonb_set(tally, array['rows', of_table], to_jsonb(coalesce((tally #>> array['rows', of_table])::bigint, 0) + gone)),
    '{sha}', to_jsonb(encode(sha256(convert_to((tally ->> 'sha') || of_table || words, 'UTF8')), 'hex')));
end $$;
revoke all on function hub.erase(uuid, text, uuid[], uuid, jsonb), hub.take_rows(uuid, text, text, uuid[], jsonb) from public;

-- The oldest part of the trail, up to the first entry of the day or of anything on hold. The chain goes on from its last link.
create function hub.cut_audit(of_partnership uuid, before_day date, for_tombstone uuid) returns jsonb
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  last_seq bigint;
  last_chain text;
  gone bigint;
begin
  select min(s.seq) - 1 into last_seq from hub.audit_entry e join hub.audit_seal s on s.partnership_id = e.partnership_id and s.entry_id = e.id
  where e.partnership_id = of_partnership and (e.at >= before_day::timestamp at time zone 'Europe/London' or exists (
    select 1 from hub.legal_hold h where h.partnership_id = of_partnership and h.lifted_at is null and (h.subject_id in (e.case_id, e.subject_id)
      or (h.subject_kind = 'person' and exists (select 1 from hub.person_record a join hub.person_record b on b.partnership_id = a.partnership_id and b.person_id = a.person_id
        where a.partnership_id = of_partnership and a.id = h.subject_id and e.subject_id in (b.id, b.report_id, b.case_id))))));
  select s.seq, s.chain into last_seq, last_chain from hub.audit_seal s where s.partnership_id = of_partnership and s.seq <= last_seq order by s.seq desc limit 1;
  if not found then
    return jsonb_build_object('rows', '{}'::jsonb, 'sha', '', 'files', 0);
  end if;
  delete from hub.audit_entry e using hub.audit_seal s where s.partnership_id = of_partnership and s.seq <= last_seq and e.partnership_id = s.partnership_id and e.id = s.entry_id;
  get diagnostics gone = row_count;
  delete from hub.audit_seal s where s.partnership_id = of_partnership and s.seq <= last_seq;
  insert into hub.audit_cut values (of_partnership, last_seq, last_chain, gone, for_tombstone, now());
  return jsonb_build_object('rows', jsonb_build_object('audit_entry', gone), 'sha', last_chain, 'files', 0, 'seq', last_seq);
end $$;
revoke all on function hub.cut_audit(uuid, date, uuid) from public;

-- The one way to delete what is kept by rule: a person who reviewed it, for a reason. Says 'deleted', or why not.
create function hub.delete_reviewed(of_item uuid, tombstone uuid, why text) returns table (outcome text, rows_deleted int, files int, content_sha256 text, cut_seq bigint)
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
  else
    its_reference := to_char(i.counted_from, 'YYYY-MM-DD');
    still := i.counted_from <= (now() - interval '6 years')::date;
  end if;
  if not coalesce(still, false) then
    return query select 'changed', 0, 0, '', null::bigint;
    return;
  end if;
  if hub.held(p, in_case, in_report, in_record) then
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
revoke all on function hub.delete_reviewed(uuid, uuid, text) from public;
grant execute on function hub.delete_reviewed(uuid, uuid, text) to hub_app;

-- What a deletion would take, for whoever reviews it: how many of what.
create function hub.would_delete(of_item uuid) returns table (what text, number int)
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
    union all select 'Entries of the trail', count(*), 13 from hub.audit_entry x where i.kind = 'audit_entry' and x.partnership_id = p and x.at < i.counted_from::timestamp at time zone 'Europe/London') n
  where n.number > 0 order by n.place;
end $$;
revoke all on function hub.would_delete(uuid) from public;
grant execute on function hub.would_delete(uuid) to hub_app;

-- Receivers of what has ended or was withdrawn, once each, if they ever opened it.
create function hub.ask_receivers(of_partnership uuid, due date) returns int
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  asked int;
begin
  insert into hub.receiver_deletion (partnership_id, id, disclosure_id, reference, from_agency, to_agency, to_account, why, asked_at, due_on)
  select d.partnership_id, gen_random_uuid(), d.id, d.reference, d.from_agency, d.to_agency, d.to_account, case when d.withdrawn_at is null then 'ended' else 'withdrawn' end, now(), due
  from hub.disclosure d where d.partnership_id = of_partnership and d.decision = 'given' and d.to_agency is not null and (d.withdrawn_at is not null or d.valid_until <= now())
    and exists (select 1 from hub.disclosure_receipt x where x.partnership_id = d.partnership_id and x.disclosure_id = d.id)
    and not exists (select 1 from hub.receiver_deletion x where x.partnership_id = d.partnership_id and x.reference = d.reference)
  on conflict do nothing;
  get diagnostics asked = row_count;
  return asked;
end $$;
revoke all on function hub.ask_receivers(uuid, date) from public;
grant execute on function hub.ask_receivers(uuid, date) to hub_worker;

-- Files to take out of the store: those that no row names any more. A file that is named elsewhere stays.
create function hub.files_to_remove(most int) returns table (partnership_id uuid, key text, named boolean)
language sql stable security definer set search_path = hub, pg_temp as $$
  select f.partnership_id, f.key, exists (select 1 from hub.evidence e where f.key in (e.sealed_key, e.copy_key)) or exists (select 1 from hub.disclosure_item i where i.copy_key = f.key)
  from hub.file_removal f order by f.queued_at limit most
$$;
revoke all on function hub.files_to_remove(int) from public;
grant execute on function hub.files_to_remove(int) to hub_worker;

do $$
declare
  t text;
begin
  foreach t in array array['retention_rule', 'retention_reviewer', 'retention_item', 'legal_hold', 'tombstone', 'file_removal', 'receiver_deletion', 'audit_cut'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;
create policy read on hub.retention_rule for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff');
create policy add on hub.retention_rule for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy change on hub.retention_rule for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy worker on hub.retention_rule for select to hub_worker using (true);

create policy read on hub.retention_reviewer for select to hub_app using (partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()));
create policy name on hub.retention_reviewer for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and named_by = (select hub.actor_account()) and (select hub.actor_roles()) && array['supervisor', 'coordinator']
  and exists (select 1 from hub.account a where a.partnership_id = retention_reviewer.partnership_id and a.id = retention_reviewer.account_id and a.agency_id = retention_reviewer.agency_id
    and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('supervisor', 'coordinator'))));
create policy rename on hub.retention_reviewer for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and (select hub.actor_roles()) && array['supervisor', 'coordinator'])
  with check (named_by = (select hub.actor_account())
    and exists (select 1 from hub.account_role r where r.partnership_id = retention_reviewer.partnership_id and r.account_id = retention_reviewer.account_id and r.role in ('supervisor', 'coordinator')));
create policy worker on hub.retention_reviewer for select to hub_worker using (true);

-- Auditors see that reviews are made and how they end; what they are about follows the record.
create policy read on hub.retention_item for select to hub_app using (
  case when partnership_id = (select hub.actor_auditor_of()) then true
    else partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and (select hub.actor_roles()) && array['supervisor', 'coordinator']
      and (state = 'deleted' or hub.sees_kept(partnership_id, kind, subject_id)) end);
create policy review on hub.retention_item for update to hub_app using (
  state = 'waiting' and partnership_id = (select hub.actor_partnership()) and case when kind = 'audit_entry' then (select hub.actor_roles()) && array['auditor']
    else agency_id = (select hub.actor_case_agency()) and (select hub.actor_roles()) && array['supervisor', 'coordinator'] and hub.sees_kept(partnership_id, kind, subject_id) end)
  -- Deletion has one way of its own: hub.delete_reviewed.
  with check (state in ('waiting', 'kept') and (state = 'waiting' or (decided_by = (select hub.actor_account()) and reviewer_id = (select hub.actor_account()))));
create policy worker on hub.retention_item to hub_worker using (true) with check (state in ('waiting', 'gone'));

create policy read on hub.legal_hold for select to hub_app using (
  case when partnership_id = (select hub.actor_auditor_of()) then true else partnership_id = (select hub.actor_partnership()) and hub.sees_kept(partnership_id, subject_kind, subject_id) end);
create policy place on hub.legal_hold for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and placed_by = (select hub.actor_account()) and lifted_at is null
  and (select hub.actor_roles()) && array['officer', 'supervisor', 'coordinator'] and hub.sees_kept(partnership_id, subject_kind, subject_id));
create policy lift on hub.legal_hold for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and lifted_at is null and agency_id = (select hub.actor_case_agency()) and (select hub.actor_roles()) && array['supervisor', 'coordinator'] and hub.sees_kept(partnership_id, subject_kind, subject_id))
  with check (lifted_at is null or (lifted_by = (select hub.actor_account()) and length(trim(lifted_why)) > 2));
create policy worker on hub.legal_hold for select to hub_worker using (true);

create policy read on hub.tombstone for select to hub_app using (
  case when partnership_id = (select hub.actor_auditor_of()) then true
    else partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and (select hub.actor_roles()) && array['supervisor', 'coordinator'] end);
create policy worker on hub.file_removal to hub_worker using (true);

create policy read on hub.receiver_deletion for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (
    (to_agency = (select hub.actor_case_agency()) and (to_account is null or to_account = (select hub.actor_account()) or (select hub.actor_roles()) && array['supervisor', 'coordinator']))
    or (from_agency = (select hub.actor_case_agency()) and case when disclosure_id is null then (select hub.actor_roles()) && array['supervisor', 'coordinator']
      else exists (select 1 from hub.disclosure d where d.partnership_id = receiver_deletion.partnership_id and d.id = receiver_deletion.disclosure_id offset 0) end)));
create policy answer on hub.receiver_deletion for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and answer is null and to_agency = (select hub.actor_case_agency())
  and (to_account is null or to_account = (select hub.actor_account()) or (select hub.actor_roles()) && array['supervisor', 'coordinator']))
  with check (answered_by = (select hub.actor_account()) and answer is not null);
create policy read on hub.audit_cut for select to hub_app using (partnership_id = (select hub.actor_auditor_of()));

grant select, insert on hub.retention_rule, hub.retention_reviewer, hub.legal_hold to hub_app;
grant update (in_force_to) on hub.retention_rule to hub_app;
grant update (account_id, named_by, named_at) on hub.retention_reviewer to hub_app;
grant select on hub.retention_item, hub.tombstone, hub.receiver_deletion, hub.audit_cut to hub_app;
grant update (reviewer_id, state, keep_until, reason, decided_by, decided_at) on hub.retention_item to hub_app;
grant update (lifted_by, lifted_at, lifted_why, review_on) on hub.legal_hold to hub_app;
grant update (answer, words, answered_by, answered_at) on hub.receiver_deletion to hub_app;
grant select on hub.retention_rule, hub.retention_reviewer to hub_worker;
grant select, insert on hub.retention_item to hub_worker;
grant update (state) on hub.retention_item to hub_worker;
grant select, delete on hub.file_removal to hub_worker;
grant select on hub.legal_hold to hub_worker;

-- How far back the trail reaches, for the worker that asks an auditor to look at what is older than the rule says.
create function hub.trail_begins(of_partnership uuid) returns date
language sql stable security definer set search_path = hub, pg_temp as $$
  select (min(e.at) at time zone 'Europe/London')::date from hub.audit_entry e where e.partnership_id = of_partnership
$$;
revoke all on function hub.trail_begins(uuid) from public;
grant execute on function hub.trail_begins(uuid) to hub_worker;

-- Partnerships that are here already start with these; an area changes them in Administration.
insert into hub.retention_rule (partnership_id, id, kind, months, minors_to_age, outcomes, source, in_force_from)
select p.id, gen_random_uuid(), r.kind, r.months, r.minors_to_age::int, r.outcomes::text[], r.source, '2020-01-01'
from hub.partnership p cross join (values
  ('case', 72, 25, '{}', 'Limitation Act 1980: six years for most claims; longer for children'),
  ('case_no_action', 24, null, '{"We could not find enough to act on","It is not antisocial behaviour"}', 'The hub’s own starting value; your board decides'),
  ('report_not_taken', 12, null, '{}', 'The hub’s own starting value; your board decides'), ('held_person', 24, null, '{}', 'The hub’s own starting value; your board decides'),
  ('file', 36, null, '{}', 'The hub’s own starting value; your board decides'), ('risk_assessment', 72, 25, '{}', 'As long as the case'), ('message', 36, null, '{}', 'The hub’s own starting value; your board decides'),
  ('disclosure', 72, null, '{}', 'As long as a claim about it can be brought: Limitation Act 1980'), ('request', 24, null, '{}', 'The hub’s own starting value; your board decides'),
  ('audit_entry', 84, null, '{}', 'Who looked at what: six years at least')) as r(kind, months, minors_to_age, outcomes, source);

-- Who has looked at a report, for those who see it; of one in a case the policy of the case says so.
create policy report on hub.audit_entry for select to hub_app using (subject_kind = 'report' and case_id is null and hub.sees_report(partnership_id, subject_id));
