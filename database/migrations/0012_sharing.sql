-- Partners act as one, lawfully: agreements, the whole ledger, requests between partners, referral and transfer.

-- A version of an information sharing agreement. Versions are never overwritten: a new one ends the one before.
create table hub.agreement (
  partnership_id uuid not null,
  id uuid not null,
  code text not null,
  version int not null check (version > 0),
  title text not null,
  purposes text[] not null check (cardinality(purposes) > 0),
  -- codes of gateways: a gateway's own words may change, its code stays
  gateways text[] not null check (cardinality(gateways) > 0),
  kinds text[] not null check (cardinality(kinds) > 0),
  terms text not null default '',
  starts_on date not null,
  review_on date not null,
  -- the last day on which it holds
  expires_on date not null,
  written_by uuid not null,
  written_at timestamptz not null,
  -- the first day on which it no longer holds: ended early, or renewed by the next version
  ended_on date,
  ended_by uuid,
  ended_why text,
  primary key (partnership_id, id),
  check (starts_on <= review_on and review_on <= expires_on)
);
create unique index agreement_version on hub.agreement (partnership_id, code, version);

create table hub.agreement_party (
  partnership_id uuid not null,
  agreement_id uuid not null,
  agency_id uuid not null,
  liaison_id uuid,
  primary key (partnership_id, agreement_id, agency_id),
  foreign key (partnership_id, agreement_id) references hub.agreement (partnership_id, id)
);

-- The ledger. 'asked': outside every agreement and waiting for a supervisor; the words are copied, nobody else sees them yet.
-- An answer from an agency's own records belongs to no case of the hub.
alter table hub.disclosure
  alter column case_id drop not null,
  add column agreement_id uuid,
  add column aim text not null default '',
  add column proportionality text not null default '',
  add column handling text not null default '',
  add column retention text not null default '',
  -- why no agreement covers it
  add column outside text[] not null default '{}',
  add column asked_by uuid,
  add column allowed_reason text,
  add column request_id uuid,
  -- of the giver's agency only those who decided it and its supervisors see it
  add column closed boolean not null default false,
  drop constraint disclosure_decision_check,
  drop constraint disclosure_check,
  add constraint disclosure_decision check (decision in ('given', 'refused', 'asked')),
  add constraint disclosure_whole check (case decision when 'refused' then refusal_reason is not null else to_agency is not null and gateway_id is not null end),
  -- nobody allows what they asked for themselves
  add constraint disclosure_two_people check (asked_by is null or decision = 'asked' or decided_by <> asked_by),
  add foreign key (partnership_id, agreement_id) references hub.agreement (partnership_id, id);
create index disclosure_from on hub.disclosure (partnership_id, from_agency, decided_at desc);
create index disclosure_request on hub.disclosure (partnership_id, request_id) where request_id is not null;
create index disclosure_asked on hub.disclosure (partnership_id, from_agency) where decision = 'asked';

alter table hub.disclosure_item
  add column category text not null default '',
  add column redacted boolean not null default false,
  add column copy_key text,
  add column copy_type text,
  add column sha256 text;

-- First opened by whom and when.
create table hub.disclosure_receipt (
  partnership_id uuid not null,
  disclosure_id uuid not null,
  account_id uuid not null,
  agency_id uuid not null,
  opened_at timestamptz not null,
  primary key (partnership_id, disclosure_id, account_id)
);

-- What every receiver must learn: it was withdrawn, or something in it was wrong.
create table hub.disclosure_notice (
  partnership_id uuid not null,
  id uuid not null,
  disclosure_id uuid not null,
  reference text not null,
  case_id uuid,
  from_agency uuid not null,
  to_agency uuid not null,
  to_account uuid,
  kind text not null check (kind in ('withdrawn', 'corrected')),
  words text not null,
  by_account uuid not null,
  at timestamptz not null,
  primary key (partnership_id, id)
);
create index disclosure_notice_of on hub.disclosure_notice (partnership_id, disclosure_id, at);
create index disclosure_notice_to on hub.disclosure_notice (partnership_id, to_agency, at desc);

create table hub.disclosure_acknowledgement (
  partnership_id uuid not null,
  notice_id uuid not null,
  account_id uuid not null,
  agency_id uuid not null,
  at timestamptz not null,
  primary key (partnership_id, notice_id, account_id),
  foreign key (partnership_id, notice_id) references hub.disclosure_notice (partnership_id, id)
);

