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

-- An actor is eight fields parted by '|': kind, partnership, account, agency, case agency, principals, roles, walls and the
-- one record that a link or draft opens. The seal binds it to this backend and this transaction.
create function hub.seal_of(actor text) returns text
language sql stable security definer set search_path = hub, pg_temp as $$
  select encode(sha256(k.secret || sha256(k.secret || convert_to(
    actor || '#' || pg_backend_pid() || '#' || extract(epoch from transaction_timestamp()), 'UTF8'))), 'hex')
  from hub_meta.actor_key k
$$;
revoke all on function hub.seal_of(text) from public;

create function hub.become(kind text, partnership uuid, account uuid, agency uuid, case_agency uuid, principals uuid[], roles text[], walls uuid[], subject uuid)
returns void language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  actor text := concat_ws('|', kind, partnership, coalesce(account::text, ''), coalesce(agency::text, ''), coalesce(case_agency::text, ''),
    coalesce(array_to_string(principals, ','), ''), coalesce(array_to_string(roles, ','), ''), coalesce(array_to_string(walls, ','), ''), coalesce(subject::text, ''));
begin
  perform set_config('hub.actor', actor, true), set_config('hub.seal', hub.seal_of(actor), true);
end $$;
revoke all on function hub.become(text, uuid, uuid, uuid, uuid, uuid[], text[], uuid[], uuid) from public;

create function hub.actor_part(part int) returns text
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  actor text := current_setting('hub.actor', true);
begin
  if actor is null or actor = '' then
    return null;
  end if;
  if current_setting('hub.seal', true) is distinct from hub.seal_of(actor) then
    raise exception 'The actor of this transaction is not sealed' using errcode = '42501';
  end if;
  return nullif(split_part(actor, '|', part), '');
end $$;
revoke all on function hub.actor_part(int) from public;

create function hub.actor_kind() returns text language sql stable security definer set search_path = hub, pg_temp as $$ select hub.actor_part(1) $$;
create function hub.actor_partnership() returns uuid language sql stable security definer set search_path = hub, pg_temp as $$ select hub.actor_part(2)::uuid $$;
create function hub.actor_account() returns uuid language sql stable security definer set search_path = hub, pg_temp as $$ select hub.actor_part(3)::uuid $$;
create function hub.actor_agency() returns uuid language sql stable security definer set search_path = hub, pg_temp as $$ select hub.actor_part(4)::uuid $$;
-- The agency whose cases the actor works on; null for people whose roles give no casework (auditor, administrator).
create function hub.actor_case_agency() returns uuid language sql stable security definer set search_path = hub, pg_temp as $$ select hub.actor_part(5)::uuid $$;
create function hub.actor_principals() returns uuid[] language sql stable security definer set search_path = hub, pg_temp as $$ select coalesce(string_to_array(hub.actor_part(6), ',')::uuid[], '{}') $$;
create function hub.actor_roles() returns text[] language sql stable security definer set search_path = hub, pg_temp as $$ select coalesce(string_to_array(hub.actor_part(7), ','), '{}') $$;
create function hub.actor_walls() returns uuid[] language sql stable security definer set search_path = hub, pg_temp as $$ select coalesce(string_to_array(hub.actor_part(8), ',')::uuid[], '{}') $$;
-- The one report (kind 'link') or draft (kind 'draft') that a private link opens.
create function hub.actor_subject() returns uuid language sql stable security definer set search_path = hub, pg_temp as $$ select hub.actor_part(9)::uuid $$;
create function hub.actor_link() returns uuid language sql stable security definer set search_path = hub, pg_temp as $$ select case when hub.actor_part(1) = 'link' then hub.actor_part(9)::uuid end $$;
create function hub.actor_draft() returns uuid language sql stable security definer set search_path = hub, pg_temp as $$ select case when hub.actor_part(1) = 'draft' then hub.actor_part(9)::uuid end $$;

do $$ begin
  execute (select string_agg(format('revoke all on function %s from public; grant execute on function %s to hub_app, hub_worker;', p.oid::regprocedure, p.oid::regprocedure), ' ')
    from pg_proc p where p.pronamespace = 'hub'::regnamespace and p.proname like 'actor\_%' and p.proname <> 'actor_part');
end $$;
