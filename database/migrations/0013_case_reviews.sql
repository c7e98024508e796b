-- ASB Case Reviews (Anti-social Behaviour, Crime and Policing Act 2014, ss.104 and 105, Schedule 4): local procedure, applications, recommendations.

-- The local procedure, as dated data.
create table hub.review_rule (
  partnership_id uuid not null,
  id uuid not null,
  name text not null,
  -- so many reports by one person in so many months; the Act allows no more than three
  reports_needed int not null check (reports_needed between 1 and 3),
  in_months int not null check (in_months between 1 and 24),
  -- by so many different people about one place; 0 is not a way in
  several_needed int not null default 0 check (several_needed between 0 and 20),
  -- one hate incident is enough
  hate_alone boolean not null default true,
  -- a report counts when it was made within so many days of what happened
  complaint_days int not null check (complaint_days between 28 and 366),
  -- and when it was asked for within so many months of the report
  apply_months int not null check (apply_months between 6 and 24),
  -- working days from the application, and from the decision before
  ack_days int not null check (ack_days between 1 and 20),
  decide_days int not null check (decide_days between 1 and 40),
  meet_days int not null check (meet_days between 1 and 60),
  outcome_days int not null check (outcome_days between 1 and 40),
  appeal_days int not null check (appeal_days between 1 and 60),
  appeal_to text not null,
  source text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

create table hub.asb_review (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  -- the agency that runs the review
  agency_id uuid not null,
  case_id uuid,
  report_id uuid,
  -- none where the hub's own procedure held
  rule_id uuid,
  state text not null default 'applied' check (state in ('applied', 'acknowledged', 'not_met', 'panel', 'outcome', 'appealed', 'closed', 'withdrawn')),
  applied_via text not null check (applied_via in ('link', 'web', 'staff')),
  applied_at timestamptz not null,
  applicant_kind text not null check (applicant_kind in ('victim', 'family', 'councillor', 'mp', 'other')),
  applicant_name text not null default '',
  applicant_contact text not null default '',
  consent_words text not null default '',
  words text not null,
  told_words text not null default '',
  ack_by timestamptz not null,
  decide_by timestamptz not null,
  meet_by timestamptz,
  outcome_by timestamptz,
  acknowledged_at timestamptz,
  -- what the hub counted on the day of the decision, and what was decided
  counted jsonb,
  threshold_met boolean,
  decision_words text,
  decided_at timestamptz,
  spoc_id uuid,
  chair_name text,
  chair_words text,
  meeting_at timestamptz,
  victim_part text check (victim_part in ('attends', 'represented', 'written', 'declined')),
  victim_words text,
  persistence text,
  harm text,
  adequacy text,
  outcome_words text,
  outcome_at timestamptz,
  appeal_until timestamptz,
  appealed_at timestamptz,
  appeal_words text,
  appeal_notified_on date,
  appeal_outcome text,
  closed_at timestamptz,
  primary key (partnership_id, id)
);
create unique index asb_review_reference on hub.asb_review (partnership_id, reference);
create index asb_review_agency on hub.asb_review (partnership_id, agency_id, applied_at desc);
create index asb_review_case on hub.asb_review (partnership_id, case_id) where case_id is not null;
create index asb_review_report on hub.asb_review (partnership_id, report_id) where report_id is not null;

create table hub.review_recommendation (
  partnership_id uuid not null,
  id uuid not null,
  review_id uuid not null,
  agency_id uuid not null,
  words text not null,
  answer_by date not null,
  made_at timestamptz not null,
  answer text check (answer in ('accepted', 'part', 'refused')),
  answer_words text,
  answered_at timestamptz,
  answered_by uuid,
  primary key (partnership_id, id)
);
create index review_recommendation_review on hub.review_recommendation (partnership_id, review_id);
create index review_recommendation_agency on hub.review_recommendation (partnership_id, agency_id, made_at desc);

-- All that happened in a review, in order; nothing here changes.
create table hub.review_event (
  partnership_id uuid not null,
  id uuid not null,
  review_id uuid not null,
  at timestamptz not null,
  words text not null,
  by_account uuid,
  primary key (partnership_id, id)
);
create index review_event_review on hub.review_event (partnership_id, review_id, at);

do $$
declare
  t text;
begin
  foreach t in array array['review_rule', 'asb_review', 'review_recommendation', 'review_event'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;

create policy read on hub.review_rule for select to hub_app using (partnership_id = (select hub.actor_partnership()));
create policy add on hub.review_rule for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy change on hub.review_rule for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);

-- A review of a case follows the case; one without a case belongs to the agency that runs it; its applicant reads it by their link.
create policy read on hub.asb_review for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and case
    when case_id = (select hub.actor_view()) then true
    when report_id = (select hub.actor_link()) then true
    when case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = asb_review.partnership_id and a.case_id = asb_review.case_id offset 0)
    else agency_id = (select hub.actor_case_agency()) end);
