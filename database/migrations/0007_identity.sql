-- Signing in. Passwords, second factors and sessions are reached only through these functions; no role of the hub reads their tables.

-- What the application needs to check a password. The hash leaves the database; comparing it is slow work for another processor.
create function hub.sign_in_lookup(wanted text)
returns table (account_id uuid, name text, state text, password_hash text, second_factor boolean)
language sql stable security definer set search_path = hub, pg_temp as $$
  select a.id, a.name, a.state, s.password_hash,
    s.totp_confirmed_at is not null or exists (select 1 from hub.passkey p where p.partnership_id = a.partnership_id and p.account_id = a.id)
  from hub.account a left join hub.account_secret s on s.partnership_id = a.partnership_id and s.account_id = a.id
  where a.partnership_id = hub.actor_partnership() and a.email = lower(wanted) and hub.actor_kind() = 'public'
$$;

create function hub.start_session(of_account uuid, session_id uuid, token bytea, at_stage text, on_device text) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  insert into hub.session (partnership_id, id, token_hash, account_id, stage, device, expires_at)
  select a.partnership_id, session_id, token, a.id, at_stage, left(on_device, 120), now() + case at_stage when 'full' then interval '12 hours' else interval '15 minutes' end
  from hub.account a where a.partnership_id = hub.actor_partnership() and a.id = of_account and a.state = 'active' and hub.actor_kind() = 'public';
  if not found then
    raise exception 'no active account' using errcode = '42501';
  end if;
  if at_stage = 'full' then
    update hub.account a set last_signed_in_at = now() where a.partnership_id = hub.actor_partnership() and a.id = of_account;
  end if;
end $$;

-- The second factor was right: a new token takes the place of the old one (a token seen before sign-in never becomes a signed-in one).
create function hub.complete_session(new_token bytea) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  update hub.session s set stage = 'full', token_hash = new_token, expires_at = now() + interval '12 hours', last_seen_at = now()
  where s.partnership_id = hub.actor_partnership() and s.id = hub.actor_subject() and s.stage <> 'full' and hub.actor_kind() = 'arriving';
  if not found then
    raise exception 'no session to complete' using errcode = '42501';
  end if;
  update hub.account a set last_signed_in_at = now() where a.partnership_id = hub.actor_partnership() and a.id = hub.actor_account();
end $$;

-- Ends one session of one's own, or all of them but one (null: all).
create function hub.end_session(session_id uuid) returns int
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  ended int;
begin
  update hub.session s set ended_at = now() where s.partnership_id = hub.actor_partnership() and s.account_id = hub.actor_account() and s.id = session_id and s.ended_at is null;
  get diagnostics ended = row_count;
  return ended;
end $$;
create function hub.end_sessions_but(kept uuid) returns int
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  ended int;
begin
  update hub.session s set ended_at = now() where s.partnership_id = hub.actor_partnership() and s.account_id = hub.actor_account() and s.id is distinct from kept and s.ended_at is null;
  get diagnostics ended = row_count;
  return ended;
end $$;

-- One's own secrets, while arriving or signed in.
create function hub.own_secret() returns table (password_hash text, totp_sealed text, totp_confirmed boolean, totp_last_step bigint, recovery_hashes text[])
language sql stable security definer set search_path = hub, pg_temp as $$
  select s.password_hash, s.totp_sealed, s.totp_confirmed_at is not null, s.totp_last_step, s.recovery_hashes from hub.account_secret s
  where s.partnership_id = hub.actor_partnership() and s.account_id = hub.actor_account() and hub.actor_kind() in ('staff', 'arriving')
$$;
create function hub.set_own_totp(sealed text) returns void
language sql security definer set search_path = hub, pg_temp as $$
  insert into hub.account_secret as s (partnership_id, account_id, totp_sealed) select hub.actor_partnership(), hub.actor_account(), sealed where hub.actor_kind() in ('staff', 'arriving')
  on conflict (partnership_id, account_id) do update set totp_sealed = excluded.totp_sealed, totp_confirmed_at = null, totp_last_step = null
  where hub.actor_kind() = 'staff' or s.totp_confirmed_at is null
$$;
create function hub.confirm_own_totp(step bigint, recovery text[]) returns void
language sql security definer set search_path = hub, pg_temp as $$
  update hub.account_secret s set totp_confirmed_at = now(), totp_last_step = step, recovery_hashes = recovery
  where s.partnership_id = hub.actor_partnership() and s.account_id = hub.actor_account() and s.totp_sealed is not null and s.totp_confirmed_at is null
