-- Panels: meetings of several agencies about live cases. Each invited person sees only the items that they need to know.

create table hub.panel_kind (
  partnership_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  says text not null default '',
  item_minutes int not null check (item_minutes between 1 and 240),
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- When a live case comes onto the agenda of such a panel. What the threshold and the days mean depends on the measure: src/panels/rules.ts.
create table hub.panel_criterion (
  partnership_id uuid not null,
  id uuid not null,
  kind_code text not null,
  measure text not null check (measure in ('risk_band', 'repeat_reports', 'silence', 'hate', 'case_review')),
  threshold int not null default 1 check (threshold between 1 and 100),
  days int not null default 0 check (days between 0 and 1000),
  source text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- What everyone signs before the papers open. Signatures keep the words that were signed.
create table hub.panel_declaration (
  partnership_id uuid not null,
  id uuid not null,
  name text not null,
  words text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

create table hub.panel (
  partnership_id uuid not null,
  id uuid not null,
  name text not null,
  kind_code text not null,
  purpose text not null,
  agency_id uuid not null,
  chair_id uuid not null,
  -- stands in for the chair: also for items that the chair may not see
  deputy_id uuid,
  place_words text not null default '',
  created_by uuid not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (partnership_id, id),
  check (deputy_id is distinct from chair_id),
  foreign key (partnership_id, agency_id) references hub.agency (partnership_id, id)
);

create table hub.panel_member (
  partnership_id uuid not null,
  panel_id uuid not null,
  account_id uuid not null,
  added_at timestamptz not null,
  primary key (partnership_id, panel_id, account_id),
  foreign key (partnership_id, panel_id) references hub.panel (partnership_id, id)
);

create table hub.panel_meeting (
  partnership_id uuid not null,
  id uuid not null,
  panel_id uuid not null,
  starts_at timestamptz not null,
  minutes int not null check (minutes between 10 and 600),
  place_words text not null default '',
  marking text not null default 'official_sensitive' check (marking in ('official', 'official_sensitive')),
  state text not null default 'planned' check (state in ('planned', 'agreed', 'running', 'held', 'circulated', 'cancelled')),
  agreed_by uuid,
  agreed_at timestamptz,
  started_at timestamptz,
  held_at timestamptz,
  circulated_by uuid,
  circulated_at timestamptz,
  -- what stands on the projector
  item_id uuid,
  item_since timestamptz,
  blank boolean not null default false,
  primary key (partnership_id, id),
  foreign key (partnership_id, panel_id) references hub.panel (partnership_id, id)
);
create index panel_meeting_of on hub.panel_meeting (partnership_id, panel_id, starts_at desc);
create index panel_meeting_at on hub.panel_meeting (partnership_id, starts_at);

create table hub.panel_invitation (
  partnership_id uuid not null,
  meeting_id uuid not null,
  account_id uuid not null,
  answer text not null default 'invited' check (answer in ('invited', 'coming', 'apologies')),
  came_at timestamptz,
  left_at timestamptz,
  primary key (partnership_id, meeting_id, account_id),
  check (left_at is null or came_at is not null),
  foreign key (partnership_id, meeting_id) references hub.panel_meeting (partnership_id, id)
);
create index panel_invitation_mine on hub.panel_invitation (partnership_id, account_id);

create table hub.panel_signature (
  partnership_id uuid not null,
  meeting_id uuid not null,
  account_id uuid not null,
  declaration_id uuid not null,
  words text not null,
  signed_at timestamptz not null,
  primary key (partnership_id, meeting_id, account_id),
  foreign key (partnership_id, meeting_id) references hub.panel_meeting (partnership_id, id)
);

create table hub.panel_item (
  partnership_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  position int not null,
  case_id uuid,
  agency_id uuid not null,
  -- title and question stand on the projector: nobody is named in them
  title text not null,
  question text not null default '',
  minutes int not null check (minutes between 1 and 240),
  -- only people named, never on the projector
  restricted boolean not null default false,
  -- for everyone who is invited: last actions, any other business
  everyone boolean not null default false,
  reasons text[] not null default '{}',
  proposed_by uuid,
  state text not null default 'proposed' check (state in ('proposed', 'agreed', 'left_out', 'done')),
  created_at timestamptz not null,
  primary key (partnership_id, id),
  check (not (restricted and everyone)),
  check (case_id is null or not everyone),
  foreign key (partnership_id, meeting_id) references hub.panel_meeting (partnership_id, id)
);
create index panel_item_of on hub.panel_item (partnership_id, meeting_id, position);
create unique index panel_item_once on hub.panel_item (partnership_id, meeting_id, case_id) where case_id is not null;

-- Who needs to know an item: whole agencies, or people by name.
create table hub.panel_item_viewer (
  partnership_id uuid not null,
  item_id uuid not null,
  principal_id uuid not null,
  kind text not null check (kind in ('agency', 'account')),
  primary key (partnership_id, item_id, principal_id),
  foreign key (partnership_id, item_id) references hub.panel_item (partnership_id, id)
);

-- The paper of an item, frozen when it was given: lines of words in a version.
create table hub.panel_paper (
  partnership_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  version int not null,
  position int not null,
  label text not null,
  words text not null,
  -- a number of what we know, fit for the projector
  figure boolean not null default false,
  primary key (partnership_id, id),
  foreign key (partnership_id, item_id) references hub.panel_item (partnership_id, id)
);
create index panel_paper_of on hub.panel_paper (partnership_id, item_id, version, position);

-- Which disclosure lets which agency or person read that version.
create table hub.panel_paper_given (
  partnership_id uuid not null,
  item_id uuid not null,
  version int not null,
  disclosure_id uuid not null,
  agency_id uuid not null,
  account_id uuid,
  primary key (partnership_id, disclosure_id),
  foreign key (partnership_id, item_id) references hub.panel_item (partnership_id, id)
);
create index panel_paper_given_of on hub.panel_paper_given (partnership_id, item_id, version);

create table hub.panel_minute (
  partnership_id uuid not null,
  item_id uuid not null,
  words text not null default '',
  decision text not null default '',
  revision int not null default 1,
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (partnership_id, item_id),
  foreign key (partnership_id, item_id) references hub.panel_item (partnership_id, id)
);

-- What was agreed. On an item with a case it is a task of the agency; without one it is answered here.
create table hub.panel_action (
  partnership_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  panel_id uuid not null,
  agency_id uuid not null,
  assignee_id uuid,
  words text not null,
  due_on date not null,
  task_id uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  done_words text not null default '',
  primary key (partnership_id, id),
  foreign key (partnership_id, item_id) references hub.panel_item (partnership_id, id)
);
create index panel_action_of on hub.panel_action (partnership_id, item_id);
create index panel_action_panel on hub.panel_action (partnership_id, panel_id, created_at);

do $$
declare
  t text;
begin
  foreach t in array array['panel_kind', 'panel_criterion', 'panel_declaration', 'panel', 'panel_member', 'panel_meeting', 'panel_invitation', 'panel_signature', 'panel_item', 'panel_item_viewer',
    'panel_paper', 'panel_paper_given', 'panel_minute', 'panel_action'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;

-- The rule of who sees an item, for any person: the policies ask it for the actor, the projector for everyone in the room.
create function hub.panel_item_seen_by(p uuid, of_item uuid, who uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  i record;
  person record;
begin
  select x.case_id, x.restricted, x.everyone, x.proposed_by, x.meeting_id, n.chair_id, n.deputy_id into i
  from hub.panel_item x join hub.panel_meeting m on m.partnership_id = x.partnership_id and m.id = x.meeting_id join hub.panel n on n.partnership_id = m.partnership_id and n.id = m.panel_id
  where x.partnership_id = p and x.id = of_item;
  if not found then
    return false;
  end if;
  select a.agency_id into person from hub.account a where a.partnership_id = p and a.id = who and a.state = 'active'
    and exists (select 1 from hub.account_role r where r.partnership_id = p and r.account_id = who and r.role in ('officer', 'supervisor', 'coordinator', 'analyst'));
  if not found or exists (select 1 from hub.access_wall w where w.partnership_id = p and w.account_id = who and w.case_id = i.case_id) then
    return false;
  end if;
  if who = i.chair_id or who = i.deputy_id or who = i.proposed_by then
    return true;
  end if;
  return exists (select 1 from hub.panel_invitation v where v.partnership_id = p and v.meeting_id = i.meeting_id and v.account_id = who) and (i.everyone
    or exists (select 1 from hub.panel_item_viewer v where v.partnership_id = p and v.item_id = of_item and (v.principal_id = who
      or (v.principal_id = person.agency_id and not i.restricted and not exists (select 1 from hub.case_file c where c.partnership_id = p and c.id = i.case_id and c.restricted)))));
end $$;

-- Whoever sees the item and has signed, and either sees the case or lives under a disclosure of this version.
create function hub.panel_paper_seen_by(p uuid, of_item uuid, of_version int, who uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  i record;
  agency uuid;
begin
  select x.case_id, x.meeting_id into i from hub.panel_item x where x.partnership_id = p and x.id = of_item;
  if not found or not hub.panel_item_seen_by(p, of_item, who)
    or not exists (select 1 from hub.panel_signature s where s.partnership_id = p and s.meeting_id = i.meeting_id and s.account_id = who) then
    return false;
  end if;
  select a.agency_id into agency from hub.account a where a.partnership_id = p and a.id = who;
  return i.case_id is null
    or exists (select 1 from hub.case_access c where c.partnership_id = p and c.case_id = i.case_id and c.valid_until > now()
      and (c.principal_id in (who, agency) or exists (select 1 from hub.account_team t where t.partnership_id = p and t.account_id = who and t.team_id = c.principal_id)))
    or exists (select 1 from hub.panel_paper_given g join hub.disclosure d on d.partnership_id = g.partnership_id and d.id = g.disclosure_id
      where g.partnership_id = p and g.item_id = of_item and g.version = of_version and g.agency_id = agency and (g.account_id is null or g.account_id = who)
        and d.decision = 'given' and d.withdrawn_at is null and d.valid_until > now());
end $$;
revoke all on function hub.panel_item_seen_by(uuid, uuid, uuid), hub.panel_paper_seen_by(uuid, uuid, int, uuid) from public;

create function hub.sees_panel_item(of_item uuid) returns boolean
language sql stable security definer set search_path = hub, pg_temp as $$
  select hub.actor_kind() = 'staff' and hub.actor_case_agency() is not null and hub.panel_item_seen_by(hub.actor_partnership(), of_item, hub.actor_account())
$$;
create function hub.reads_panel_paper(of_item uuid, of_version int) returns boolean
language sql stable security definer set search_path = hub, pg_temp as $$
  select hub.actor_kind() = 'staff' and hub.actor_case_agency() is not null and hub.panel_paper_seen_by(hub.actor_partnership(), of_item, of_version, hub.actor_account())
$$;
-- Chair or deputy, and both do casework.
create function hub.runs_meeting(of_meeting uuid) returns boolean
language sql stable security definer set search_path = hub, pg_temp as $$
  select hub.actor_kind() = 'staff' and hub.actor_case_agency() is not null and exists (select 1 from hub.panel_meeting m join hub.panel n on n.partnership_id = m.partnership_id and n.id = m.panel_id
    where m.partnership_id = hub.actor_partnership() and m.id = of_meeting and hub.actor_account() in (n.chair_id, n.deputy_id))
$$;
create function hub.in_meeting(of_meeting uuid) returns boolean
language sql stable security definer set search_path = hub, pg_temp as $$
  select hub.runs_meeting(of_meeting) or (hub.actor_kind() = 'staff' and hub.actor_case_agency() is not null and exists (select 1 from hub.panel_invitation v
    where v.partnership_id = hub.actor_partnership() and v.meeting_id = of_meeting and v.account_id = hub.actor_account()))
$$;
create function hub.signed_for(of_meeting uuid) returns boolean
language sql stable security definer set search_path = hub, pg_temp as $$
  select exists (select 1 from hub.panel_signature s where s.partnership_id = hub.actor_partnership() and s.meeting_id = of_meeting and s.account_id = hub.actor_account())
$$;
create function hub.meeting_of_item(of_item uuid) returns uuid
language sql stable security definer set search_path = hub, pg_temp as $$
  select i.meeting_id from hub.panel_item i where i.partnership_id = hub.actor_partnership() and i.id = of_item
$$;
create function hub.meeting_open(of_meeting uuid) returns boolean
language sql stable security definer set search_path = hub, pg_temp as $$
  select exists (select 1 from hub.panel_meeting m where m.partnership_id = hub.actor_partnership() and m.id = of_meeting and m.state not in ('circulated', 'cancelled'))
$$;
-- Who gets an item ready: whoever runs the meeting, or sees the item and works for the agency whose case it is.
create function hub.prepares_panel_item(of_item uuid) returns boolean
language sql stable security definer set search_path = hub, pg_temp as $$
  select hub.sees_panel_item(of_item) and exists (select 1 from hub.panel_item i where i.partnership_id = hub.actor_partnership() and i.id = of_item
    and (i.agency_id = hub.actor_case_agency() or hub.runs_meeting(i.meeting_id)))
$$;

-- What may stand on the projector: an item that everyone in the room may see, and its figures if all of them may read its paper.
-- The room is everyone who signed in and has not left, and whoever runs the screen.
create function hub.panel_screen(of_meeting uuid) returns table (item_id uuid, shown boolean, paper_version int)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  room uuid[];
begin
  if not hub.runs_meeting(of_meeting) then
    return;
  end if;
  select array_agg(v.account_id) || hub.actor_account() into room from hub.panel_invitation v
  where v.partnership_id = p and v.meeting_id = of_meeting and v.came_at is not null and v.left_at is null;
  room := coalesce(room, array[hub.actor_account()]);
  return query
  select i.id, s.shown, case when s.shown and n.version is not null and not exists (select 1 from unnest(room) w where not hub.panel_paper_seen_by(p, i.id, n.version, w)) then n.version end
  from hub.panel_item i
  cross join lateral (select not i.restricted and not exists (select 1 from unnest(room) w where not hub.panel_item_seen_by(p, i.id, w)) as shown) s
  cross join lateral (select max(x.version) as version from hub.panel_paper x where x.partnership_id = p and x.item_id = i.id) n
  where i.partnership_id = p and i.meeting_id = of_meeting and i.state in ('agreed', 'done');
end $$;

-- Where actions stand, for those who see their item: the task may be another agency's.
create function hub.panel_action_states(of_actions uuid[]) returns table (action_id uuid, state text, answer text)
language sql stable security definer set search_path = hub, pg_temp as $$
  select a.id, coalesce(t.state, case when a.done_at is null then 'asked' else 'done' end), coalesce(t.answer, a.done_words)
  from hub.panel_action a left join hub.task t on t.partnership_id = a.partnership_id and t.id = a.task_id
  where a.partnership_id = hub.actor_partnership() and a.id = any(of_actions) and hub.sees_panel_item(a.item_id) and hub.signed_for(hub.meeting_of_item(a.item_id))
$$;

-- Open actions of earlier meetings of a panel. On the screen of a meeting only those whose item everyone in the room may see.
create function hub.panel_open_actions(of_panel uuid, on_screen_of uuid) returns setof uuid
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  room uuid[] := array[hub.actor_account()];
begin
  if hub.actor_kind() is distinct from 'staff' or hub.actor_case_agency() is null or (on_screen_of is not null and not hub.runs_meeting(on_screen_of)) then
    return;
  end if;
  if on_screen_of is not null then
    select coalesce(array_agg(v.account_id), '{}') || hub.actor_account() into room from hub.panel_invitation v
    where v.partnership_id = p and v.meeting_id = on_screen_of and v.came_at is not null and v.left_at is null;
  end if;
  return query
  select a.id from hub.panel_action a join hub.panel_item i on i.partnership_id = a.partnership_id and i.id = a.item_id
    left join hub.task t on t.partnership_id = a.partnership_id and t.id = a.task_id
  where a.partnership_id = p and a.panel_id = of_panel and i.meeting_id is distinct from on_screen_of
    and coalesce(t.state in ('asked', 'accepted', 'started'), a.done_at is null) and (on_screen_of is null or not i.restricted)
    and not exists (select 1 from unnest(room) w where not hub.panel_item_seen_by(p, a.item_id, w)
      or not exists (select 1 from hub.panel_signature s where s.partnership_id = p and s.meeting_id = i.meeting_id and s.account_id = w))
  order by a.due_on limit 60;
end $$;

-- Whether words for the projector name somebody who reported or suffered: the answer is yes or no, for whoever runs the meeting or gets the item ready.
create function hub.panel_words_name(of_case uuid, words text) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return hub.actor_kind() = 'staff' and hub.actor_case_agency() is not null and exists (
    select 1 from hub.party x, unnest(string_to_array(lower(x.name), ' ')) part
    where x.partnership_id = hub.actor_partnership() and x.role in ('complainant', 'victim', 'witness') and length(part) > 2
      and (x.case_id = of_case or x.report_id in (select r.id from hub.report r where r.partnership_id = hub.actor_partnership() and r.case_id = of_case))
      and position(' ' || part || ' ' in ' ' || regexp_replace(lower(words), '[^[:alnum:]]+', ' ', 'g') || ' ') > 0
      and (exists (select 1 from hub.case_access a where a.partnership_id = x.partnership_id and a.case_id = of_case and a.principal_id = any(hub.actor_principals()) and of_case <> all(hub.actor_walls()) and a.valid_until > now())
        or exists (select 1 from hub.panel_item i where i.partnership_id = x.partnership_id and i.case_id = of_case and hub.sees_panel_item(i.id) and hub.runs_meeting(i.meeting_id))));
end $$;

-- An action becomes a task of the case, also where whoever runs the meeting does not see the case: the case's owner has then asked for it.
create function hub.panel_task(of_action uuid, task uuid, task_reference text, due timestamptz) returns uuid
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  a hub.panel_action;
  i hub.panel_item;
  c hub.case_file;
  asker uuid;
begin
  select x.* into a from hub.panel_action x where x.partnership_id = hub.actor_partnership() and x.id = of_action and x.task_id is null and x.created_by = hub.actor_account() for update;
  select x.* into i from hub.panel_item x where x.partnership_id = a.partnership_id and x.id = a.item_id and hub.runs_meeting(x.meeting_id) and hub.sees_panel_item(x.id);
  select x.* into c from hub.case_file x where x.partnership_id = i.partnership_id and x.id = i.case_id;
  if c.id is null or (c.restricted and a.agency_id <> c.agency_id and a.assignee_id is null) then
    return null;
  end if;
  asker := case when hub.actor_case_agency() = c.agency_id then hub.actor_account() else coalesce(c.owner_id, c.opened_by, hub.actor_account()) end;
  insert into hub.task (partnership_id, id, reference, case_id, title, brief, agency_id, assignee_id, asked_by, asked_agency, due_at, created_at, updated_at)
  values (c.partnership_id, task, task_reference, c.id, left(a.words, 120), a.words, a.agency_id, a.assignee_id, asker, c.agency_id, due, a.created_at, a.created_at);
  insert into hub.chronology (partnership_id, id, case_id, at, kind, words, by_account, by_agency)
  values (c.partnership_id, gen_random_uuid(), c.id, a.created_at, 'task', 'Agreed at a panel: ' || a.words || ' ' || task_reference, hub.actor_account(), hub.actor_agency());
  update hub.panel_action x set task_id = task where x.partnership_id = a.partnership_id and x.id = a.id;
  return task;
end $$;

do $$ begin
  execute (select string_agg(format('revoke all on function %s from public; grant execute on function %s to hub_app;', f.oid::regprocedure, f.oid::regprocedure), ' ')
    from pg_proc f where f.pronamespace = 'hub'::regnamespace and f.proname = any(array['sees_panel_item', 'reads_panel_paper', 'runs_meeting', 'in_meeting', 'signed_for', 'meeting_of_item', 'meeting_open',
      'prepares_panel_item', 'panel_screen', 'panel_action_states', 'panel_open_actions', 'panel_words_name', 'panel_task']));
end $$;

-- Local rules.
do $$
declare
  t text;
begin
  foreach t in array array['panel_kind', 'panel_criterion', 'panel_declaration'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (partnership_id = (select hub.actor_partnership()))', t);
    execute format('create policy add on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator'', ''coordinator''])', t);
    execute format('create policy change on hub.%1$I for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator'', ''coordinator''])', t);
  end loop;
end $$;

-- That a panel exists and when it meets is known to all who do casework, so that they can propose a case. What it is about is not.
create policy read on hub.panel for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null);
create policy make on hub.panel for insert to hub_app with check (
  agency_id = (select hub.actor_case_agency()) and created_by = (select hub.actor_account()) and (select hub.actor_roles()) && array['supervisor', 'coordinator']);
create policy change on hub.panel for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (chair_id = (select hub.actor_account()) or deputy_id = (select hub.actor_account())));
create policy read on hub.panel_member for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null);
create policy add on hub.panel_member for insert to hub_app with check (
  exists (select 1 from hub.panel n where n.partnership_id = panel_member.partnership_id and n.id = panel_member.panel_id
    and (select hub.actor_account()) in (n.chair_id, n.deputy_id, n.created_by) offset 0));
create policy drop on hub.panel_member for delete to hub_app using (
  exists (select 1 from hub.panel n where n.partnership_id = panel_member.partnership_id and n.id = panel_member.panel_id and (select hub.actor_account()) in (n.chair_id, n.deputy_id) offset 0));
create policy read on hub.panel_meeting for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null);
create policy plan on hub.panel_meeting for insert to hub_app with check (
  state = 'planned' and exists (select 1 from hub.panel n where n.partnership_id = panel_meeting.partnership_id and n.id = panel_meeting.panel_id
    and (select hub.actor_account()) in (n.chair_id, n.deputy_id, n.created_by) offset 0));
create policy run on hub.panel_meeting for update to hub_app using (partnership_id = (select hub.actor_partnership()) and state not in ('circulated', 'cancelled') and hub.runs_meeting(id))
  with check (hub.runs_meeting(id));

create policy read on hub.panel_invitation for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.in_meeting(meeting_id));
create policy invite on hub.panel_invitation for insert to hub_app with check (
  exists (select 1 from hub.panel_meeting m join hub.panel n on n.partnership_id = m.partnership_id and n.id = m.panel_id where m.partnership_id = panel_invitation.partnership_id and m.id = panel_invitation.meeting_id
    and (select hub.actor_account()) in (n.chair_id, n.deputy_id, n.created_by) offset 0));
-- One answers and signs in for oneself; whoever runs the meeting may note that somebody came, left or sent apologies.
create policy answer on hub.panel_invitation for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (account_id = (select hub.actor_account()) or hub.runs_meeting(meeting_id)) and hub.meeting_open(meeting_id))
  with check (came_at is null or exists (select 1 from hub.panel_signature s where s.partnership_id = panel_invitation.partnership_id and s.meeting_id = panel_invitation.meeting_id and s.account_id = panel_invitation.account_id offset 0));
create policy read on hub.panel_signature for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.in_meeting(meeting_id));
create policy sign on hub.panel_signature for insert to hub_app with check (
  account_id = (select hub.actor_account()) and hub.in_meeting(meeting_id)
  and exists (select 1 from hub.panel_declaration d where d.partnership_id = panel_signature.partnership_id and d.id = panel_signature.declaration_id and d.words = panel_signature.words offset 0));

