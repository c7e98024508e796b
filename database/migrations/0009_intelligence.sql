-- Intelligence: what someone heard, graded and sanitised by trained people, with its source held apart.

-- What a person may do beyond their roles: given by someone else, from a day on, perhaps until one.
create table hub.account_capability (
  partnership_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  capability text not null check (capability in ('intelligence')),
  -- the training that it rests on
  basis text not null,
  given_from date not null,
  given_to date,
  given_by uuid not null,
  given_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  primary key (partnership_id, id),
  check (given_by <> account_id),
  foreign key (partnership_id, account_id) references hub.account (partnership_id, id)
);
create index account_capability_of on hub.account_capability (partnership_id, account_id);

-- Trained in intelligence today, and somebody who does casework: an administrator is not let in by being given it.
create function hub.actor_trained() returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  today date := (now() at time zone 'Europe/London')::date;
begin
  return hub.actor_kind() = 'staff' and hub.actor_case_agency() is not null and exists (
    select 1 from hub.account_capability c where c.partnership_id = hub.actor_partnership() and c.account_id = hub.actor_account() and c.capability = 'intelligence'
      and c.given_from <= today and (c.given_to is null or c.given_to >= today));
end $$;
revoke all on function hub.actor_trained() from public;
grant execute on function hub.actor_trained() to hub_app;

