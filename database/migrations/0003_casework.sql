-- Reports, cases and all that belongs to them.

-- A report being written. Opened only by its secret; thrown away when sent or left for 28 days.
create table hub.report_draft (
  partnership_id uuid not null,
  id uuid not null,
  secret_hash bytea not null unique,
  answers jsonb not null default '{}',
  taken_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  submitted_report_id uuid,
  primary key (partnership_id, id)
);
create index report_draft_age on hub.report_draft (updated_at);

create table hub.report (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  -- the private link: its hash finds the report, the sealed secret lets the outbox write the link into a message
  link_hash bytea not null unique,
  link_sealed text not null,
  agency_id uuid not null,
  team_id uuid,
  case_id uuid,
  state text not null default 'new' check (state in ('new', 'in_case', 'referred', 'no_further_action', 'merged', 'closed')),
  restricted boolean not null default false,
  channel text not null check (channel in ('web', 'phone', 'desk', 'trusted', 'api')),
  taken_by uuid,
  received_at timestamptz not null,
  priority text not null default 'standard' check (priority in ('standard', 'urgent')),
  priority_reason text not null default '',
  hate boolean not null default false,
  title text not null,
  category_id uuid,
  -- their own words, never edited
  words text not null,
  wants text not null default '',
  happened_on date,
  happened_words text not null default '',
  frequency text not null default '',
  impact_words text not null default '',
  answers jsonb not null default '{}',
  anonymous boolean not null default false,
  place_id uuid,
  place_words text not null default '',
  lat double precision, lon double precision, easting double precision, northing double precision,
  cell text,
  area_ids uuid[] not null default '{}',
  -- triage clock
  answer_by timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text,
  merged_into uuid,
  referred_from uuid,
  -- silence clock: when the person last heard something that meant something, and by when they hear next
  last_told_at timestamptz,
  next_told_by timestamptz,
  told_it_times int not null default 1,
  closed_at timestamptz,
  reopened_at timestamptz,
  primary key (partnership_id, id)
);
create unique index report_reference on hub.report (partnership_id, reference);
create index report_triage on hub.report (partnership_id, agency_id, answer_by) where state = 'new';
create index report_case on hub.report (partnership_id, case_id);
create index report_merged on hub.report (partnership_id, merged_into) where merged_into is not null;
create index report_cell on hub.report (partnership_id, cell, received_at desc);
create index report_received on hub.report (partnership_id, agency_id, received_at desc);
create index report_silence on hub.report (partnership_id, next_told_by) where next_told_by is not null and closed_at is null;

-- A person, group or someone not yet named, as one agency recorded them in one report or case.
create table hub.party (
  partnership_id uuid not null,
  id uuid not null,
  agency_id uuid not null,
  report_id uuid,
  case_id uuid,
  role text not null check (role in ('complainant', 'victim', 'witness', 'alleged', 'other')),
  kind text not null default 'person' check (kind in ('person', 'group', 'unknown')),
  name text not null default '',
  name_key text collate "C" not null default '',
  born_on date,
  age_words text not null default '',
  under_18 boolean not null default false,
  description text not null default '',
  vulnerability text not null default '',
  phone text, email text, address text, postcode text,
  -- how and when it is safe: { routes: ['text','email','phone','letter','link'], never: '...', note: '...', plain: true }
  safe_contact jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by uuid,
  primary key (partnership_id, id)
);
create index party_report on hub.party (partnership_id, report_id);
create index party_case on hub.party (partnership_id, case_id);
create index party_name on hub.party (partnership_id, name_key) where name_key <> '';
create index party_name_part on hub.party using gin (name_key hub.gin_trgm_ops) where name_key <> '';