create policy read on hub.panel_item for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.sees_panel_item(id));
create policy propose on hub.panel_item for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and proposed_by = (select hub.actor_account()) and hub.meeting_open(meeting_id)
  and case when case_id is not null then exists (select 1 from hub.case_file c where c.partnership_id = panel_item.partnership_id and c.id = panel_item.case_id and c.agency_id = panel_item.agency_id offset 0)
    else agency_id = (select hub.actor_case_agency()) and hub.runs_meeting(meeting_id) end);
create policy run on hub.panel_item for update to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.runs_meeting(meeting_id) and hub.sees_panel_item(id) and hub.meeting_open(meeting_id));
create policy read on hub.panel_item_viewer for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.sees_panel_item(item_id));
create policy add on hub.panel_item_viewer for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and hub.prepares_panel_item(item_id));
create policy drop on hub.panel_item_viewer for delete to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.prepares_panel_item(item_id));

create policy read on hub.panel_paper for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.reads_panel_paper(item_id, version));
create policy file on hub.panel_paper for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and hub.prepares_panel_item(item_id)
  and exists (select 1 from hub.panel_item i left join hub.case_file c on c.partnership_id = i.partnership_id and c.id = i.case_id where i.partnership_id = panel_paper.partnership_id and i.id = panel_paper.item_id
    and (i.case_id is null or c.id is not null) offset 0));