-- A request for information. The asked agency sees these words and no more: the asker's case stands apart, in request_case.
create table hub.information_request (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  from_agency uuid not null,
  asked_by uuid not null,
  to_agency uuid not null,
  to_account uuid,
  about text not null check (about in ('case', 'person', 'place')),
  about_words text not null,
  wanted text not null,
  purpose text not null,
  gateway_id uuid not null,
  why text not null,
  urgent boolean not null default false,
  -- whether the asker has a case for it: then only those who see that case see the request at the asker's
  from_case boolean not null default false,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'needs_clarification', 'partly_answered', 'answered', 'refused', 'withdrawn')),
  -- the clock stands while the asker owes a clarification
  paused_at timestamptz,
  holder_id uuid,
  reason text not null default '',
  updated_at timestamptz not null,
  closed_at timestamptz,
  primary key (partnership_id, id),
  check (from_agency <> to_agency)
);
create unique index information_request_reference on hub.information_request (partnership_id, reference);
create index information_request_to on hub.information_request (partnership_id, to_agency, due_at) where closed_at is null;
create index information_request_to_all on hub.information_request (partnership_id, to_agency, asked_at desc);
create index information_request_from on hub.information_request (partnership_id, from_agency, asked_at desc);

create table hub.request_case (
  partnership_id uuid not null,
  request_id uuid not null,
  case_id uuid not null,
  primary key (partnership_id, request_id),
  foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id)
);
create index request_case_of on hub.request_case (partnership_id, case_id);

create table hub.request_message (
  partnership_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  kind text not null check (kind in ('question', 'clarification', 'partly', 'answered', 'refused', 'withdrawn')),
  words text not null,
  by_account uuid not null,
  by_agency uuid not null,
  at timestamptz not null,
  primary key (partnership_id, id)
);
create index request_message_of on hub.request_message (partnership_id, request_id, at);

create table hub.request_escalation (
  partnership_id uuid not null,
  request_id uuid not null,
  level text not null check (level in ('officer', 'supervisor', 'liaison')),
  due_at timestamptz not null,
  raised_at timestamptz not null,
  primary key (partnership_id, request_id, level, due_at)
);

-- A case offered to another agency: a transfer moves it, a referral asks them to open one of their own. The chosen summary is a disclosure.
create table hub.case_transfer (
  partnership_id uuid not null,
  id uuid not null,
  reference text collate "C" not null,
  case_id uuid not null,
  kind text not null check (kind in ('transfer', 'referral')),
  from_agency uuid not null,
  to_agency uuid not null,
  to_account uuid,
  disclosure_id uuid not null,
  reason text not null,
  -- what the agency that gives it away may still see
  keeps text not null check (keeps in ('nothing', 'until')),
  keep_until timestamptz,
  answer_by timestamptz not null,
  offered_by uuid not null,
  offered_at timestamptz not null,
  state text not null default 'offered' check (state in ('offered', 'accepted', 'rejected', 'withdrawn')),
  answered_by uuid,
  answered_at timestamptz,
  answer_reason text not null default '',
  primary key (partnership_id, id),
  check (from_agency <> to_agency and (keeps = 'until') = (keep_until is not null)),
  foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id)
);
create unique index case_transfer_reference on hub.case_transfer (partnership_id, reference);
create unique index case_transfer_one on hub.case_transfer (partnership_id, case_id, to_agency, kind) where state = 'offered';
create index case_transfer_case on hub.case_transfer (partnership_id, case_id);
create index case_transfer_to on hub.case_transfer (partnership_id, to_agency, offered_at desc);
create index case_transfer_from on hub.case_transfer (partnership_id, from_agency, offered_at desc);

do $$
declare
  t text;
begin
  foreach t in array array['agreement', 'agreement_party', 'disclosure_receipt', 'disclosure_notice', 'disclosure_acknowledgement', 'information_request', 'request_case', 'request_message', 'request_escalation', 'case_transfer'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
  foreach t in array array['agreement', 'agreement_party'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = ''staff'')', t);
    execute format('create policy add on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''coordinator''])', t);
    execute format('create policy worker on hub.%1$I for select to hub_worker using (true)', t);
  end loop;
end $$;
create policy finish on hub.agreement for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['coordinator']);
grant select, insert on hub.agreement, hub.agreement_party to hub_app;
grant update (ended_on, ended_by, ended_why) on hub.agreement to hub_app;
grant select on hub.agreement, hub.agreement_party to hub_worker;