create policy apply on hub.asb_review for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and state = 'applied' and case (select hub.actor_kind())
    when 'public' then case_id is null and report_id is null and applied_via = 'web'
    when 'link' then report_id = (select hub.actor_link()) and applied_via = 'link'
      and exists (select 1 from hub.report r where r.partnership_id = asb_review.partnership_id and r.id = asb_review.report_id and r.case_id is not distinct from asb_review.case_id and r.agency_id is not null offset 0)
    when 'staff' then applied_via = 'staff' and case
      when case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = asb_review.partnership_id and a.case_id = asb_review.case_id offset 0)
      else agency_id = (select hub.actor_case_agency()) end
    else false end);
create policy change on hub.asb_review for update to hub_app using (
  (select hub.actor_kind()) = 'staff' and partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency())
  and (case_id is null or exists (select 1 from hub.case_access a where a.partnership_id = asb_review.partnership_id and a.case_id = asb_review.case_id offset 0)));

-- The agency that a recommendation is made to reads and answers it, and sees no more of the review than that.
create policy read on hub.review_recommendation for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (agency_id = (select hub.actor_case_agency())
    or exists (select 1 from hub.asb_review r where r.partnership_id = review_recommendation.partnership_id and r.id = review_recommendation.review_id offset 0)));
create policy make on hub.review_recommendation for insert to hub_app with check (
  (select hub.actor_kind()) = 'staff' and exists (select 1 from hub.asb_review r where r.partnership_id = review_recommendation.partnership_id and r.id = review_recommendation.review_id and r.agency_id = (select hub.actor_case_agency()) offset 0));
create policy answer on hub.review_recommendation for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and answer is null)
  with check (partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and answered_by = (select hub.actor_account()));

create policy read on hub.review_event for select to hub_app using (
  exists (select 1 from hub.asb_review r where r.partnership_id = review_event.partnership_id and r.id = review_event.review_id offset 0));
create policy write on hub.review_event for insert to hub_app with check (
  (select hub.actor_kind()) = 'staff' and by_account is not distinct from (select hub.actor_account())
  and exists (select 1 from hub.asb_review r where r.partnership_id = review_event.partnership_id and r.id = review_event.review_id offset 0));

grant select, insert, update on hub.review_rule to hub_app;
grant select, insert, update on hub.asb_review to hub_app;
grant select, insert on hub.review_recommendation, hub.review_event to hub_app;
grant update (answer, answer_words, answered_at, answered_by) on hub.review_recommendation to hub_app;

-- The yearly figures that the Act asks to publish: counts of a whole partnership, no person in them.
create function hub.review_figures(of_year int) returns table (applications bigint, not_met bigint, held bigint, with_recommendations bigint, appeals bigint)
language sql stable security definer set search_path = hub, pg_temp as $$
  select count(*), count(*) filter (where r.threshold_met = false), count(*) filter (where r.outcome_at is not null),
    count(*) filter (where exists (select 1 from hub.review_recommendation m where m.partnership_id = r.partnership_id and m.review_id = r.id)),
    count(*) filter (where r.appealed_at is not null)
  from hub.asb_review r
  where r.partnership_id = hub.actor_partnership() and r.state <> 'withdrawn'
    and r.applied_at >= make_timestamptz(of_year, 4, 1, 0, 0, 0, 'Europe/London') and r.applied_at < make_timestamptz(of_year + 1, 4, 1, 0, 0, 0, 'Europe/London')
$$;
revoke all on function hub.review_figures(int) from public;
grant execute on function hub.review_figures(int) to hub_app;

-- Every partnership that is already there begins with the Essex procedure; an administrator changes it.
insert into hub.review_rule (partnership_id, id, name, reports_needed, in_months, several_needed, hate_alone, complaint_days, apply_months, ack_days, decide_days, meet_days, outcome_days, appeal_days, appeal_to, source, in_force_from)
select p.id, gen_random_uuid(), 'Local procedure', 3, 6, 0, true, 31, 6, 3, 14, 21, 10, 15, 'the chair of the community safety partnership', 'Essex procedure; 2014 Act s.104', '2020-01-01' from hub.partnership p;
