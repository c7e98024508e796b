-- The partnership, its agencies, teams and people, and what is local: calendar, standards, categories, areas and places.
create table hub.partnership (
  id uuid primary key,
  name text not null,
  town text not null,
  host text unique,
  -- Name, phones, exit page, colours and other settings that an administrator edits; shape in src/platform/partnership.
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table hub.agency (
  partnership_id uuid not null,
  id uuid not null,
  name text not null,
  short_name text not null,
  kind text not null check (kind in ('council', 'police', 'fire', 'probation', 'health', 'housing', 'charity', 'business', 'other')),
  phone text,
  hours text,
  -- The agency that public reports go to when no rule says otherwise.
  takes_reports boolean not null default false,
  active boolean not null default true,
  primary key (partnership_id, id)
);

create table hub.team (
  partnership_id uuid not null,
  id uuid not null,
  agency_id uuid not null,
  name text not null,
  phone text,
  hours text,
  active boolean not null default true,
  primary key (partnership_id, id)
);

-- A person who signs in. Secrets lie apart in account_secret, which no page can read.
create table hub.account (
  partnership_id uuid not null,
  id uuid not null,
  agency_id uuid not null,
  name text not null,
  job_title text not null default '',
  email text not null check (email = lower(email)),
  phone text,
  state text not null default 'invited' check (state in ('invited', 'active', 'suspended')),
  created_at timestamptz not null default now(),
  last_signed_in_at timestamptz,
  primary key (partnership_id, id)
);
create unique index account_email on hub.account (partnership_id, email);

create table hub.account_role (
  partnership_id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('officer', 'supervisor', 'coordinator', 'analyst', 'auditor', 'administrator')),
  primary key (partnership_id, account_id, role)
);

create table hub.account_team (
  partnership_id uuid not null,
  account_id uuid not null,
  team_id uuid not null,
  primary key (partnership_id, account_id, team_id)
);

create table hub.account_secret (
  partnership_id uuid not null,
  account_id uuid not null,
  password_hash text,
  totp_sealed text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  recovery_hashes text[] not null default '{}',
  oidc_subject text,
  primary key (partnership_id, account_id)
);

create table hub.passkey (
  partnership_id uuid not null,
  id text not null,
  account_id uuid not null,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  label text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (partnership_id, id)
);

create table hub.invitation (
  partnership_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  secret_hash bytea not null unique,
  invited_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (partnership_id, id)
);

create table hub.session (
  partnership_id uuid not null,
  id uuid not null,
  token_hash bytea not null unique,
  account_id uuid not null,
  -- 'password' waits for the second factor and opens nothing but that page.
  stage text not null check (stage in ('password', 'enrol', 'full')),
  device text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (partnership_id, id)
);
create index session_account on hub.session (partnership_id, account_id) where ended_at is null;

-- Failed sign-ins, by address and by device, so that guessing slows down and the owner of the account is never locked out.
create table hub.sign_in_failure (
  partnership_id uuid not null,
  bucket text not null,
  failures int not null default 0,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  primary key (partnership_id, bucket)
);

create table hub.holiday (
  partnership_id uuid not null,
  day date not null,
  name text not null,
  primary key (partnership_id, day)
);

create table hub.contact_standard (
  partnership_id uuid not null,
  id uuid not null,
  key text not null,
  -- priorities or bands it is for; empty is everyone
  applies_to text[] not null default '{}',
  amount int not null check (amount >= 0),
  unit text not null check (unit in ('working_days', 'hours')),
  in_force_from date not null,
  in_force_to date,
  source text not null,
  primary key (partnership_id, id)
);

create table hub.category (
  partnership_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  hint text not null default '',
  -- urgent: a named person within one working day.
  priority text not null default 'standard' check (priority in ('standard', 'urgent')),
  -- sensitive: never a point on a map, never in a neighbour's similar list.
  sensitive boolean not null default false,
  -- restricted: a report of this kind is seen by one team only (domestic abuse).
  restricted boolean not null default false,
  -- the team that reports of this kind go to; without it, the agency that takes public reports
  team_id uuid,
  -- usual partner for a referral
  refer_to uuid,
  position int not null default 0,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- Reasons that a report is not taken on, with the words that the person reads.
create table hub.decision_reason (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('no_further_action', 'refer', 'close')),
  name text not null,
  words text not null,
  position int not null default 0,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

create table hub.area (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null,
  code text not null,
  name text not null,
  edition text not null,
  -- GeoJSON geometry, WGS84
  shape jsonb not null,
  west double precision not null, south double precision not null, east double precision not null, north double precision not null,
  in_force_from date,
  in_force_to date,
  import_id uuid,
  primary key (partnership_id, id)
);
create unique index area_code on hub.area (partnership_id, kind, edition, code);

create table hub.place (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('street', 'postcode', 'place', 'asset')),
  name text not null,
  detail text not null default '',
  postcode text,
  neighbourhood text,
  lat double precision not null, lon double precision not null,
  easting double precision not null, northing double precision not null,
  search_key text not null,
  primary key (partnership_id, id)
);
create index place_search on hub.place using gin (search_key hub.gin_trgm_ops);
create index place_kind on hub.place (partnership_id, kind, name);