-- Parties, gateway and day, held against the agreement that a disclosure names. Kinds of data are held against it where the words are chosen.
create function hub.agreement_covers(of_agreement uuid, giver uuid, receiver uuid, of_gateway uuid) returns boolean
language sql stable security definer set search_path = hub, pg_temp as $$
  select exists (
    select 1 from hub.agreement a
    join hub.gateway g on g.partnership_id = a.partnership_id and g.id = of_gateway and g.code = any(a.gateways)
    join hub.agreement_party f on f.partnership_id = a.partnership_id and f.agreement_id = a.id and f.agency_id = giver
    join hub.agreement_party r on r.partnership_id = a.partnership_id and r.agreement_id = a.id and r.agency_id = receiver
    where a.partnership_id = hub.actor_partnership() and a.id = of_agreement
      and (now() at time zone 'Europe/London')::date between a.starts_on and a.expires_on
      and (a.ended_on is null or (now() at time zone 'Europe/London')::date < a.ended_on))
$$;
revoke all on function hub.agreement_covers(uuid, uuid, uuid, uuid) from public;
grant execute on function hub.agreement_covers(uuid, uuid, uuid, uuid) to hub_app;

drop policy read on hub.disclosure;
drop policy decide on hub.disclosure;
drop policy withdraw on hub.disclosure;
create policy read on hub.disclosure for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (case_id = (select hub.actor_view()) or (case_id is null or case_id <> all ((select hub.actor_walls())::uuid[])) and (
    exists (select 1 from hub.case_access a where a.partnership_id = disclosure.partnership_id and a.case_id = disclosure.case_id offset 0)
    or (case_id is null and from_agency = (select hub.actor_case_agency())
      and (not closed or decided_by = (select hub.actor_account()) or asked_by = (select hub.actor_account()) or (select hub.actor_roles()) && array['supervisor', 'coordinator']))
    or (to_agency = (select hub.actor_case_agency()) and decision = 'given' and withdrawn_at is null and valid_until > now()
      and case when to_account is null then case_id is null or not hub.restricted_case(case_id) else to_account = (select hub.actor_account()) end))));
-- What is given names an agreement that covers it, or the reason of a supervisor; joint work on a whole case is a supervisor's in any case.
create policy decide on hub.disclosure for insert to hub_app with check (
  from_agency = (select hub.actor_case_agency()) and decided_by = (select hub.actor_account())
  and (scope = 'items' or decision <> 'given' or (select hub.actor_roles()) && array['supervisor', 'coordinator'])
  and case when decision <> 'given' then true
    when allowed_reason is not null then (select hub.actor_roles()) && array['supervisor', 'coordinator']
    else hub.agreement_covers(agreement_id, from_agency, to_agency, gateway_id) end
  and case when case_id is null then scope = 'items'
    else exists (select 1 from hub.case_access a where a.partnership_id = disclosure.partnership_id and a.case_id = disclosure.case_id offset 0) end);
-- Whoever gave it, or the agency that holds the case now, takes it back.
create policy withdraw on hub.disclosure for update to hub_app using (
  decision = 'given' and case when case_id is null then from_agency = (select hub.actor_case_agency())
    else (from_agency = (select hub.actor_case_agency())
        or exists (select 1 from hub.case_file c where c.partnership_id = disclosure.partnership_id and c.id = disclosure.case_id and c.agency_id = (select hub.actor_case_agency()) offset 0))
      and exists (select 1 from hub.case_access a where a.partnership_id = disclosure.partnership_id and a.case_id = disclosure.case_id offset 0) end);
create policy settle on hub.disclosure for update to hub_app using (
  decision = 'asked' and from_agency = (select hub.actor_case_agency()) and (select hub.actor_roles()) && array['supervisor', 'coordinator']
  and (case_id is null or exists (select 1 from hub.case_access a where a.partnership_id = disclosure.partnership_id and a.case_id = disclosure.case_id offset 0)))
  with check (decided_by = (select hub.actor_account()) and (decision = 'refused' or (decision = 'given' and allowed_reason is not null)));
-- The ledger is a record: what was given, to whom and why does not change.
revoke update on hub.disclosure from hub_app;
grant update (decision, decided_by, decided_at, allowed_reason, refusal_reason, withdrawn_at, withdrawn_by, withdrawn_reason) on hub.disclosure to hub_app;

create policy read on hub.disclosure_receipt for select to hub_app using (
  exists (select 1 from hub.disclosure d where d.partnership_id = disclosure_receipt.partnership_id and d.id = disclosure_receipt.disclosure_id offset 0));
