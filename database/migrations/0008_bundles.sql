-- Evidence bundles of a case: what an officer chose for a court, what they struck out, and the file that was made of it.
create table hub.bundle (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  title text not null,
  court text not null default '',
  statement text not null default '',
  -- words that are blacked out wherever they stand
  black_out text[] not null default '{}',
  black_out_reason text not null default '',
  state text not null default 'draft' check (state in ('draft', 'waiting', 'working', 'ready', 'failed')),
  -- what goes on paper, without what is struck; frozen when the officer asks for the file (src/bundles/content.ts)
  content jsonb,
  done int not null default 0,
  of int not null default 0,
  attempts int not null default 0,
  -- the worker says that it lives; a claim that is silent is taken over
  claimed_at timestamptz,
  evidence_id uuid,
  sha256 text,
  pages int,
  made_from uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  asked_by uuid,
  asked_at timestamptz,
  finished_at timestamptz,
  primary key (partnership_id, id)
);
create index bundle_case on hub.bundle (partnership_id, case_id, created_at desc);
create index bundle_waiting on hub.bundle (asked_at) where state in ('waiting', 'working');

create table hub.bundle_item (
  partnership_id uuid not null,
  id uuid not null,
  bundle_id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('incident', 'entry', 'photo', 'video', 'sound', 'document')),
  source_id uuid not null,
  position int not null,
  at timestamptz not null,
  by_words text not null default '',
  title text not null,
  words text not null default '',
  included boolean not null default true,
  -- what a device or document can and cannot show, in the officer's words
  limits text not null default '',
  -- [{ passage, reason }]
  strikes jsonb not null default '[]',
  -- squares of the grid over a picture: "B3:D5, 2: A1:L2"
  covers text not null default '',
  covers_reason text not null default '',
  primary key (partnership_id, id)
);
create index bundle_item_bundle on hub.bundle_item (partnership_id, bundle_id, position);

do $$
declare
  t text;
  by_case constant text := 'exists (select 1 from hub.case_access a where a.partnership_id = %1$I.partnership_id and a.case_id = %1$I.case_id offset 0)';
  in_view constant text := 'case_id = (select hub.actor_view()) and partnership_id = (select hub.actor_partnership())';
begin
  foreach t in array array['bundle', 'bundle_item'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
    execute format('create policy read on hub.%1$I for select to hub_app using (case when ' || in_view || ' then true else ' || by_case || ' end)', t);
    execute format('create policy write on hub.%1$I for insert to hub_app with check ((select hub.actor_kind()) = ''staff'' and ' || by_case || ')', t);
  end loop;
  -- What was made stays as it was: only a draft changes, and asking for the file ends the draft.
  execute format('create policy change on hub.%1$I for update to hub_app using (state in (''draft'', ''failed'') and ' || by_case || ') with check (state in (''draft'', ''waiting'') and ' || by_case || ')', 'bundle');
  execute format('create policy change on hub.%1$I for update to hub_app using (' || by_case || '
    and exists (select 1 from hub.bundle b where b.partnership_id = %1$I.partnership_id and b.id = %1$I.bundle_id and b.state in (''draft'', ''failed'') offset 0))', 'bundle_item');
end $$;
create policy worker on hub.bundle to hub_worker using (true) with check (true);

grant select, insert, update on hub.bundle, hub.bundle_item to hub_app;
grant select (partnership_id, id, case_id, title, state, content, done, of, attempts, claimed_at, asked_by, asked_at),
  update (state, done, attempts, claimed_at, evidence_id, sha256, pages, finished_at) on hub.bundle to hub_worker;
grant insert on hub.evidence to hub_worker;
