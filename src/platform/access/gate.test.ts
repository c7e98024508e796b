import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Town } from '../../cases/town.testing.ts';
import { secretHash } from '../http/index.ts';
import { uuidv7 } from '../references/index.ts';
import { may, permissions, roles, type Permission } from './index.ts';

let town: Town;
let app: pg.Client;
beforeAll(async () => {
  town = await makeTown();
  app = new pg.Client(town.database.app);
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await town.close();
});

async function inside<Result>(work: () => Promise<Result>): Promise<Result> {
  await app.query('begin');
  try {
    return await work();
  } finally {
    await app.query('rollback');
  }
}

describe('the catalogue', () => {
  test('every table of the hub has row-level security, forced, with a policy beside the owner’s unless nobody may see it', async () => {
    const { rows } = await town.owner.query(`
      select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polname <> 'owner') as policies,
        has_table_privilege('hub_app', c.oid, 'select, insert, update, delete') or has_table_privilege('hub_worker', c.oid, 'select, insert, update, delete')
          or has_any_column_privilege('hub_app', c.oid, 'select, insert, update') or has_any_column_privilege('hub_worker', c.oid, 'select, insert, update') as reached
      from pg_class c where c.relnamespace = 'hub'::regnamespace and c.relkind in ('r', 'p') order by 1`);
    expect(rows.length).toBeGreaterThan(45);
    expect(rows.filter(({ on, forced }) => !on || !forced)).toEqual([]);
    expect(rows.filter(({ reached, policies }) => reached && policies === 0)).toEqual([]);
    expect(rows.filter(({ reached }) => !reached).map(({ name }) => name)).toEqual(['account_secret', 'invitation']);
  });

  test('neither role owns anything, passes row-level security, or is more than it seems', async () => {
    const { rows } = await town.owner.query(`
      select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit as more, exists (select 1 from pg_class c where c.relowner = r.oid) as owns,
        exists (select 1 from pg_auth_members m where m.member = r.oid) as member
      from pg_roles r where rolname in ('hub_app', 'hub_worker') order by 1`);
    expect(rows).toEqual([{ rolname: 'hub_app', more: false, owns: false, member: false }, { rolname: 'hub_worker', more: false, owns: false, member: false }]);
  });

  test('every function that acts as the owner fixes where it looks, and none is open to all', async () => {
    const { rows } = await town.owner.query(`
      select p.proname as name, p.proconfig::text like '%search_path=hub, pg_temp%' as fixed, has_function_privilege('public', p.oid, 'execute') as open, p.prosecdef as definer
      from pg_proc p where p.pronamespace = 'hub'::regnamespace and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`);
    const own = rows.filter(({ definer }) => definer);
    expect(own.length).toBeGreaterThan(40);
    expect(own.filter(({ fixed, open }) => !fixed || open).map(({ name }) => name)).toEqual([]);
  });
});

describe('an actor', () => {
  test('cannot be made up: what is set without the seal is refused, not ignored', async () => {
    await town.report();
    const actor = ['staff', town.partnership.id, town.priya.id, town.council, town.council, `${town.priya.id},${town.council}`, 'officer', '', ''].join('|');
    const fresh = new pg.Client(town.database.app);
    await fresh.connect();
    try {
      // On a connection where nobody ever entered there is no seal at all, on another it is somebody else's.
      for (const [client, code] of [[fresh, '55000'], [app, '42501']] as const) {
        await app.query('select hub.enter_public($1)', [town.partnership.id]);
        await client.query('begin');
        await client.query(`select set_config('hub.actor', $1, true)`, [actor]);
        await expect(client.query('select * from hub.report')).rejects.toMatchObject({ code });
        await client.query('rollback');
      }
    } finally {
      await fresh.end();
    }
  });

  test('cannot be changed after entering, nor carried to another transaction', async () => {
    let kept = '';
    await inside(async () => {
      await app.query('select * from hub.enter_session($1)', [secretHash(town.priya.token)]);
      kept = (await app.query<{ actor: string }>(`select current_setting('hub.actor') as actor`)).rows[0]?.actor ?? '';
      expect((await app.query('select 1 from hub.report')).rowCount).toBeGreaterThan(0);
      await app.query(`select set_config('hub.actor', replace(current_setting('hub.actor'), 'officer', 'auditor'), true)`);
      await expect(app.query('select * from hub.report')).rejects.toMatchObject({ code: '42501' });
    });
    await inside(async () => {
      await app.query(`select set_config('hub.actor', $1, true)`, [kept]);
      await expect(app.query('select * from hub.report')).rejects.toMatchObject({ code: '42501' });
    });
    await inside(async () => {
      expect((await app.query('select 1 from hub.report')).rowCount).toBe(0);
    });
  });

  test('whose seal is thrown away sees nothing more in that transaction', async () => {
    await inside(async () => {
      await app.query('select * from hub.enter_session($1)', [secretHash(town.priya.token)]);
      await app.query('discard sequences');
      await expect(app.query('select * from hub.report')).rejects.toMatchObject({ code: '55000' });
    });
  });

  test.each([
    `select hub.become('staff', null, null, null, null, '{}', '{auditor}', '{}', null)`, `select hub.seal_actor('staff')`, `select hub.seal_now('staff')`, `select setval('hub.actor_seal', 1)`, `select nextval('hub.actor_seal')`, `select currval('hub.actor_seal')`, 'select * from hub.actor_seal', `select hub.enter_system(gen_random_uuid())`, `select * from hub.access_rule(gen_random_uuid(), '{}')`,
    'select * from hub_meta.hub_migration', 'select * from hub.account_secret', 'select * from hub.invitation', 'select * from hub.sign_in_failure', 'select token_hash from hub.session for update', `create table hub.mine (id int)`, `alter table hub.report disable row level security`,
    'set role hub_owner', `set session authorization hub_worker`, 'truncate hub.report', 'delete from hub.chronology', 'delete from hub.report', 'update hub.case_access set valid_until = now()',
  ])('of the application may not: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|42704)$/) });
  });
});