create policy read on hub.panel_paper_given for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.sees_panel_item(item_id));
create policy give on hub.panel_paper_given for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and hub.prepares_panel_item(item_id)
  and exists (select 1 from hub.disclosure d join hub.panel_item i on i.partnership_id = d.partnership_id and i.id = panel_paper_given.item_id and i.case_id = d.case_id
    where d.partnership_id = panel_paper_given.partnership_id and d.id = panel_paper_given.disclosure_id and d.to_agency = panel_paper_given.agency_id and d.to_account is not distinct from panel_paper_given.account_id offset 0));

create policy read on hub.panel_minute for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.sees_panel_item(item_id) and hub.signed_for(hub.meeting_of_item(item_id)));
create policy write on hub.panel_minute for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and hub.sees_panel_item(item_id) and hub.runs_meeting(hub.meeting_of_item(item_id)) and hub.signed_for(hub.meeting_of_item(item_id)) and hub.meeting_open(hub.meeting_of_item(item_id)));
create policy change on hub.panel_minute for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and hub.sees_panel_item(item_id) and hub.runs_meeting(hub.meeting_of_item(item_id)) and hub.meeting_open(hub.meeting_of_item(item_id)));
create policy read on hub.panel_action for select to hub_app using (partnership_id = (select hub.actor_partnership()) and hub.sees_panel_item(item_id) and hub.signed_for(hub.meeting_of_item(item_id)));
create policy agree on hub.panel_action for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and created_by = (select hub.actor_account()) and task_id is null and hub.sees_panel_item(item_id) and hub.runs_meeting(hub.meeting_of_item(item_id))
  and hub.signed_for(hub.meeting_of_item(item_id)) and hub.meeting_open(hub.meeting_of_item(item_id)));
