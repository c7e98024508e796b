-- Legal powers as dated data, the steps taken with them, and approvals. What the columns mean: src/powers/power.ts.
create table hub.power (
  partnership_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  -- 1 support and words, 2 warnings and agreements, 3 notices, 4 court, 5 the home
  rung int not null check (rung between 1 and 5),
  aimed_at text[] not null,
  agency_kinds text[] not null,
  used_by text not null,
  grades text[] not null default '{}',
  min_age int, max_age int,
  -- one sentence a line: whoever uses the power confirms each
  tests text not null default '',
  checks text[] not null default '{}',
  consultees text[] not null default '{}',
  inform text not null default '',
  limits_words text not null default '',
  -- one sentence a line: each stands in the notice that is served
  notice_words text not null default '',
  letter_template text not null default '',
  longest int, longest_unit text check (longest_unit in ('hours', 'days', 'months', 'years')),
  shortest_months int,
  longest_under_18_months int, shortest_under_18_months int, review_under_18_months int,
  hearing_hours int,
  appeal_days int, appeal_to text not null default '',
  breach text not null default '',
  fixed_penalty_pounds int,
  contradicts text[] not null default '{}',
  -- what is tried first, or a reason recorded
  after_steps text[] not null default '{}',
  act text not null, section text not null, source text not null,
  -- null: not commenced, date unknown. Never offered before this day.
  commenced_on date,
  position int not null default 0,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);
create index power_code on hub.power (partnership_id, code, in_force_from);

-- A step taken against a person, premises or an area. Never changed: a correction is a new row that names the one it stands for.
create table hub.power_step (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  party_id uuid,
  person_id uuid,
  agency_id uuid not null,
  power_id uuid not null,
  code text not null,
  state text not null check (state in ('drafted', 'taken')),
  target text not null check (target in ('person', 'body', 'premises', 'area', 'tenancy')),
  target_words text not null default '',
  taken_at timestamptz not null,
  words text not null,
  grade text not null default '',
  age_at int,
  conditions text[] not null default '{}',
  -- a copy of the words with their dates, as they were relied on: [{ kind, id, at, words }]
  evidence jsonb not null default '[]',
  -- everything that the form asked for, by field
  answers jsonb not null default '{}',
  -- [{ code, reason }]
  skipped jsonb not null default '[]',
  rests_on uuid,
  served_at timestamptz, service text not null default '',
  comply_by timestamptz, expires_at timestamptz, hearing_by timestamptz, appeal_by timestamptz, review_on date,
  approval_id uuid,
  corrects uuid,
  correction text not null default '',
  by_account uuid not null,
  recorded_at timestamptz not null,
  primary key (partnership_id, id)
);
create index power_step_case on hub.power_step (partnership_id, case_id, taken_at);
create index power_step_party on hub.power_step (partnership_id, party_id);
create unique index power_step_corrected_once on hub.power_step (partnership_id, corrects) where corrects is not null;

-- What became of a step: served, breached, appealed, reviewed, withdrawn.
create table hub.power_event (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  step_id uuid not null,
  kind text not null check (kind in ('breach', 'appeal', 'appeal_decided', 'hearing', 'review', 'extended', 'ended', 'letter')),
  happened_at timestamptz not null,
  words text not null,
  letter_id uuid,
  expires_at timestamptz,
  by_account uuid not null,
  by_agency uuid not null,
  recorded_at timestamptz not null,
  primary key (partnership_id, id)
);
create index power_event_case on hub.power_event (partnership_id, case_id, happened_at);

create table hub.approval_rule (
  partnership_id uuid not null,
  id uuid not null,
  action text not null,
  needed_from text not null check (needed_from in ('supervisor', 'coordinator')),
  -- empty: always; else only for these risk bands
  bands text[] not null default '{}',
  source text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- Asked, answered once, used once: three rows, none of them ever changed.
create table hub.approval (
  partnership_id uuid not null,
  id uuid not null,
  agency_id uuid not null,
  case_id uuid,
  action text not null,
  needed_from text not null check (needed_from in ('supervisor', 'coordinator')),
  subject_id uuid,
  title text not null,
  why text not null,
  -- where the asker goes on, as a path
  goes_on text not null,
  -- what was typed, so that nothing is typed twice
  typed jsonb not null default '{}',
  asked_by uuid not null,
  asked_at timestamptz not null,
  primary key (partnership_id, id)
);
create index approval_agency on hub.approval (partnership_id, agency_id, asked_at desc);
create index approval_case on hub.approval (partnership_id, case_id, asked_at desc);

create table hub.approval_answer (
  partnership_id uuid not null,
  approval_id uuid not null,
  answer text not null check (answer in ('approved', 'refused', 'withdrawn')),
  reason text not null,
  answered_by uuid not null,
  answered_at timestamptz not null,
  primary key (partnership_id, approval_id)
);

create table hub.approval_use (
  partnership_id uuid not null,
  approval_id uuid not null,
  used_by uuid not null,
  used_at timestamptz not null,
  primary key (partnership_id, approval_id)
);

alter table hub.power_step add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);
alter table hub.power_step add foreign key (partnership_id, power_id) references hub.power (partnership_id, id);
alter table hub.power_step add foreign key (partnership_id, corrects) references hub.power_step (partnership_id, id);
alter table hub.power_step add foreign key (partnership_id, approval_id) references hub.approval (partnership_id, id);
alter table hub.power_event add foreign key (partnership_id, step_id) references hub.power_step (partnership_id, id);
alter table hub.approval_answer add foreign key (partnership_id, approval_id) references hub.approval (partnership_id, id);
alter table hub.approval_use add foreign key (partnership_id, approval_id) references hub.approval (partnership_id, id);