create table hub.case_file (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  title text not null,
  agency_id uuid not null,
  team_id uuid,
  owner_id uuid,
  state text not null default 'open' check (state in ('open', 'closed')),
  stage text not null default 'investigating' check (stage in ('investigating', 'acting', 'monitoring')),
  restricted boolean not null default false,
  category_id uuid,
  risk_band text,
  risk_score int,
  risk_of int,
  review_on date,
  supervisor_review_on date,
  warning text not null default '',
  place_words text not null default '',
  lat double precision, lon double precision, easting double precision, northing double precision,
  cell text,
  opened_at timestamptz not null,
  opened_by uuid,
  closed_at timestamptz,
  closed_by uuid,
  outcome text,
  outcome_reason text,
  lessons text,
  cost_pounds numeric(10, 2),
  primary key (partnership_id, id)
);
create unique index case_reference on hub.case_file (partnership_id, reference);
create index case_agency on hub.case_file (partnership_id, agency_id, opened_at desc);
create index case_owner on hub.case_file (partnership_id, owner_id, opened_at desc);
create index case_review on hub.case_file (partnership_id, owner_id, review_on) where state = 'open' and review_on is not null;
create index case_supervisor_review on hub.case_file (partnership_id, agency_id, supervisor_review_on) where state = 'open' and supervisor_review_on is not null;
create index case_cell on hub.case_file (partnership_id, cell);
create index case_title on hub.case_file using gin (lower(title) hub.gin_trgm_ops);
create index case_title_open on hub.case_file using gin (lower(title) hub.gin_trgm_ops) where state = 'open';

-- Named people or teams who may see a restricted case (and any case, always).
create table hub.case_principal (
  partnership_id uuid not null,
  case_id uuid not null,
  principal_id uuid not null,
  kind text not null check (kind in ('account', 'team')),
  added_by uuid,
  added_at timestamptz not null default now(),
  primary key (partnership_id, case_id, principal_id)
);

-- A conflict of interest: this person may not see this case, whatever else says so.
create table hub.access_wall (
  partnership_id uuid not null,
  account_id uuid not null,
  case_id uuid not null,
  reason text not null,
  raised_by uuid,
  raised_at timestamptz not null default now(),
  primary key (partnership_id, account_id, case_id)
);

-- Which principal may see which case until when: kept by hub.refresh_case_access, read by every policy.
create table hub.case_access (
  partnership_id uuid not null,
  case_id uuid not null,
  principal_id uuid not null,
  opened_at timestamptz not null,
  valid_until timestamptz not null,
  primary key (partnership_id, case_id, principal_id) include (valid_until)
);
create index case_access_list on hub.case_access (partnership_id, principal_id, opened_at desc, case_id desc) include (valid_until);

create table hub.incident (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid,
  report_id uuid,
  happened_at timestamptz not null,
  words text not null,
  place_words text not null default '',
  lat double precision, lon double precision, easting double precision, northing double precision,
  cell text,
  created_at timestamptz not null default now(),
  created_by uuid,
  primary key (partnership_id, id)
);
create index incident_case on hub.incident (partnership_id, case_id, happened_at desc);
create index incident_report on hub.incident (partnership_id, report_id, happened_at desc);

-- The chronology: one line for everything that happened.
create table hub.chronology (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid,
  report_id uuid,
  at timestamptz not null,
  kind text not null check (kind in ('note', 'call', 'visit', 'incident', 'decision', 'contact', 'shared', 'file', 'task', 'risk', 'promise', 'state')),
  words text not null,
  by_account uuid,
  by_agency uuid,
  by_words text not null default '',
  -- who reads it: everyone who sees the case, or the writing agency alone
  audience text not null default 'case' check (audience in ('case', 'agency')),
  -- the person who reported learned something that meant something
  told boolean not null default false,
  missed boolean not null default false,
  -- what the person who reported reads of this entry; null means nothing
  resident_words text,
  primary key (partnership_id, id)
);
create index chronology_case on hub.chronology (partnership_id, case_id, at desc);
create index chronology_report on hub.chronology (partnership_id, report_id, at desc);

create table hub.heard_receipt (
  partnership_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  version int not null,
  points text[] not null,
  wants text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  answer text check (answer in ('right', 'wrong')),
  correction text,
  answered_at timestamptz,
  primary key (partnership_id, id)
);
create unique index heard_receipt_version on hub.heard_receipt (partnership_id, report_id, version);

-- A promise in versions; the newest is in force, the older stay readable.
create table hub.promise (
  partnership_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  version int not null,
  cannot text not null default '',
  cannot_why text not null default '',
  change_words text not null default '',
  made_by uuid not null,
  made_at timestamptz not null,
  superseded_at timestamptz,
  primary key (partnership_id, id)
);
create unique index promise_version on hub.promise (partnership_id, report_id, version);