create policy answer on hub.panel_action for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and task_id is null and done_at is null and hub.sees_panel_item(item_id)
  and (agency_id = (select hub.actor_case_agency()) or hub.runs_meeting(hub.meeting_of_item(item_id))))
  with check (done_by = (select hub.actor_account()));

grant select, insert on hub.panel_kind, hub.panel_criterion, hub.panel_declaration, hub.panel, hub.panel_member, hub.panel_meeting, hub.panel_invitation, hub.panel_signature, hub.panel_item, hub.panel_item_viewer,
  hub.panel_paper, hub.panel_paper_given, hub.panel_minute, hub.panel_action to hub_app;
grant update (in_force_to) on hub.panel_kind, hub.panel_criterion, hub.panel_declaration to hub_app;
grant update (name, purpose, chair_id, deputy_id, place_words, ended_at) on hub.panel to hub_app;
grant update (starts_at, minutes, place_words, state, agreed_by, agreed_at, started_at, held_at, circulated_by, circulated_at, item_id, item_since, blank) on hub.panel_meeting to hub_app;
grant update (answer, came_at, left_at) on hub.panel_invitation to hub_app;
grant update (position, title, question, minutes, restricted, state) on hub.panel_item to hub_app;
grant update (words, decision, revision, saved_by, saved_at) on hub.panel_minute to hub_app;
grant update (done_at, done_by, done_words) on hub.panel_action to hub_app;
grant delete on hub.panel_member, hub.panel_item_viewer to hub_app;