-- When intelligence is looked at again, and when it goes: the narrowest rule that fits holds.
create table hub.intelligence_rule (
  partnership_id uuid not null,
  id uuid not null,
  name text not null,
  applies_to text not null check (applies_to in ('any', 'suspected_false', 'high_priority')),
  review_months int not null check (review_months between 1 and 120),
  weed_months int not null check (weed_months between 1 and 1200),
  source text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- The links are arrays: a reader is shown those of the linked records that they may see, and a wall on a case closes what is linked to it.
create table hub.intelligence_report (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  agency_id uuid not null,
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  -- the public report that a trained person made it from
  report_id uuid,
  marking text not null check (marking in ('official', 'official_sensitive')),
  priority text not null default 'medium' check (priority in ('high', 'medium', 'low')),
  words text not null,
  learned_on date,
  place_words text not null default '',
  case_ids uuid[] not null default '{}',
  party_ids uuid[] not null default '{}',
  place_ids uuid[] not null default '{}',
  state text not null default 'submitted' check (state in ('submitted', 'graded', 'written', 'approved')),
  source_grade text check (source_grade in ('1', '2', '3')),
  intelligence_grade text check (intelligence_grade in ('A', 'B', 'C', 'D', 'E')),
  handling text check (handling in ('P', 'C')),
  conditions text not null default '',
  review_on date,
  weed_on date,
  primary key (partnership_id, id),
  check (state = 'submitted' or (source_grade is not null and intelligence_grade is not null and handling is not null and review_on is not null and weed_on is not null)),
  check (handling is distinct from 'C' or conditions <> ''),
  foreign key (partnership_id, agency_id) references hub.agency (partnership_id, id)
);
create unique index intelligence_report_reference on hub.intelligence_report (partnership_id, reference);
create index intelligence_report_desk on hub.intelligence_report (partnership_id, agency_id, state, submitted_at desc);
create index intelligence_report_review on hub.intelligence_report (partnership_id, agency_id, review_on) where review_on is not null;
create index intelligence_report_mine on hub.intelligence_report (partnership_id, submitted_by, submitted_at desc);

-- Who or what it came from. One page and no other query reads it.
create table hub.intelligence_source (
  partnership_id uuid not null,
  intelligence_id uuid not null,
  agency_id uuid not null,
  words text not null,
  how_known text not null default '',
  danger text not null default '',
  told_by uuid not null,
  told_at timestamptz not null,
  primary key (partnership_id, intelligence_id),
  foreign key (partnership_id, intelligence_id) references hub.intelligence_report (partnership_id, id)
);

-- Every grading stays; the newest is in force and stands on the report too. `original` is an older 5x5x5 grading as it was.
create table hub.intelligence_grading (
  partnership_id uuid not null,
  id uuid not null,
  intelligence_id uuid not null,
  source_grade text not null check (source_grade in ('1', '2', '3')),
  intelligence_grade text not null check (intelligence_grade in ('A', 'B', 'C', 'D', 'E')),
  handling text not null check (handling in ('P', 'C')),
  conditions text not null default '',
  rationale text not null,
  original text check (original ~ '^[A-E][1-5][1-5]$'),
  graded_by uuid not null,
  graded_at timestamptz not null,
  primary key (partnership_id, id),
  check (handling <> 'C' or conditions <> ''),
  foreign key (partnership_id, intelligence_id) references hub.intelligence_report (partnership_id, id)
);
create index intelligence_grading_of on hub.intelligence_grading (partnership_id, intelligence_id, graded_at desc);

-- A sanitised version: one writes, another approves or sends back. Approved, it becomes a product, which knows nothing of where it came from.
create table hub.intelligence_version (
  partnership_id uuid not null,
  id uuid not null,
  intelligence_id uuid not null,
  title text not null,
  words text not null,
  removed text not null,
  case_ids uuid[] not null default '{}',
  party_ids uuid[] not null default '{}',
  place_ids uuid[] not null default '{}',
  written_by uuid not null,
  written_at timestamptz not null,
  state text not null default 'written' check (state in ('written', 'approved', 'sent_back')),
  decided_by uuid,
  decided_at timestamptz,
  decided_words text not null default '',
  product_id uuid,
  primary key (partnership_id, id),
  check (decided_by is null or decided_by <> written_by),
  check ((state = 'written') = (decided_by is null)),
  check ((state = 'approved') = (product_id is not null)),
  foreign key (partnership_id, intelligence_id) references hub.intelligence_report (partnership_id, id)
);
create index intelligence_version_of on hub.intelligence_version (partnership_id, intelligence_id, written_at desc);

create table hub.intelligence_product (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  agency_id uuid not null,
  title text not null,
  words text not null,
  marking text not null check (marking in ('official', 'official_sensitive')),
  source_grade text not null,
  intelligence_grade text not null,
  handling text not null check (handling in ('P', 'C')),
  conditions text not null default '',
  case_ids uuid[] not null default '{}',
  party_ids uuid[] not null default '{}',
  place_ids uuid[] not null default '{}',
  -- cases whose walls close it, also those that are not shown with it
  wall_ids uuid[] not null default '{}',
  approved_by uuid not null,
  approved_at timestamptz not null,
  weeded_at timestamptz,
  primary key (partnership_id, id),
  check (handling <> 'C' or conditions <> ''),
  foreign key (partnership_id, agency_id) references hub.agency (partnership_id, id)
);
create unique index intelligence_product_reference on hub.intelligence_product (partnership_id, reference);
create index intelligence_product_agency on hub.intelligence_product (partnership_id, agency_id, approved_at desc);

create table hub.intelligence_dissemination (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  product_id uuid not null,
  from_agency uuid not null,
  to_agency uuid not null,
  to_account uuid,
  handling text not null check (handling in ('P', 'C')),
  conditions text not null default '',
  purpose text not null,
  gateway_id uuid not null,
  need text not null,
  wall_ids uuid[] not null default '{}',
  decided_by uuid not null,
  decided_at timestamptz not null,
  valid_until timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_reason text,
  primary key (partnership_id, id),
  check (handling <> 'C' or conditions <> ''),
  foreign key (partnership_id, product_id) references hub.intelligence_product (partnership_id, id)
);
create unique index intelligence_dissemination_reference on hub.intelligence_dissemination (partnership_id, reference);
create index intelligence_dissemination_of on hub.intelligence_dissemination (partnership_id, product_id, decided_at desc);
create index intelligence_dissemination_to on hub.intelligence_dissemination (partnership_id, to_agency, decided_at desc);

-- Who accepted the conditions, in the words that they accepted, and who read it.
create table hub.intelligence_receipt (
  partnership_id uuid not null,
  id uuid not null,
  dissemination_id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('accepted', 'read')),
  words text not null default '',
  at timestamptz not null,
  primary key (partnership_id, id),
  foreign key (partnership_id, dissemination_id) references hub.intelligence_dissemination (partnership_id, id)
);
create index intelligence_receipt_of on hub.intelligence_receipt (partnership_id, dissemination_id, account_id);
create unique index intelligence_receipt_once on hub.intelligence_receipt (partnership_id, dissemination_id, account_id) where kind = 'accepted';