create policy open on hub.disclosure_receipt for insert to hub_app with check (
  account_id = (select hub.actor_account()) and agency_id = (select hub.actor_case_agency())
  and exists (select 1 from hub.disclosure d where d.partnership_id = disclosure_receipt.partnership_id and d.id = disclosure_receipt.disclosure_id and d.to_agency = (select hub.actor_case_agency()) and d.decision = 'given' offset 0));
grant select, insert on hub.disclosure_receipt to hub_app;

-- A notice of withdrawal outlives the sight of what was withdrawn and holds none of it; a correction goes with the copy.
create policy read on hub.disclosure_notice for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (case_id is null or case_id <> all ((select hub.actor_walls())::uuid[])) and (
    exists (select 1 from hub.case_access a where a.partnership_id = disclosure_notice.partnership_id and a.case_id = disclosure_notice.case_id offset 0)
    or (case_id is null and from_agency = (select hub.actor_case_agency()))
    or (to_agency = (select hub.actor_case_agency()) and (to_account is null or to_account = (select hub.actor_account()))
      and (kind = 'withdrawn' or exists (select 1 from hub.disclosure d where d.partnership_id = disclosure_notice.partnership_id and d.id = disclosure_notice.disclosure_id offset 0)))));
create policy write on hub.disclosure_notice for insert to hub_app with check (
  by_account = (select hub.actor_account())
  and exists (select 1 from hub.disclosure d where d.partnership_id = disclosure_notice.partnership_id and d.id = disclosure_notice.disclosure_id and d.decision = 'given'
    and d.from_agency = disclosure_notice.from_agency and d.to_agency = disclosure_notice.to_agency and d.to_account is not distinct from disclosure_notice.to_account and d.case_id is not distinct from disclosure_notice.case_id offset 0)
  and (from_agency = (select hub.actor_case_agency())
    or exists (select 1 from hub.case_file c where c.partnership_id = disclosure_notice.partnership_id and c.id = disclosure_notice.case_id and c.agency_id = (select hub.actor_case_agency()) offset 0)));
create policy read on hub.disclosure_acknowledgement for select to hub_app using (
  exists (select 1 from hub.disclosure_notice n where n.partnership_id = disclosure_acknowledgement.partnership_id and n.id = disclosure_acknowledgement.notice_id offset 0));
create policy write on hub.disclosure_acknowledgement for insert to hub_app with check (
  account_id = (select hub.actor_account()) and agency_id = (select hub.actor_case_agency())
  and exists (select 1 from hub.disclosure_notice n where n.partnership_id = disclosure_acknowledgement.partnership_id and n.id = disclosure_acknowledgement.notice_id and n.to_agency = (select hub.actor_case_agency()) offset 0));
grant select, insert on hub.disclosure_notice, hub.disclosure_acknowledgement to hub_app;

create policy read on hub.request_case for select to hub_app using (
  exists (select 1 from hub.case_access a where a.partnership_id = request_case.partnership_id and a.case_id = request_case.case_id offset 0));
create policy write on hub.request_case for insert to hub_app with check (
  exists (select 1 from hub.case_access a where a.partnership_id = request_case.partnership_id and a.case_id = request_case.case_id offset 0));
create policy read on hub.information_request for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (
    (to_agency = (select hub.actor_case_agency()) and (to_account is null or to_account = (select hub.actor_account())))
    or (from_agency = (select hub.actor_case_agency()) and (not from_case
      or exists (select 1 from hub.request_case c where c.partnership_id = information_request.partnership_id and c.request_id = information_request.id offset 0)))));
create policy ask on hub.information_request for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and from_agency = (select hub.actor_case_agency()) and asked_by = (select hub.actor_account()));
create policy change on hub.information_request for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (
    (to_agency = (select hub.actor_case_agency()) and (to_account is null or to_account = (select hub.actor_account())))
    or (from_agency = (select hub.actor_case_agency()) and (not from_case
      or exists (select 1 from hub.request_case c where c.partnership_id = information_request.partnership_id and c.request_id = information_request.id offset 0)))));
create policy read on hub.request_message for select to hub_app using (
  exists (select 1 from hub.information_request r where r.partnership_id = request_message.partnership_id and r.id = request_message.request_id offset 0));
create policy write on hub.request_message for insert to hub_app with check (
  by_account = (select hub.actor_account()) and by_agency = (select hub.actor_case_agency())
  and exists (select 1 from hub.information_request r where r.partnership_id = request_message.partnership_id and r.id = request_message.request_id offset 0));
