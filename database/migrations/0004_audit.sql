-- Every read and every change of personal data is an entry. Writers insert freely; a sealer puts entries in order and chains them,
-- so that no writer waits for another. What is not sealed yet is visible as such.
create table hub.audit_entry (
  partnership_id uuid not null,
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null,
  account_id uuid,
  agency_id uuid,
  event text not null,
  subject_kind text not null default '',
  subject_id uuid,
  case_id uuid,
  request_id text not null default '',
  -- counts and codes, never names or words of a record
  detail jsonb not null default '{}',
  primary key (partnership_id, id)
);
create index audit_entry_subject on hub.audit_entry (partnership_id, subject_id, at desc);
create index audit_entry_case on hub.audit_entry (partnership_id, case_id, at desc) where case_id is not null;
create index audit_entry_account on hub.audit_entry (partnership_id, account_id, at desc);
create index audit_entry_at on hub.audit_entry (partnership_id, at desc);

-- Entries waiting to be sealed; a row leaves when its entry is in the chain.
create table hub.audit_waiting (
  partnership_id uuid not null,
  entry_id uuid not null,
  primary key (partnership_id, entry_id)
);

create table hub.audit_seal (
  partnership_id uuid not null,
  seq bigint not null,
  entry_id uuid not null,
  chain text not null,
  primary key (partnership_id, seq)
);
create unique index audit_seal_entry on hub.audit_seal (partnership_id, entry_id);

create table hub.audit_head (
  partnership_id uuid primary key,
  seq bigint not null,
  chain text not null,
  sealed_at timestamptz not null
);

-- The text of an entry that its hash is taken of. src/platform/audit/chain.ts writes the same text.
create function hub.audit_text(e hub.audit_entry) returns text
language sql immutable set search_path = hub, pg_temp as $$
  select concat_ws('|', e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_kind, coalesce(e.account_id::text, ''), coalesce(e.agency_id::text, ''),
    e.event, e.subject_kind, coalesce(e.subject_id::text, ''), coalesce(e.case_id::text, ''), e.request_id, e.detail::text)
$$;

-- Seals up to batch entries of every partnership that has some waiting, oldest first. One sealer at a time.
create function hub.seal_audit(batch int default 5000) returns int
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  sealed int := 0;
  last_partnership uuid;
  head_seq bigint;
  head_chain text;
  entry hub.audit_entry;
begin
  if not pg_try_advisory_xact_lock(hashtext('hub.seal_audit')) then
    return 0;
  end if;
  for entry in
    select e.* from hub.audit_waiting w join hub.audit_entry e on e.partnership_id = w.partnership_id and e.id = w.entry_id
    order by e.partnership_id, e.at, e.id limit batch
  loop
    if last_partnership is distinct from entry.partnership_id then
      if last_partnership is not null then
        update hub.audit_head set seq = head_seq, chain = head_chain, sealed_at = clock_timestamp() where partnership_id = last_partnership;
      end if;
      last_partnership := entry.partnership_id;
      insert into hub.audit_head values (last_partnership, 0, repeat('0', 64), clock_timestamp()) on conflict do nothing;
      select h.seq, h.chain into head_seq, head_chain from hub.audit_head h where h.partnership_id = last_partnership;
    end if;
    head_seq := head_seq + 1;
    head_chain := encode(sha256(convert_to(head_chain || '|' || head_seq || '|' || hub.audit_text(entry), 'UTF8')), 'hex');
    insert into hub.audit_seal values (last_partnership, head_seq, entry.id, head_chain);
    delete from hub.audit_waiting w where w.partnership_id = last_partnership and w.entry_id = entry.id;
    sealed := sealed + 1;
  end loop;
  if last_partnership is not null then
    update hub.audit_head set seq = head_seq, chain = head_chain, sealed_at = clock_timestamp() where partnership_id = last_partnership;
  end if;
  return sealed;
end $$;
revoke all on function hub.seal_audit(int) from public;
grant execute on function hub.seal_audit(int) to hub_worker;

-- The one way to write an entry: who acts comes from the sealed actor, not from the caller.
create function hub.audit(entry_id uuid, event text, subject_kind text, subject_id uuid, case_id uuid, request_id text, detail jsonb) returns void
language sql security definer set search_path = hub, pg_temp as $$
  with e as (
    insert into hub.audit_entry (partnership_id, id, actor_kind, account_id, agency_id, event, subject_kind, subject_id, case_id, request_id, detail)
    values (hub.actor_partnership(), entry_id, coalesce(hub.actor_kind(), 'system'), hub.actor_account(), hub.actor_agency(), event, subject_kind, subject_id, case_id, request_id, detail)
    returning partnership_id, id)
  insert into hub.audit_waiting select partnership_id, id from e
$$;
revoke all on function hub.audit(uuid, text, text, uuid, uuid, text, jsonb) from public;
grant execute on function hub.audit(uuid, text, text, uuid, uuid, text, jsonb) to hub_app, hub_worker;
