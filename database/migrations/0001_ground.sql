-- Roles, schemas and the actor: who is asking, proved by the database itself.
-- hub_app serves pages, hub_worker does background work. Neither owns anything nor bypasses row-level security.
do $$
begin
  if not exists (select from pg_roles where rolname = 'hub_app') then
    create role hub_app login noinherit nosuperuser nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'hub_worker') then
    create role hub_worker login noinherit nosuperuser nobypassrls;
  end if;
exception when duplicate_object or unique_violation then
  null; -- two databases of one cluster being made at the same moment
end $$;

create schema hub;
create schema if not exists hub_meta;
revoke all on schema public from public;
grant usage on schema hub to hub_app, hub_worker;

create extension if not exists pg_trgm with schema hub;

-- The key that seals an actor. Only the owner reads it, so the application cannot make up an actor of its own.
create table hub_meta.actor_key (one boolean primary key default true check (one), secret bytea not null);
insert into hub_meta.actor_key (secret)
  values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- An actor is ten fields parted by '|': kind, partnership, account, agency, case agency, principals, roles, walls, the one record
-- that a link or draft opens, and the case that hub.view_case has found to be theirs to see. The seal binds it to this backend and this transaction.
create function hub.seal_of(actor text, secret bytea) returns text
language sql stable
return encode(sha256(secret || sha256(secret || convert_to(actor, 'UTF8') || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp()))), 'hex');
revoke all on function hub.seal_of(text, bytea) from public;

create function hub.become(kind text, partnership uuid, account uuid, agency uuid, case_agency uuid, principals uuid[], roles text[], walls uuid[], subject uuid)
returns void language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  actor text := concat_ws('|', kind, partnership, coalesce(account::text, ''), coalesce(agency::text, ''), coalesce(case_agency::text, ''),
    coalesce(array_to_string(principals, ','), ''), coalesce(array_to_string(roles, ','), ''), coalesce(array_to_string(walls, ','), ''), coalesce(subject::text, ''), '');
  secret bytea;
begin
  select k.secret into strict secret from hub_meta.actor_key k;
  perform set_config('hub.actor', actor, true), set_config('hub.seal', hub.seal_of(actor, secret), true);
end $$;
revoke all on function hub.become(text, uuid, uuid, uuid, uuid, uuid[], text[], uuid[], uuid) from public;

-- The actor of this transaction when its seal is right, null when nobody has entered. Every statement asks this several times,
-- so it is one function with one look at the key; the fields below are written so that the planner puts them in its place.
create function hub.sealed_actor() returns text
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  actor text := current_setting('hub.actor', true);
  secret bytea;
begin
  if actor is null or actor = '' then
    return null;
  end if;
  select k.secret into secret from hub_meta.actor_key k;
  if current_setting('hub.seal', true) is distinct from hub.seal_of(actor, secret) then
    raise exception 'The actor of this transaction is not sealed' using errcode = '42501';
  end if;
  return actor;
end $$;
revoke all on function hub.sealed_actor() from public;
grant execute on function hub.sealed_actor() to hub_app, hub_worker;

create function hub.actor_kind() returns text language sql stable return nullif(split_part(hub.sealed_actor(), '|', 1), '');
create function hub.actor_partnership() returns uuid language sql stable return nullif(split_part(hub.sealed_actor(), '|', 2), '')::uuid;
create function hub.actor_account() returns uuid language sql stable return nullif(split_part(hub.sealed_actor(), '|', 3), '')::uuid;
create function hub.actor_agency() returns uuid language sql stable return nullif(split_part(hub.sealed_actor(), '|', 4), '')::uuid;
-- The agency whose cases the actor works on; null for people whose roles give no casework (auditor, administrator).
create function hub.actor_case_agency() returns uuid language sql stable return nullif(split_part(hub.sealed_actor(), '|', 5), '')::uuid;
create function hub.actor_principals() returns uuid[] language sql stable return coalesce(string_to_array(split_part(hub.sealed_actor(), '|', 6), ',')::uuid[], '{}');
create function hub.actor_roles() returns text[] language sql stable return coalesce(string_to_array(split_part(hub.sealed_actor(), '|', 7), ','), '{}');
create function hub.actor_walls() returns uuid[] language sql stable return coalesce(string_to_array(split_part(hub.sealed_actor(), '|', 8), ',')::uuid[], '{}');
-- The one report (kind 'link') or draft (kind 'draft') that a private link opens.
create function hub.actor_subject() returns uuid language sql stable return nullif(split_part(hub.sealed_actor(), '|', 9), '')::uuid;
create function hub.actor_link() returns uuid language sql stable return case when split_part(hub.sealed_actor(), '|', 1) = 'link' then split_part(hub.sealed_actor(), '|', 9)::uuid end;
create function hub.actor_draft() returns uuid language sql stable return case when split_part(hub.sealed_actor(), '|', 1) = 'draft' then split_part(hub.sealed_actor(), '|', 9)::uuid end;
-- The case in view: see hub.view_case.
create function hub.actor_view() returns uuid language sql stable return nullif(split_part(hub.sealed_actor(), '|', 10), '')::uuid;

do $$ begin
  execute (select string_agg(format('revoke all on function %s from public; grant execute on function %s to hub_app, hub_worker;', p.oid::regprocedure, p.oid::regprocedure), ' ')
    from pg_proc p where p.pronamespace = 'hub'::regnamespace and p.proname like 'actor\_%');
end $$;