$$;
-- A code counts once: false when this or a later one was used before.
create function hub.use_totp_step(step bigint) returns boolean
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  update hub.account_secret s set totp_last_step = step
  where s.partnership_id = hub.actor_partnership() and s.account_id = hub.actor_account() and coalesce(s.totp_last_step, 0) < step;
  return found;
end $$;
create function hub.use_recovery_code(hash text) returns boolean
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  update hub.account_secret s set recovery_hashes = array_remove(s.recovery_hashes, hash)
  where s.partnership_id = hub.actor_partnership() and s.account_id = hub.actor_account() and hash = any(s.recovery_hashes);
  return found;
end $$;
create function hub.set_own_password(hash text) returns void
language sql security definer set search_path = hub, pg_temp as $$
  update hub.account_secret s set password_hash = hash where s.partnership_id = hub.actor_partnership() and s.account_id = hub.actor_account() and hub.actor_kind() = 'staff'
$$;

create function hub.set_own_phone(number text) returns void
language sql security definer set search_path = hub, pg_temp as $$
  update hub.account a set phone = number where a.partnership_id = hub.actor_partnership() and a.id = hub.actor_account() and hub.actor_kind() = 'staff'
$$;

-- Passkeys.
create function hub.add_own_passkey(credential text, key bytea, count bigint, carried text[], named text) returns void
language sql security definer set search_path = hub, pg_temp as $$
  insert into hub.passkey (partnership_id, id, account_id, public_key, counter, transports, label)
  select hub.actor_partnership(), credential, hub.actor_account(), key, count, carried, left(named, 80) where hub.actor_kind() = 'staff'
$$;
create function hub.remove_own_passkey(credential text) returns boolean
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  delete from hub.passkey p where p.partnership_id = hub.actor_partnership() and p.id = credential and p.account_id = hub.actor_account() and hub.actor_kind() = 'staff';
  return found;
end $$;
create function hub.passkey_lookup(credential text) returns table (account_id uuid, public_key bytea, counter bigint, transports text[], state text)
language sql stable security definer set search_path = hub, pg_temp as $$
  select p.account_id, p.public_key, p.counter, p.transports, a.state
  from hub.passkey p join hub.account a on a.partnership_id = p.partnership_id and a.id = p.account_id
  where p.partnership_id = hub.actor_partnership() and p.id = credential and hub.actor_kind() in ('public', 'arriving')
$$;
create function hub.passkey_used(credential text, count bigint) returns void
language sql security definer set search_path = hub, pg_temp as $$
  update hub.passkey p set counter = count, last_used_at = now() where p.partnership_id = hub.actor_partnership() and p.id = credential
$$;

-- Single sign-on: by the provider's subject, or the first time by the address that the provider has verified.
create function hub.oidc_lookup(subject text, verified_email text) returns table (account_id uuid, state text)
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  if hub.actor_kind() is distinct from 'public' then
    return;
  end if;
  update hub.account_secret s set oidc_subject = subject from hub.account a
  where s.partnership_id = hub.actor_partnership() and a.partnership_id = s.partnership_id and a.id = s.account_id and s.oidc_subject is null
    and verified_email is not null and a.email = lower(verified_email) and a.state = 'active';
  return query select a.id, a.state from hub.account a join hub.account_secret s on s.partnership_id = a.partnership_id and s.account_id = a.id
    where a.partnership_id = hub.actor_partnership() and s.oidc_subject = subject;
end $$;

-- Invitations.
create function hub.invitation_lookup(secret bytea) returns table (account_id uuid, name text, email text, agency text)
language sql stable security definer set search_path = hub, pg_temp as $$
  select a.id, a.name, a.email, g.name from hub.invitation i
  join hub.account a on a.partnership_id = i.partnership_id and a.id = i.account_id
  join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id
  where i.partnership_id = hub.actor_partnership() and i.secret_hash = secret and i.used_at is null and i.expires_at > now() and a.state <> 'suspended'
$$;
create function hub.accept_invitation(secret bytea, hash text) returns uuid
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  who uuid;
begin
  update hub.invitation i set used_at = now()
  where i.partnership_id = hub.actor_partnership() and i.secret_hash = secret and i.used_at is null and i.expires_at > now() and hub.actor_kind() = 'public'
  returning i.account_id into who;
  if who is null then
    return null;
  end if;
  update hub.account a set state = 'active' where a.partnership_id = hub.actor_partnership() and a.id = who and a.state <> 'suspended';
  insert into hub.account_secret as s (partnership_id, account_id, password_hash) values (hub.actor_partnership(), who, hash)
  on conflict (partnership_id, account_id) do update set password_hash = excluded.password_hash;
  return who;