-- What stays of intelligence that was weeded: that there was something, who ended it and why. Nothing of what it said.
create table hub.intelligence_tombstone (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  agency_id uuid not null,
  submitted_at timestamptz not null,
  weeded_by uuid not null,
  weeded_at timestamptz not null,
  reason text not null,
  rule text not null,
  primary key (partnership_id, id)
);

do $$
declare
  t text;
begin
  foreach t in array array['account_capability', 'intelligence_rule', 'intelligence_report', 'intelligence_source', 'intelligence_grading', 'intelligence_version', 'intelligence_product',
    'intelligence_dissemination', 'intelligence_receipt', 'intelligence_tombstone'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;

-- One's own, and those that an administrator gives. Nobody gives one to themselves.
create policy read on hub.account_capability for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (account_id = (select hub.actor_account()) or (select hub.actor_roles()) && array['administrator', 'auditor']));
create policy give on hub.account_capability for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator'] and given_by = (select hub.actor_account()) and account_id <> (select hub.actor_account()));
create policy finish on hub.account_capability for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator'] and account_id <> (select hub.actor_account()) and ended_by is null)
  with check (ended_by = (select hub.actor_account()));

create policy read on hub.intelligence_rule for select to hub_app using (partnership_id = (select hub.actor_partnership()));
create policy add on hub.intelligence_rule for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy change on hub.intelligence_rule for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);

-- Anyone on staff may hand something in; only trained people of the agency that holds it see that it is there.
create policy read on hub.intelligence_report for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and (select hub.actor_trained()) and not case_ids && (select hub.actor_walls())::uuid[]);
create policy submit on hub.intelligence_report for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff' and agency_id = (select hub.actor_agency()) and submitted_by = (select hub.actor_account())
  and state = 'submitted' and (report_id is null or (select hub.actor_trained())));
create policy change on hub.intelligence_report for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and (select hub.actor_trained()) and not case_ids && (select hub.actor_walls())::uuid[]);

create policy read on hub.intelligence_source for select to hub_app using (
  agency_id = (select hub.actor_case_agency())
  and exists (select 1 from hub.intelligence_report r where r.partnership_id = intelligence_source.partnership_id and r.id = intelligence_source.intelligence_id offset 0));
create policy tell on hub.intelligence_source for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff' and agency_id = (select hub.actor_agency()) and told_by = (select hub.actor_account()));

create policy read on hub.intelligence_grading for select to hub_app using (
  exists (select 1 from hub.intelligence_report r where r.partnership_id = intelligence_grading.partnership_id and r.id = intelligence_grading.intelligence_id offset 0));
create policy grade on hub.intelligence_grading for insert to hub_app with check (
  graded_by = (select hub.actor_account())
  and exists (select 1 from hub.intelligence_report r where r.partnership_id = intelligence_grading.partnership_id and r.id = intelligence_grading.intelligence_id offset 0));

create policy read on hub.intelligence_version for select to hub_app using (
  exists (select 1 from hub.intelligence_report r where r.partnership_id = intelligence_version.partnership_id and r.id = intelligence_version.intelligence_id offset 0));
create policy write on hub.intelligence_version for insert to hub_app with check (
  written_by = (select hub.actor_account()) and state = 'written'
  and exists (select 1 from hub.intelligence_report r where r.partnership_id = intelligence_version.partnership_id and r.id = intelligence_version.intelligence_id and r.state <> 'submitted' offset 0));
-- The second pair of eyes: never the writer's own.
create policy decide on hub.intelligence_version for update to hub_app using (
  state = 'written' and written_by <> (select hub.actor_account())
  and exists (select 1 from hub.intelligence_report r where r.partnership_id = intelligence_version.partnership_id and r.id = intelligence_version.intelligence_id offset 0))
  with check (decided_by = (select hub.actor_account()) and written_by <> (select hub.actor_account()));

-- Whether a product of the actor's agency is as its dissemination says. A function, because the policy of products asks the disseminations.
create function hub.product_may_go(of_product uuid, as_handling text, behind_walls uuid[]) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return exists (select 1 from hub.intelligence_product p where p.partnership_id = hub.actor_partnership() and p.id = of_product and p.agency_id = hub.actor_case_agency()
    and p.weeded_at is null and p.handling = as_handling and p.wall_ids = behind_walls and not p.wall_ids && hub.actor_walls());
