import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../platform/database/testing.ts';

/** What somebody who sees a case by an emergency alone may still write, and why. Every other table that the application writes is closed to them. */
const open: Readonly<Record<string, readonly string[]>> = {
  'what an agency or a person has of their own, and no case': [
    'account', 'account_capability', 'account_role', 'account_team', 'held_person', 'saved_list', 'import_mapping', 'import_run', 'partner_incident', 'person_file', 'file_shape', 'report_draft', 'asset', 'hotspot_alert', 'hotspot_analysis',
  ],
  'rules and names of the partnership': [
    'agency', 'agreement', 'agreement_party', 'approval_rule', 'category', 'contact_standard', 'decision_reason', 'emergency_rule', 'gateway', 'holiday', 'intelligence_rule', 'letter_template', 'matching_rule', 'partnership', 'power', 'ranking_rule', 'review_rule', 'risk_template',
    'task_template', 'team', 'panel', 'panel_criterion', 'panel_kind', 'panel_member', 'retention_rule', 'retention_reviewer', 'exemption', 'reading_rule',
  ],
  'a conflict of interest is said by whoever has it': ['access_wall'],
  'what was given to their own agency is opened and answered by it': ['disclosure_receipt', 'disclosure_acknowledgement', 'information_request', 'request_message', 'receiver_deletion'],
  'what an agency keeps is reviewed by its own supervisors, who see its cases by right': ['retention_item'],
  'a person’s request for their own data is their agency’s duty; the items of it that belong to a case are closed': ['subject_request', 'subject_event'],
  'what is unusual is judged by auditors and explained by whoever read': ['unusual_reading'],
  'intelligence is handed in by anyone on staff, and worked on by those trained, whatever case they see': [
    'intelligence_report', 'intelligence_source', 'intelligence_receipt', 'intelligence_grading', 'intelligence_version', 'intelligence_product', 'intelligence_dissemination',
  ],
  'a panel belongs to its members, who see an item by need to know': ['panel_meeting', 'panel_invitation', 'panel_declaration', 'panel_signature', 'panel_minute', 'panel_action'],
  'messages to colleagues, and the hub’s own notes': ['outbox', 'recording_break'],
  'the review of an emergency is another person’s': ['emergency_review'],
};

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client(database.owner);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

test('every table that the application writes is closed to whoever sees its case by an emergency alone, or stands above with a reason', async () => {
  const { rows } = await owner.query<{ name: string; acts: string[]; closed: string[] }>(`
    select c.relname as name,
      array_remove(array[case when has_any_column_privilege('hub_app', c.oid, 'insert') then 'a' end, case when has_any_column_privilege('hub_app', c.oid, 'update') then 'w' end, case when has_table_privilege('hub_app', c.oid, 'delete') then 'd' end], null) as acts,
      array(select p.polcmd::text from pg_policy p where p.polrelid = c.oid and not p.polpermissive and pg_get_expr(coalesce(p.polqual, p.polwithcheck), c.oid) like '%by_emergency%') as closed
    from pg_class c where c.relnamespace = 'hub'::regnamespace and c.relkind = 'r' order by 1`);
  const decided = new Set(Object.values(open).flat());
  const written = rows.filter(({ acts }) => acts.length > 0);
  expect(written.filter(({ name, acts, closed }) => !decided.has(name) && !acts.every((act) => closed.includes(act))).map(({ name }) => name), 'close these in a migration, or say here why they stay open').toEqual([]);
  expect([...decided].filter((name) => written.every((row) => row.name !== name || row.closed.length > 0)), 'these are closed or gone').toEqual([]);
});