-- One line of a promise. line_id is the same through the versions, so a moved date keeps its history.
create table hub.promise_line (
  partnership_id uuid not null,
  id uuid not null,
  promise_id uuid not null,
  report_id uuid not null,
  line_id uuid not null,
  position int not null,
  who text not null,
  what text not null,
  due_at timestamptz not null,
  first_due_at timestamptz not null,
  state text not null default 'due' check (state in ('due', 'kept', 'missed', 'withdrawn')),
  kept_at timestamptz,
  kept_words text,
  missed_at timestamptz,
  missed_why text,
  lost_words text,
  primary key (partnership_id, id)
);
create index promise_line_promise on hub.promise_line (partnership_id, promise_id, position);
create index promise_line_report on hub.promise_line (partnership_id, report_id);
create index promise_line_due on hub.promise_line (partnership_id, due_at) where state = 'due';

-- Messages between the person who reported and the hub.
create table hub.message (
  partnership_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  automatic boolean not null default false,
  words text not null,
  author_id uuid,
  at timestamptz not null,
  read_at timestamptz,
  read_by uuid,
  primary key (partnership_id, id)
);
create index message_report on hub.message (partnership_id, report_id, at);
create index message_unread on hub.message (partnership_id, report_id) where direction = 'in' and read_at is null;

-- What leaves the hub. The worker sends each once; {link} in the body becomes the private link only when it is sent.
create table hub.outbox (
  partnership_id uuid not null,
  id uuid not null,
  report_id uuid,
  account_id uuid,
  channel text not null check (channel in ('email', 'sms', 'letter')),
  address text not null,
  subject text not null default '',
  body text not null,
  unbranded boolean not null default false,
  automatic boolean not null default true,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'held')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  locked_until timestamptz,
  error_code text,
  provider_id text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (partnership_id, id)
);
create index outbox_waiting on hub.outbox (next_attempt_at) where state in ('waiting', 'sending');
create index outbox_report on hub.outbox (partnership_id, report_id);

-- What the demo's sender would have sent; id is the outbox message, so a second sending changes nothing.
create table hub.demo_delivery (
  partnership_id uuid not null,
  id uuid not null,
  channel text not null,
  address text not null,
  subject text not null,
  body text not null,
  delivered_at timestamptz not null default now(),
  primary key (partnership_id, id)
);
create index demo_delivery_at on hub.demo_delivery (partnership_id, delivered_at desc);

create table hub.confidence (
  partnership_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  moment text not null check (moment in ('report', 'midpoint', 'closure')),
  -- 1 (not at all) to 5 (completely)
  report_again int check (report_again between 1 and 5),
  felt_heard int check (felt_heard between 1 and 5),
  knew_next int check (knew_next between 1 and 5),
  words text not null default '',
  at timestamptz not null,
  primary key (partnership_id, id)
);
create unique index confidence_moment on hub.confidence (partnership_id, report_id, moment);

-- Overdue silence, seen by one level after another.
create table hub.escalation (
  partnership_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  agency_id uuid not null,
  reason text not null check (reason in ('triage', 'silence', 'promise', 'reopened')),
  level text not null check (level in ('officer', 'supervisor', 'portfolio')),
  due_at timestamptz not null,
  raised_at timestamptz not null,
  cleared_at timestamptz,
  primary key (partnership_id, id)
);
create unique index escalation_once on hub.escalation (partnership_id, report_id, reason, level, due_at);
create index escalation_open on hub.escalation (partnership_id, agency_id, level) where cleared_at is null;

create table hub.risk_template (
  partnership_id uuid not null,
  id uuid not null,
  name text not null,
  version int not null,
  -- shape in src/risk/schema.ts: questions with options and points, bands with cut points and review days
  questions jsonb not null,
  bands jsonb not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);
create unique index risk_template_version on hub.risk_template (partnership_id, name, version);