end $$;
revoke all on function hub.product_may_go(uuid, text, uuid[]) from public;
grant execute on function hub.product_may_go(uuid, text, uuid[]) to hub_app;

-- Disseminations: trained people of the agency that gave it; the receiver while it lives.
create policy read on hub.intelligence_dissemination for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and not wall_ids && (select hub.actor_walls())::uuid[] and (
    (from_agency = (select hub.actor_case_agency()) and (select hub.actor_trained()))
    or (to_agency = (select hub.actor_case_agency()) and (to_account is null or to_account = (select hub.actor_account())) and withdrawn_at is null and valid_until > now())));
create policy give on hub.intelligence_dissemination for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and from_agency = (select hub.actor_case_agency()) and (select hub.actor_trained()) and decided_by = (select hub.actor_account())
  and hub.product_may_go(product_id, handling, wall_ids));
create policy withdraw on hub.intelligence_dissemination for update to hub_app using (
  from_agency = (select hub.actor_case_agency()) and (select hub.actor_trained()) and withdrawn_at is null)
  with check (withdrawn_by = (select hub.actor_account()));

create policy read on hub.intelligence_receipt for select to hub_app using (
  exists (select 1 from hub.intelligence_dissemination d where d.partnership_id = intelligence_receipt.partnership_id and d.id = intelligence_receipt.dissemination_id
    and (intelligence_receipt.account_id = (select hub.actor_account()) or d.from_agency = (select hub.actor_case_agency())) offset 0));
create policy sign on hub.intelligence_receipt for insert to hub_app with check (
  account_id = (select hub.actor_account())
  and exists (select 1 from hub.intelligence_dissemination d where d.partnership_id = intelligence_receipt.partnership_id and d.id = intelligence_receipt.dissemination_id
    and d.to_agency = (select hub.actor_case_agency()) offset 0));

-- The words: trained people of the agency that holds them, and receivers, who first accept the conditions where there are some.
create policy read on hub.intelligence_product for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and not wall_ids && (select hub.actor_walls())::uuid[] and (
    (agency_id = (select hub.actor_case_agency()) and (select hub.actor_trained()))
    or (weeded_at is null and exists (select 1 from hub.intelligence_dissemination d where d.partnership_id = intelligence_product.partnership_id and d.product_id = intelligence_product.id
      and d.to_agency = (select hub.actor_case_agency()) and (d.to_account is null or d.to_account = (select hub.actor_account())) and d.withdrawn_at is null and d.valid_until > now()
      and (d.handling = 'P' or exists (select 1 from hub.intelligence_receipt a where a.partnership_id = d.partnership_id and a.dissemination_id = d.id
        and a.account_id = (select hub.actor_account()) and a.kind = 'accepted' offset 0)) offset 0))));
create policy approve on hub.intelligence_product for insert to hub_app with check (
  agency_id = (select hub.actor_case_agency()) and (select hub.actor_trained()) and approved_by = (select hub.actor_account())
  and exists (select 1 from hub.intelligence_version v where v.partnership_id = intelligence_product.partnership_id and v.product_id = intelligence_product.id and v.state = 'approved'
    and v.decided_by = (select hub.actor_account()) and v.written_by <> (select hub.actor_account()) and v.words = intelligence_product.words and v.title = intelligence_product.title offset 0));

create policy read on hub.intelligence_tombstone for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and (select hub.actor_trained()));

grant select, insert on hub.account_capability, hub.intelligence_rule, hub.intelligence_report, hub.intelligence_source, hub.intelligence_grading, hub.intelligence_version,
  hub.intelligence_product, hub.intelligence_dissemination, hub.intelligence_receipt to hub_app;
grant update (given_to, ended_by, ended_at) on hub.account_capability to hub_app;
grant update (in_force_to) on hub.intelligence_rule to hub_app;
grant update (state, source_grade, intelligence_grade, handling, conditions, priority, review_on, weed_on, case_ids, party_ids, place_ids) on hub.intelligence_report to hub_app;
grant update (state, decided_by, decided_at, decided_words, product_id) on hub.intelligence_version to hub_app;
grant update (withdrawn_at, withdrawn_by, withdrawn_reason) on hub.intelligence_dissemination to hub_app;
grant select on hub.intelligence_tombstone to hub_app;