do $$
declare
  t text;
  by_case constant text := 'exists (select 1 from hub.case_access a where a.partnership_id = %1$I.partnership_id and a.case_id = %1$I.case_id offset 0)';
begin
  foreach t in array array['power', 'power_step', 'power_event', 'approval_rule', 'approval', 'approval_answer', 'approval_use'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
  foreach t in array array['power', 'approval_rule'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = ''staff'')', t);
    execute format('create policy add on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator'', ''coordinator''])', t);
    execute format('create policy change on hub.%1$I for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator'', ''coordinator''])', t);
  end loop;
  foreach t in array array['power_step', 'power_event'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (case when case_id = (select hub.actor_view()) then partnership_id = (select hub.actor_partnership()) else ' || by_case || ' end)', t);
  end loop;
  execute format('create policy take on hub.%1$I for insert to hub_app with check (agency_id = (select hub.actor_case_agency()) and by_account = (select hub.actor_account()) and ' || by_case || ')', 'power_step');
  execute format('create policy write on hub.%1$I for insert to hub_app with check (by_agency = (select hub.actor_case_agency()) and by_account = (select hub.actor_account()) and ' || by_case || '
    and exists (select 1 from hub.power_step s where s.partnership_id = %1$I.partnership_id and s.id = %1$I.step_id and s.case_id = %1$I.case_id offset 0))', 'power_event');
end $$;

-- An approval about a case follows the case; without one it is its asker's and the supervisors' of that agency.
create policy read on hub.approval for select to hub_app using (
  case when case_id = (select hub.actor_view()) then partnership_id = (select hub.actor_partnership())
    when case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = approval.partnership_id and a.case_id = approval.case_id offset 0)
    else partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency())
      and (asked_by = (select hub.actor_account()) or (select hub.actor_roles()) && array['supervisor', 'coordinator']) end);
create policy ask on hub.approval for insert to hub_app with check (
  agency_id = (select hub.actor_case_agency()) and asked_by = (select hub.actor_account())
  and (case_id is null or exists (select 1 from hub.case_access a where a.partnership_id = approval.partnership_id and a.case_id = approval.case_id offset 0)));
create policy read on hub.approval_answer for select to hub_app using (
  exists (select 1 from hub.approval p where p.partnership_id = approval_answer.partnership_id and p.id = approval_answer.approval_id offset 0));
-- Whoever asked may only withdraw; whoever answers is a supervisor (or coordinator) of the same agency and never the asker.
create policy answer on hub.approval_answer for insert to hub_app with check (
  answered_by = (select hub.actor_account())
  and exists (select 1 from hub.approval p where p.partnership_id = approval_answer.partnership_id and p.id = approval_answer.approval_id
    and p.agency_id = (select hub.actor_case_agency())
    and case when answer = 'withdrawn' then p.asked_by = (select hub.actor_account())
      else p.asked_by <> (select hub.actor_account()) and (select hub.actor_roles()) && case p.needed_from when 'coordinator' then array['coordinator'] else array['supervisor', 'coordinator'] end end offset 0));
create policy read on hub.approval_use for select to hub_app using (
  exists (select 1 from hub.approval p where p.partnership_id = approval_use.partnership_id and p.id = approval_use.approval_id offset 0));
create policy use on hub.approval_use for insert to hub_app with check (
  used_by = (select hub.actor_account())
  and exists (select 1 from hub.approval p join hub.approval_answer w on w.partnership_id = p.partnership_id and w.approval_id = p.id and w.answer = 'approved'
    where p.partnership_id = approval_use.partnership_id and p.id = approval_use.approval_id and p.agency_id = (select hub.actor_case_agency()) offset 0));

grant select, insert on hub.power, hub.power_step, hub.power_event, hub.approval_rule, hub.approval, hub.approval_answer, hub.approval_use to hub_app;
grant update (in_force_to) on hub.power, hub.approval_rule to hub_app;