-- Order and minutes of every agreed item, for those who are part of the meeting: an item that stays closed to them has a place and no words.
create function hub.panel_places(of_meeting uuid) returns table (id uuid, place int, minutes int, state text)
language sql stable security definer set search_path = hub, pg_temp as $$
  select i.id, row_number() over (order by i.position, i.id)::int, i.minutes, i.state from hub.panel_item i
  where i.partnership_id = hub.actor_partnership() and i.meeting_id = of_meeting and i.state in ('agreed', 'done') and hub.in_meeting(of_meeting)
$$;
revoke all on function hub.panel_places(uuid) from public;
grant execute on function hub.panel_places(uuid) to hub_app;

-- Partnerships that are here already start with these; an area changes them in Administration.
insert into hub.panel_kind (partnership_id, id, code, name, says, item_minutes, in_force_from)
select p.id, gen_random_uuid(), k.code, k.name, k.says, k.item_minutes, '2020-01-01' from hub.partnership p cross join (values
  ('tasking', 'Tasking', 'Places and groups: who does what in the next two weeks', 15),
  ('case-conference', 'Case conference', 'One case, everyone whose work it is', 45),
  ('high-risk', 'High-risk victims', 'People in danger of serious harm: named people only', 20)) as k(code, name, says, item_minutes);