create table hub.risk_assessment (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  party_id uuid,
  template_id uuid not null,
  answers jsonb not null,
  score int not null,
  out_of int not null,
  scored_band text not null,
  band text not null,
  judgement text not null default '',
  review_on date not null,
  supervisor_review_on date,
  assessed_by uuid not null,
  assessed_at timestamptz not null,
  -- An officer's wish for a lower band than the score gives: the scored band holds until a supervisor answers.
  proposed_band text,
  approval text check (approval in ('asked', 'approved', 'refused')),
  approval_by uuid,
  approval_at timestamptz,
  approval_words text,
  primary key (partnership_id, id),
  check ((proposed_band is null) = (approval is null))
);
create index risk_assessment_case on hub.risk_assessment (partnership_id, case_id, assessed_at desc);
create index risk_assessment_asked on hub.risk_assessment (partnership_id, case_id) where approval = 'asked';
create index risk_assessment_answered on hub.risk_assessment (partnership_id, assessed_by, approval_at desc) where approval in ('approved', 'refused');

create table hub.task_template (
  partnership_id uuid not null,
  id uuid not null,
  title text not null,
  brief text not null default '',
  amount int not null,
  unit text not null check (unit in ('working_days', 'hours')),
  category_id uuid,
  position int not null default 0,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- A task belongs to a case; the agency asked sees the task and its disclosure, not the case.
create table hub.task (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  case_id uuid not null,
  title text not null,
  brief text not null default '',
  agency_id uuid not null,
  assignee_id uuid,
  asked_by uuid not null,
  asked_agency uuid not null,
  disclosure_id uuid,
  due_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'accepted', 'started', 'done', 'declined', 'cancelled')),
  answer text not null default '',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  done_at timestamptz,
  primary key (partnership_id, id)
);
create unique index task_reference on hub.task (partnership_id, reference);
create index task_case on hub.task (partnership_id, case_id);
create index task_asked on hub.task (partnership_id, asked_by, updated_at desc);
create index task_assignee on hub.task (partnership_id, assignee_id, due_at) where state in ('asked', 'accepted', 'started');
create index task_agency on hub.task (partnership_id, agency_id, due_at) where state in ('asked', 'accepted', 'started');

-- The disclosure ledger. scope 'items': copies of the chosen facts; scope 'case': the whole case, worked jointly.
create table hub.gateway (
  partnership_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  words text not null,
  source text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

create table hub.disclosure (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  case_id uuid not null,
  from_agency uuid not null,
  -- null where someone who is no partner asked and was refused: asker_words says who
  to_agency uuid,
  to_account uuid,
  asker_words text not null default '',
  scope text not null default 'items' check (scope in ('items', 'case')),
  purpose text not null,
  gateway_id uuid,
  necessity text not null,
  caveat text not null default '',
  withheld text not null default '',
  decision text not null check (decision in ('given', 'refused')),
  refusal_reason text,
  decided_by uuid not null,
  decided_at timestamptz not null,
  valid_until timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_reason text,
  primary key (partnership_id, id),
  check (case decision when 'given' then to_agency is not null and gateway_id is not null else refusal_reason is not null end)
);
create unique index disclosure_reference on hub.disclosure (partnership_id, reference);
create index disclosure_case on hub.disclosure (partnership_id, case_id);
create index disclosure_to on hub.disclosure (partnership_id, to_agency, decided_at desc);

create table hub.disclosure_item (
  partnership_id uuid not null,
  id uuid not null,
  disclosure_id uuid not null,
  kind text not null,
  label text not null,
  words text not null,
  subject_id uuid,
  position int not null default 0,
  primary key (partnership_id, id)
);
create index disclosure_item_of on hub.disclosure_item (partnership_id, disclosure_id, position);

create table hub.evidence (
  partnership_id uuid not null,
  id uuid not null,
  draft_id uuid,
  report_id uuid,
  case_id uuid,
  name text not null,
  kind text not null check (kind in ('photo', 'video', 'sound', 'document')),
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  sealed_key text not null,
  copy_key text,
  copy_type text,
  copy_state text not null default 'waiting' check (copy_state in ('waiting', 'ready', 'none', 'refused')),
  received_at timestamptz not null default now(),
  received_from text not null check (received_from in ('resident', 'staff', 'hub')),
  received_by uuid,
  primary key (partnership_id, id)
);
create index evidence_draft on hub.evidence (partnership_id, draft_id);
create index evidence_report on hub.evidence (partnership_id, report_id);
create index evidence_case on hub.evidence (partnership_id, case_id);
create index evidence_waiting on hub.evidence (received_at) where copy_state = 'waiting';

create table hub.letter_template (
  partnership_id uuid not null,
  id uuid not null,
  name text not null,
  use text not null check (use in ('letter', 'message')),
  subject text not null,
  body text not null,
  in_force_from date not null,
  in_force_to date,
  position int not null default 0,
  primary key (partnership_id, id)
);

create table hub.letter (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  party_id uuid,
  template_id uuid,
  subject text not null,
  body text not null,
  evidence_id uuid,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (partnership_id, id)
);
create index letter_case on hub.letter (partnership_id, case_id, written_at desc);

-- A list that someone keeps, by its address.
create table hub.saved_list (
  partnership_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  address text not null,
  created_at timestamptz not null default now(),
  primary key (partnership_id, id)
);

-- Police.uk street data. Rows are kept as (file, row), because a third of ASB rows are identical to another.
create table hub.import_run (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('boundaries', 'police')),
  file_name text not null,
  file_sha256 text not null,
  state text not null check (state in ('running', 'done', 'failed')),
  rows_read int not null default 0,
  rows_kept int not null default 0,
  rows_bad int not null default 0,
  bad jsonb not null default '[]',
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (partnership_id, id)
);
create unique index import_run_file on hub.import_run (partnership_id, kind, file_sha256) where state = 'done';