describe('what one person may not do to another', () => {
  const as = async (token: string, statement: string, values: readonly unknown[] = []): Promise<number> => inside(async () => {
    await app.query('select * from hub.enter_session($1)', [secretHash(token)]);
    return (await app.query(statement, [...values])).rowCount ?? 0;
  });

  test('an officer changes no account, not even their own, and gives no roles', async () => {
    expect(await as(town.priya.token, 'update hub.account set agency_id = $1', [town.police])).toBe(0);
    await expect(as(town.priya.token, `insert into hub.account_role values ($1, $2, 'auditor')`, [town.partnership.id, town.priya.id])).rejects.toMatchObject({ code: '42501' });
    await expect(as(town.priya.token, 'select hub.suspend($1)', [town.colleague.id])).rejects.toMatchObject({ code: '42501' });
    await expect(as(town.priya.token, 'select hub.reactivate($1)', [town.colleague.id])).rejects.toMatchObject({ code: '42501' });
    await expect(as(town.priya.token, `select hub.invite($1, $2, 'x', 7)`, [town.colleague.id, uuidv7()])).rejects.toMatchObject({ code: '42501' });
  });

  test('an administrator gives nothing to themselves, and sees no reports', async () => {
    const id = uuidv7();
    await town.owner.query(`insert into hub.account (partnership_id, id, agency_id, name, email, state) values ($1, $2, $3, 'Boss', 'boss@example.org', 'active')`, [town.partnership.id, id, town.council]);
    await town.owner.query(`insert into hub.account_role values ($1, $2, 'administrator')`, [town.partnership.id, id]);
    await town.owner.query(`insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) values ($1, $2, $3, $4, 'full', now() + interval '1 day')`, [town.partnership.id, uuidv7(), secretHash('boss'), id]);
    await expect(as('boss', `insert into hub.account_role values ($1, $2, 'officer')`, [town.partnership.id, id])).rejects.toMatchObject({ code: '42501' });
    await expect(as('boss', `insert into hub.account_team values ($1, $2, $3)`, [town.partnership.id, id, town.team])).rejects.toMatchObject({ code: '42501' });
    expect(await as('boss', 'delete from hub.account_role where account_id = $1', [id])).toBe(0);
    expect(await as('boss', `insert into hub.account_role values ($1, $2, 'analyst')`, [town.partnership.id, town.colleague.id])).toBe(1);
    expect(await as('boss', 'select 1 from hub.report')).toBe(0);
    expect(await as('boss', 'select 1 from hub.audit_entry')).toBe(0);
    expect(await as('boss', `select * from hub.records_named(array(select id from hub.account))`)).toBe(0);
  });
});

test('each permission has a role, and a person has it by any of their roles', () => {
  for (const permission of Object.keys(permissions).filter((name): name is Permission => Object.hasOwn(permissions, name))) {
    const holders: readonly string[] = permissions[permission];
    expect(holders.length).toBeGreaterThan(0);
    for (const role of roles) {
      expect(may({ roles: [role] }, permission)).toBe(holders.includes(role));
    }
    expect(may({ roles: [] }, permission)).toBe(false);
    expect(may({ roles: [...roles] }, permission)).toBe(true);
  }
});