end $$;
-- Administrators invite, and invite again: the new invitation ends the older ones, the second factor is set up anew.
create function hub.invite(of_account uuid, invitation_id uuid, secret bytea, days int) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  if not hub.actor_roles() && array['administrator'] then
    raise exception 'administrators invite' using errcode = '42501';
  end if;
  update hub.invitation i set used_at = now() where i.partnership_id = hub.actor_partnership() and i.account_id = of_account and i.used_at is null;
  update hub.account a set state = 'invited' where a.partnership_id = hub.actor_partnership() and a.id = of_account and a.state <> 'suspended';
  if not found then
    raise exception 'a suspended person is not invited' using errcode = '42501';
  end if;
  delete from hub.account_secret s where s.partnership_id = hub.actor_partnership() and s.account_id = of_account;
  delete from hub.passkey p where p.partnership_id = hub.actor_partnership() and p.account_id = of_account;
  update hub.session s set ended_at = now() where s.partnership_id = hub.actor_partnership() and s.account_id = of_account and s.ended_at is null;
  insert into hub.invitation (partnership_id, id, account_id, secret_hash, invited_by, expires_at)
  select a.partnership_id, invitation_id, a.id, secret, hub.actor_account(), now() + make_interval(days => days)
  from hub.account a where a.partnership_id = hub.actor_partnership() and a.id = of_account;
end $$;
-- A suspended person is out at once.
create function hub.suspend(of_account uuid) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  if not hub.actor_roles() && array['administrator'] or of_account = hub.actor_account() then
    raise exception 'administrators suspend others' using errcode = '42501';
  end if;
  update hub.account a set state = 'suspended' where a.partnership_id = hub.actor_partnership() and a.id = of_account;
  update hub.session s set ended_at = now() where s.partnership_id = hub.actor_partnership() and s.account_id = of_account and s.ended_at is null;
end $$;

-- A suspended person may sign in again, or, without a password, waits for an invitation.
create function hub.reactivate(of_account uuid) returns text
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  now_is text;
begin
  if not hub.actor_roles() && array['administrator'] then
    raise exception 'administrators reactivate' using errcode = '42501';
  end if;
  update hub.account a set state = case when exists (select 1 from hub.account_secret s
      where s.partnership_id = a.partnership_id and s.account_id = a.id and s.password_hash is not null) then 'active' else 'invited' end
  where a.partnership_id = hub.actor_partnership() and a.id = of_account and a.state = 'suspended' returning a.state into now_is;
  return now_is;
end $$;

-- Failures are counted by who tries from where, so that nobody can lock another person out by guessing at their name.
create function hub.sign_in_failures(in_bucket text) returns int
language sql stable security definer set search_path = hub, pg_temp as $$
  select coalesce(max(f.failures), 0) from hub.sign_in_failure f
  where f.partnership_id = hub.actor_partnership() and f.bucket = in_bucket and f.first_at > now() - interval '15 minutes'
$$;
create function hub.count_failure(in_bucket text) returns void
language sql security definer set search_path = hub, pg_temp as $$
  insert into hub.sign_in_failure as f (partnership_id, bucket, failures) values (hub.actor_partnership(), in_bucket, 1)
  on conflict (partnership_id, bucket) do update set
    failures = case when f.first_at > now() - interval '15 minutes' then f.failures + 1 else 1 end,
    first_at = case when f.first_at > now() - interval '15 minutes' then f.first_at else now() end, last_at = now()
$$;

do $$ begin
  execute (select string_agg(format('revoke all on function %s from public; grant execute on function %s to hub_app;', p.oid::regprocedure, p.oid::regprocedure), ' ')
    from pg_proc p where p.pronamespace = 'hub'::regnamespace and p.proname = any(array['sign_in_lookup', 'start_session', 'complete_session', 'end_session', 'end_sessions_but', 'own_secret',
      'set_own_totp', 'confirm_own_totp', 'use_totp_step', 'use_recovery_code', 'set_own_password', 'add_own_passkey', 'remove_own_passkey', 'passkey_lookup', 'passkey_used', 'oidc_lookup',
      'invitation_lookup', 'accept_invitation', 'invite', 'suspend', 'reactivate', 'set_own_phone', 'sign_in_failures', 'count_failure']));
end $$;

-- What these look for decides how best to look: a name of two letters is not a name of ten. The rest of the hub is a few probes
-- whatever the values, so connections that keep their statements keep one plan of each (src/platform/database/connection.ts).
do $$ begin
  execute (select string_agg(format('alter function %s set plan_cache_mode = force_custom_plan', p.oid::regprocedure), '; ')
    from pg_proc p where p.pronamespace = 'hub'::regnamespace and p.proname = any(array['search_parties', 'search_cases', 'search_references', 'reports_near', 'similar_for_public']));
end $$;