create table hub.police_incident (
  partnership_id uuid not null,
  import_id uuid not null,
  row_number int not null,
  month date not null,
  category text not null,
  location text not null default '',
  lsoa_code text,
  lsoa_name text,
  crime_id text,
  outcome text,
  reported_by text not null default '',
  lat double precision, lon double precision, easting double precision, northing double precision,
  cell text,
  primary key (partnership_id, import_id, row_number)
);
create index police_incident_cell on hub.police_incident (partnership_id, cell, month);
create index police_incident_month on hub.police_incident (partnership_id, month, category);

-- Foreign keys of the rows that may never lose their parent.
alter table hub.agency add foreign key (partnership_id) references hub.partnership (id);
alter table hub.team add foreign key (partnership_id, agency_id) references hub.agency (partnership_id, id);
alter table hub.account add foreign key (partnership_id, agency_id) references hub.agency (partnership_id, id);
alter table hub.account_role add foreign key (partnership_id, account_id) references hub.account (partnership_id, id);
alter table hub.account_team add foreign key (partnership_id, account_id) references hub.account (partnership_id, id);
alter table hub.account_secret add foreign key (partnership_id, account_id) references hub.account (partnership_id, id);
alter table hub.passkey add foreign key (partnership_id, account_id) references hub.account (partnership_id, id);
alter table hub.invitation add foreign key (partnership_id, account_id) references hub.account (partnership_id, id);
alter table hub.session add foreign key (partnership_id, account_id) references hub.account (partnership_id, id);
alter table hub.report add foreign key (partnership_id, agency_id) references hub.agency (partnership_id, id);
alter table hub.report add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);
alter table hub.party add foreign key (partnership_id, report_id) references hub.report (partnership_id, id);
alter table hub.party add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);
alter table hub.case_file add foreign key (partnership_id, agency_id) references hub.agency (partnership_id, id);
alter table hub.incident add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);
alter table hub.incident add foreign key (partnership_id, report_id) references hub.report (partnership_id, id);
alter table hub.heard_receipt add foreign key (partnership_id, report_id) references hub.report (partnership_id, id);
alter table hub.promise add foreign key (partnership_id, report_id) references hub.report (partnership_id, id);
alter table hub.promise_line add foreign key (partnership_id, promise_id) references hub.promise (partnership_id, id);
alter table hub.message add foreign key (partnership_id, report_id) references hub.report (partnership_id, id);
alter table hub.risk_assessment add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);
alter table hub.task add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);
alter table hub.disclosure add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);
alter table hub.disclosure_item add foreign key (partnership_id, disclosure_id) references hub.disclosure (partnership_id, id);
alter table hub.letter add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);