insert into hub.panel_criterion (partnership_id, id, kind_code, measure, threshold, days, source, in_force_from)
select p.id, gen_random_uuid(), k.kind_code, k.measure, k.threshold, k.days, k.source, '2020-01-01' from hub.partnership p cross join (values
  ('tasking', 'repeat_reports', 3, 42, 'Local rule: agreed by the partnership'), ('tasking', 'silence', 5, 0, 'Local rule: agreed by the partnership'),
  ('tasking', 'hate', 1, 28, 'Local rule: agreed by the partnership'), ('tasking', 'risk_band', 3, 0, 'Local rule: agreed by the partnership'),
  ('case-conference', 'case_review', 3, 182, 'Essex: three reports, or one hate incident, in six months'), ('high-risk', 'risk_band', 3, 0, 'Local rule: agreed by the partnership')) as k(kind_code, measure, threshold, days, source);
insert into hub.panel_declaration (partnership_id, id, name, words, in_force_from)
select p.id, gen_random_uuid(), 'Confidentiality', 'What is said and shown at this meeting is confidential. I use it only for the purpose of the meeting, keep papers where only I can read them, pass nothing on without the agreement of the agency that gave it, and say at once if I know anyone who is discussed. I delete my copies when the hub tells me that a paper was withdrawn or has ended.', '2020-01-01'
from hub.partnership p;