-- What became of what one handed in: that it is there and whether somebody works on it, nothing of what they made of it.
create function hub.my_intelligence() returns table (reference text, submitted_at timestamptz, taken_up boolean)
language sql stable security definer set search_path = hub, pg_temp as $$
  select r.reference, r.submitted_at, r.state <> 'submitted' from hub.intelligence_report r
  where r.partnership_id = hub.actor_partnership() and r.submitted_by = hub.actor_account() and hub.actor_kind() = 'staff' order by r.submitted_at desc limit 50
$$;

-- Weeding takes everything away, also at the receivers, and leaves a tombstone. The source goes with it.
create function hub.weed_intelligence(of_id uuid, tombstone uuid, why text, under text) returns boolean
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  r hub.intelligence_report;
  products uuid[];
begin
  select * into r from hub.intelligence_report x where x.partnership_id = p and x.id = of_id and x.agency_id = hub.actor_case_agency() and hub.actor_trained()
    and not x.case_ids && hub.actor_walls() and length(trim(why)) > 2 for update;
  if not found then
    return false;
  end if;
  select coalesce(array_agg(v.product_id) filter (where v.product_id is not null), '{}') into products from hub.intelligence_version v where v.partnership_id = p and v.intelligence_id = of_id;
  insert into hub.intelligence_tombstone (partnership_id, id, reference, agency_id, submitted_at, weeded_by, weeded_at, reason, rule)
  values (p, tombstone, r.reference, r.agency_id, r.submitted_at, hub.actor_account(), now(), why, under);
  update hub.intelligence_dissemination d set withdrawn_at = now(), withdrawn_by = hub.actor_account(), withdrawn_reason = 'Weeded'
  where d.partnership_id = p and d.product_id = any(products) and d.withdrawn_at is null;
  update hub.intelligence_product x set title = 'Weeded', words = '', conditions = case when x.handling = 'C' then 'Weeded' else '' end, case_ids = '{}', party_ids = '{}', place_ids = '{}', weeded_at = now()
  where x.partnership_id = p and x.id = any(products);
  delete from hub.intelligence_source x where x.partnership_id = p and x.intelligence_id = of_id;
  delete from hub.intelligence_grading x where x.partnership_id = p and x.intelligence_id = of_id;
  delete from hub.intelligence_version x where x.partnership_id = p and x.intelligence_id = of_id;
  delete from hub.intelligence_report x where x.partnership_id = p and x.id = of_id;
  return true;
end $$;
revoke all on function hub.my_intelligence(), hub.weed_intelligence(uuid, uuid, text, text) from public;
grant execute on function hub.my_intelligence(), hub.weed_intelligence(uuid, uuid, text, text) to hub_app;

-- Partnerships that are here already start with these; an area changes them in Administration.
insert into hub.intelligence_rule (partnership_id, id, name, applies_to, review_months, weed_months, source, in_force_from)
select p.id, gen_random_uuid(), r.name, r.applies_to, r.review_months, r.weed_months, r.source, '2020-01-01'
from hub.partnership p cross join (values
  ('Intelligence in general', 'any', 12, 72, 'Management of police information: six years, looked at again each year'),
  ('Suspected to be false', 'suspected_false', 3, 12, 'Local rule: kept only as long as it must be shown why it was not acted on'),
  ('High priority: danger to life, or a child', 'high_priority', 6, 120, 'Management of police information: ten years for serious harm')) as r(name, applies_to, review_months, weed_months, source);

-- Whom to tell that something waits: trained people of the agency that was handed it. Who they are is no secret in the agency, but only ids leave.
create function hub.trained_colleagues() returns setof uuid
language sql stable security definer set search_path = hub, pg_temp as $$
  select distinct c.account_id from hub.account_capability c join hub.account a on a.partnership_id = c.partnership_id and a.id = c.account_id and a.state = 'active'
  where c.partnership_id = hub.actor_partnership() and a.agency_id = hub.actor_agency() and hub.actor_kind() = 'staff' and c.capability = 'intelligence'
    and c.given_from <= (now() at time zone 'Europe/London')::date and (c.given_to is null or c.given_to >= (now() at time zone 'Europe/London')::date)
$$;
revoke all on function hub.trained_colleagues() from public;
grant execute on function hub.trained_colleagues() to hub_app;
