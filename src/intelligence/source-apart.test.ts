import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeTown, type Town } from '../cases/town.testing.ts';
import { projectRoot } from '../root.ts';

let town: Town;
beforeAll(async () => {
  town = await makeTown();
});
afterAll(async () => town.close());

const sources = readdirSync(path.join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name));
const textOf = (name: string): string => readFileSync(path.join(projectRoot, 'src', name), 'utf8');

test('no text of the hub names the table of sources but the two that keep and open one; the demonstration writes its own', () => {
  expect(sources.length).toBeGreaterThan(200);
  const naming = sources.filter((name) => textOf(name).includes('intelligence_source'));
  expect(naming.toSorted()).toEqual(['demo/index.ts', 'demo/intelligence.ts', 'intelligence/source-queries.ts']);
  expect(textOf('intelligence/source-queries.ts')).not.toMatch(/\bjoin\b/i);
});

test('one route opens a source, one act keeps it', () => {
  expect(sources.filter((name) => /\bsourceOf\(/.test(textOf(name)))).toEqual(['intelligence/desk-routes.tsx', 'intelligence/source-queries.ts'].filter((name) => sources.includes(name)));
  expect(textOf('intelligence/desk-routes.tsx').match(/\bsourceOf\(/g)).toHaveLength(1);
  expect(sources.filter((name) => /\bkeepSource\(/.test(textOf(name))).toSorted()).toEqual(['intelligence/desk.ts', 'intelligence/source-queries.ts']);
});

test('no function and no view of the database names it but the one that weeds, and no other policy does', async () => {
  const { rows: functions } = await town.owner.query("select proname from pg_proc where pronamespace = 'hub'::regnamespace and prosrc like '%intelligence_source%'");
  expect(functions.map(({ proname }) => proname)).toEqual(['weed_intelligence']);
  const { rows: policies } = await town.owner.query("select tablename from pg_policies where schemaname = 'hub' and tablename <> 'intelligence_source' and (qual like '%intelligence_source%' or with_check like '%intelligence_source%')");
  expect(policies).toEqual([]);
  const { rows: views } = await town.owner.query("select viewname from pg_views where schemaname in ('hub', 'hub_meta') and definition like '%intelligence_source%'");
  expect(views).toEqual([]);
  const { rows: grants } = await town.owner.query("select grantee, privilege_type from information_schema.role_table_grants where table_schema = 'hub' and table_name = 'intelligence_source' and grantee like 'hub\\_%' and grantee <> 'hub_owner' order by 1, 2");
  expect(grants.filter(({ grantee }) => grantee !== 'hub_test_owner')).toEqual([{ grantee: 'hub_app', privilege_type: 'INSERT' }, { grantee: 'hub_app', privilege_type: 'SELECT' }]);
});
