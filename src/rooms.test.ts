import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Person, type Town } from './cases/town.testing.ts';
import { serveTown, type TownServer } from './cases/town-server.testing.ts';
import { may, permissions, roles, type Permission, type Role } from './platform/access/index.ts';
import { catalogue } from './platform/errors/index.ts';
import { secretHash, sessionCookie, type Route } from './platform/http/index.ts';
import { makeSecret, uuidv7 } from './platform/references/index.ts';
import { allRoutes } from './rooms.ts';

let town: Town;
let desk: TownServer;
let records: Readonly<Record<string, string>>;
let asked = 0;

beforeAll(async () => {
  town = await makeTown();
  desk = await serveTown(town, allRoutes);
  const report = await town.report();
  const inCase = await town.report({ title: 'In a case' });
  const opened = await desk.post(town.priya, `/triage/${inCase.id}/accept`, { title: 'A case of the council', owner: town.priya.id, words: '' });
  records = { caseId: opened.location.split('/').at(-1) ?? '', reportId: report.id };
  expect(records['caseId']).toMatch(/^[0-9a-f-]{36}$/);
});
afterAll(async () => {
  console.info(`The gate was asked ${asked} times: ${allRoutes.length} routes.`);
  await desk.close();
  await town.close();
});

function isPermission(admits: string): admits is Permission {
  return Object.hasOwn(permissions, admits);
}

/** What some addresses cannot do without. */
const neededQuery: Readonly<Record<string, string>> = { '/cases/:caseId/letters/new': `?template=${uuidv7()}&party=${uuidv7()}` };

/** The address of a route with records of the council in its places. */
function addressOf(route: Route): string {
  const words: Readonly<Record<string, string>> = { kind: route.path.includes('/ranked/') ? 'perpetrators' : 'alias', what: 'fact', ...records, secret: 'A'.repeat(43), step: 'where' };
  return route.path.replaceAll(/:([A-Za-z]+)/g, (_whole, name: string) => words[name] ?? uuidv7()).concat(neededQuery[route.path] ?? '');
}

async function newToken(owner: pg.Client, accountId: string, stage: 'full' | 'password'): Promise<string> {
  const token = makeSecret();
  await owner.query(`insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) values ($1, $2, $3, $4, $5, now() + interval '1 hour')`, [town.partnership.id, uuidv7(), secretHash(token), accountId, stage]);
  return token;
}

async function personWith(role: Role, agencyId: string): Promise<Person> {
  const id = uuidv7();
  await town.owner.query(`insert into hub.account (partnership_id, id, agency_id, name, email, state) values ($1, $2, $3, 'Test', $4, 'active')`, [town.partnership.id, id, agencyId, `${id}@example.org`]);
  await town.owner.query('insert into hub.account_role values ($1, $2, $3)', [town.partnership.id, id, role]);
  return { id, agencyId, token: await newToken(town.owner, id, 'full') };
}

/** Asks for a route, with a session made for this one request: some routes end sessions. */
async function ask(route: Route, token: string | undefined): Promise<{ status: number; location: string; refused: boolean; hidden: boolean }> {
  asked += 1;
  const answer = await desk.server.inject({
    method: route.method, url: addressOf(route), cookies: token === undefined ? {} : { [sessionCookie]: token },
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded', 'accept-encoding': 'identity' }, ...(route.method === 'POST' ? { payload: '' } : {}),
  });
  return { status: answer.statusCode, location: answer.headers.location ?? '', refused: answer.body.includes(catalogue.not_permitted.title), hidden: answer.body.includes(catalogue.not_yours.title) };
}

const staffRoutes = allRoutes.filter(({ admits }) => isPermission(admits));
const nameOf = (route: Route): string => `${route.method} ${route.path}`;

describe('the gate', () => {
  test('no two routes share an address', () => {
    const names = allRoutes.map(nameOf);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test('nobody who is not signed in passes a staff route, and nobody with the password alone', async () => {
    const wrong: string[] = [];
    for (const route of staffRoutes) {
      const stranger = await ask(route, undefined);
      const halfWay = await ask(route, await newToken(town.owner, town.priya.id, 'password'));
      if (stranger.status !== 303 || !stranger.location.startsWith('/sign-in')) wrong.push(`stranger ${nameOf(route)} ${stranger.status}`);
      if (halfWay.status !== 303 || halfWay.location !== '/sign-in/second-factor') wrong.push(`half way ${nameOf(route)} ${halfWay.status}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(roles)('a person who is %s alone passes where the permissions say, and nowhere else', async (role) => {
    const person = await personWith(role, town.council);
    const wrong: string[] = [];
    for (const route of staffRoutes) {
      const { status, refused } = await ask(route, await newToken(town.owner, person.id, 'full'));
      const allowed = isPermission(route.admits) && may({ roles: [role] }, route.admits);
      if (allowed ? refused || status >= 500 : status !== 403 || !refused) wrong.push(`${nameOf(route)} answered ${status}${allowed ? '' : ', should refuse'}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a person without roles passes nowhere but where anyone signed in may', async () => {
    const person = await personWith('officer', town.council);
    await town.owner.query('delete from hub.account_role where account_id = $1', [person.id]);
    const wrong: string[] = [];
    for (const route of staffRoutes) {
      if (!(await ask(route, await newToken(town.owner, person.id, 'full'))).refused) wrong.push(nameOf(route));
    }
    expect(wrong).toEqual([]);
  });

  test.each(['officer', 'supervisor', 'coordinator', 'analyst'] as const)('a %s of another agency sees no case and no report of this one', async (role) => {
    const person = await personWith(role, town.police);
    const wrong: string[] = [];
    for (const route of staffRoutes.filter(({ path, admits }) => /:(caseId|reportId)\b/.test(path) && isPermission(admits) && may({ roles: [role] }, admits))) {
      const { status, hidden } = await ask(route, await newToken(town.owner, person.id, 'full'));
      // A form that lacks its fields may be answered with what is missing before the record is asked for: only without the record.
      if (!(status === 403 && hidden) && !(route.method === 'POST' && (status === 400 || status === 404))) wrong.push(`${nameOf(route)} answered ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a route that nobody guards gives nothing to a link or a draft that is none', async () => {
    const wrong: string[] = [];
    for (const route of allRoutes.filter(({ admits }) => admits === 'link' || admits === 'draft')) {
      const { status } = await ask(route, undefined);
      if (route.admits === 'link' ? status !== 404 : status !== 303) wrong.push(`${nameOf(route)} answered ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  test('no public page breaks', async () => {
    const wrong: string[] = [];
    for (const route of allRoutes.filter(({ admits }) => admits === 'public')) {
      const { status } = await ask(route, undefined);
      if (status >= 500) wrong.push(`${nameOf(route)} answered ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});