create policy read on hub.request_escalation for select to hub_app using (
  exists (select 1 from hub.information_request r where r.partnership_id = request_escalation.partnership_id and r.id = request_escalation.request_id offset 0));
create policy worker on hub.information_request for select to hub_worker using (true);
create policy worker on hub.request_escalation to hub_worker using (true) with check (true);
grant select, insert on hub.information_request, hub.request_case, hub.request_message to hub_app;
grant update (state, due_at, paused_at, holder_id, reason, updated_at, closed_at) on hub.information_request to hub_app;
grant select on hub.request_escalation to hub_app;
grant select (partnership_id, id, reference, from_agency, asked_by, to_agency, to_account, holder_id, due_at, paused_at, closed_at) on hub.information_request to hub_worker;
grant select, insert on hub.request_escalation to hub_worker;

-- Those who see the case; the agency that it is offered to; and whoever gave it away keeps the record of having done so.
create policy read on hub.case_transfer for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and case_id <> all ((select hub.actor_walls())::uuid[]) and (
    exists (select 1 from hub.case_access a where a.partnership_id = case_transfer.partnership_id and a.case_id = case_transfer.case_id offset 0)
    or (to_agency = (select hub.actor_case_agency()) and case when to_account is null then not hub.restricted_case(case_id) else to_account = (select hub.actor_account()) end)
    or (from_agency = (select hub.actor_case_agency()) and (offered_by = (select hub.actor_account()) or (not hub.restricted_case(case_id) and (select hub.actor_roles()) && array['supervisor', 'coordinator'])))));
create policy offer on hub.case_transfer for insert to hub_app with check (
  from_agency = (select hub.actor_case_agency()) and offered_by = (select hub.actor_account()) and state = 'offered'
  and (kind = 'referral' or (select hub.actor_roles()) && array['supervisor', 'coordinator'])
  and exists (select 1 from hub.case_file c where c.partnership_id = case_transfer.partnership_id and c.id = case_transfer.case_id and c.agency_id = (select hub.actor_case_agency()) and c.state = 'open' offset 0));
create policy answer on hub.case_transfer for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and state = 'offered' and case_id <> all ((select hub.actor_walls())::uuid[])
  and (from_agency = (select hub.actor_case_agency()) or (to_agency = (select hub.actor_case_agency()) and (to_account is null or to_account = (select hub.actor_account())))))
  -- acceptance is hub.accept_transfer
  with check (answered_by = (select hub.actor_account()) and ((state = 'withdrawn' and from_agency = (select hub.actor_case_agency())) or (state = 'rejected' and to_agency = (select hub.actor_case_agency()))));
grant select, insert on hub.case_transfer to hub_app;
grant update (state, answered_by, answered_at, answer_reason) on hub.case_transfer to hub_app;

-- Acceptance: the receiver does not see the case until this has moved it, so this states the rule itself. Says whether it did.
create function hub.accept_transfer(of_transfer uuid, new_owner uuid, kept_disclosure uuid, kept_reference text, at_time timestamptz) returns boolean
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  me uuid := hub.actor_account();
  agency uuid := hub.actor_case_agency();
  t hub.case_transfer;
  c hub.case_file;
begin
  if hub.actor_kind() is distinct from 'staff' or agency is null or not hub.actor_roles() && array['officer', 'supervisor', 'coordinator'] then
    return false;
  end if;
  select x.* into t from hub.case_transfer x where x.partnership_id = p and x.id = of_transfer and x.state = 'offered' and x.to_agency = agency
    and (x.to_account is null or x.to_account = me) and x.case_id <> all(hub.actor_walls()) for update;
  if not found then
    return false;
  end if;
  select x.* into c from hub.case_file x where x.partnership_id = p and x.id = t.case_id for no key update;
  if c.agency_id <> t.from_agency or c.state <> 'open' or (c.restricted and t.to_account is null) then
    return false;
  end if;
  update hub.case_transfer x set state = 'accepted', answered_by = me, answered_at = at_time where x.partnership_id = p and x.id = t.id;
  if t.kind = 'referral' then
    return true;
  end if;
  if not exists (select 1 from hub.account a where a.partnership_id = p and a.id = new_owner and a.agency_id = agency and a.state = 'active') then
    return false;
  end if;
  delete from hub.case_principal x where x.partnership_id = p and x.case_id = c.id;
  update hub.case_file x set agency_id = agency, team_id = null, owner_id = new_owner where x.partnership_id = p and x.id = c.id;
  if c.restricted then
    insert into hub.case_principal (partnership_id, case_id, principal_id, kind, added_by, added_at)
    select p, c.id, who, 'account', me, at_time from unnest(array[new_owner, me]) who on conflict do nothing;
  end if;
  if t.keeps = 'until' and t.keep_until > at_time then
    insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, to_account, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until, allowed_reason)
    select p, kept_disclosure, kept_reference, c.id, agency, t.from_agency, case when c.restricted then t.offered_by end, 'case', 'To hand over and to finish what was begun', d.gateway_id,
      'Agreed when the case was transferred', 'given', me, at_time, t.keep_until, 'Decided at transfer ' || t.reference
    from hub.disclosure d where d.partnership_id = p and d.id = t.disclosure_id;
  end if;
  -- The summary has done its work: the new holder sees the case.
  perform hub.refresh_case_access(p, array[c.id]);
  return true;
end $$;
revoke all on function hub.accept_transfer(uuid, uuid, uuid, text, timestamptz) from public;
grant execute on function hub.accept_transfer(uuid, uuid, uuid, text, timestamptz) to hub_app;

-- An answer to an offer goes into the chronology of a case that the one who answers does not see.
create function hub.chronicle_transfer(of_transfer uuid, entry_id uuid, at_time timestamptz, said text) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  insert into hub.chronology (partnership_id, id, case_id, at, kind, words, by_account, by_agency)
  select t.partnership_id, entry_id, t.case_id, at_time, 'shared', said, hub.actor_account(), hub.actor_agency()
  from hub.case_transfer t where t.partnership_id = hub.actor_partnership() and t.id = of_transfer and t.to_agency = hub.actor_case_agency() and t.answered_by = hub.actor_account();
end $$;
-- A refused offer takes its summary back.
create function hub.drop_transfer_summary(of_transfer uuid, at_time timestamptz) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  update hub.disclosure d set withdrawn_at = at_time, withdrawn_by = t.answered_by, withdrawn_reason = 'The offer ' || t.reference || ' was not taken up.'
  from hub.case_transfer t
  where t.partnership_id = hub.actor_partnership() and t.id = of_transfer and t.state in ('rejected', 'withdrawn') and t.answered_by = hub.actor_account()
    and d.partnership_id = t.partnership_id and d.id = t.disclosure_id and d.withdrawn_at is null;
end $$;
revoke all on function hub.chronicle_transfer(uuid, uuid, timestamptz, text), hub.drop_transfer_summary(uuid, timestamptz) from public;
grant execute on function hub.chronicle_transfer(uuid, uuid, timestamptz, text), hub.drop_transfer_summary(uuid, timestamptz) to hub_app;

-- For the public page: how many were given and refused, by kind of agency and by law. Numbers only; small ones are hidden before they are shown.
create function hub.sharing_totals() returns table (year int, kind text, gateway text, given int, refused int)
language sql stable security definer set search_path = hub, pg_temp as $$
  select extract(year from d.decided_at at time zone 'Europe/London')::int, coalesce(a.kind, 'outside'), coalesce(g.name, ''),
    (count(*) filter (where d.decision = 'given'))::int, (count(*) filter (where d.decision = 'refused'))::int
  from hub.disclosure d
  left join hub.agency a on a.partnership_id = d.partnership_id and a.id = d.to_agency
  left join hub.gateway g on g.partnership_id = d.partnership_id and g.id = d.gateway_id
  where d.partnership_id = hub.actor_partnership() and d.decision <> 'asked'
  group by 1, 2, 3
$$;
revoke all on function hub.sharing_totals() from public;
grant execute on function hub.sharing_totals() to hub_app;

-- What partners owe each other is among the dated standards that a partnership edits; partnerships that are there already get the usual ones.
insert into hub.contact_standard (partnership_id, id, key, applies_to, amount, unit, in_force_from, source)
select p.id, gen_random_uuid(), s.key, s.applies_to, s.amount, 'working_days', '2012-01-01', 'Local policy of the partnership, not law'
from hub.partnership p cross join (values ('answer-request', '{}'::text[], 10), ('answer-request', array['urgent'], 2), ('request-supervisor', '{}', 2), ('request-liaison', '{}', 3)) s(key, applies_to, amount)
where exists (select 1 from hub.contact_standard c where c.partnership_id = p.id);
