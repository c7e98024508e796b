import pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import type { ConnectionConfig } from '../platform/database/index.ts';
import { paths } from '../paths.ts';
import { openInEmergency } from './emergency.ts';
import { climbLadders } from './ladder.ts';
import { Ledger, tellHistory } from './casework.ts';
import { tellOfPeople } from './known-people.ts';
import { demoPassword, demoPeople, demoAgencies } from './people.ts';
import { tellIntelligence } from './intelligence.ts';
import { tellPanels } from './panels.ts';
import { photosOf } from './photos.ts';
import { inventPoliceCounts } from './police.ts';
import { chanceOf } from './random.ts';
import { writeAgreements, workAsPartners } from './partnership.ts';
import { workTogether } from './partners.ts';
import { workOnProblem } from './problem.ts';
import { tellOfRecords } from './records.ts';
import { askForReviews, beginBundle } from './reviews.ts';
import { inventReports } from './reports.ts';
import { tellStory } from './story.ts';
import { insertRows, type Row } from '../platform/database/index.ts';
import { buildTown } from './town.ts';

export { hangPhotos } from './photos.ts';

export interface DemoOptions {
  readonly now: Temporal.Instant;
  readonly secretKey: string;
  readonly baseUrl: string;
  readonly say: (sentence: string) => void;
  readonly seed?: number;
}

/** Loads the demonstration town as the database owner: real place names of Harlow, invented people, two years of invented reports. All or nothing. */
export async function loadDemoTown(owner: ConnectionConfig, { now, secretKey, baseUrl, say, seed = 2026 }: DemoOptions): Promise<void> {
  say('Making the demonstration town: invented people, two years of invented reports …');
  const chance = chanceOf(seed);
  const town = await buildTown(chance, secretKey, now.epochMilliseconds);
  const ledger = new Ledger();
  const telling = { chance, town, ledger, now };
  const facts = { riskTemplateId: firstId(town.tables, 'risk_template'), gatewayId: firstId(town.tables, 'gateway'), agreementId: writeAgreements(telling) };
  const cases = tellHistory(telling, inventReports(chance, town, now, secretKey));
  workTogether(telling, cases, facts);
  const { story, secret } = tellStory(telling, secretKey, facts);
  tellIntelligence(telling, story.id, facts);
  climbLadders(telling, cases, story);
  workAsPartners(telling, story, cases, facts);
  tellPanels(telling, story.id, firstId(town.tables, 'panel_declaration'));
  openInEmergency(telling, cases);
  askForReviews(telling, cases);
  beginBundle(telling, story);
  for (const { row } of [...cases, story]) {
    ledger.add('case_file', row);
  }
  const problem = workOnProblem(telling, facts);
  const photos = await photosOf(telling, story.id);
  const police = inventPoliceCounts(chance, town, now);
  const client = new pg.Client({ ...owner, statement_timeout: 0 });
  await client.connect();
  try {
    await client.query('begin');
    for (const [table, rows] of town.tables) {
      await insertRows(client, table, rows);
    }
    for (const table of ['case_file', 'report', 'party', 'incident', 'chronology', 'heard_receipt', 'promise', 'promise_line', 'message', 'confidence',
      'agreement', 'agreement_party', 'risk_assessment', 'information_request', 'request_case', 'request_message', 'disclosure', 'disclosure_item', 'disclosure_receipt', 'disclosure_notice', 'disclosure_acknowledgement', 'task', 'case_transfer', 'panel', 'panel_member', 'panel_meeting', 'panel_invitation', 'panel_signature', 'panel_item', 'panel_item_viewer', 'panel_paper', 'panel_paper_given', 'panel_minute', 'panel_action', 'account_capability', 'intelligence_report', 'intelligence_source', 'intelligence_grading', 'intelligence_version', 'intelligence_product', 'intelligence_dissemination', 'approval', 'approval_answer', 'approval_use', 'power_step', 'power_event', 'emergency_access', 'emergency_reason', 'emergency_review', 'asb_review', 'review_recommendation', 'review_event', 'bundle', 'bundle_item']) {
      await insertRows(client, table, ledger.tables.get(table) ?? []);
    }
    for (const [table, rows] of problem) {
      await insertRows(client, table, rows);
    }
    await insertRows(client, 'evidence', photos);
    await tellOfPeople(client, { chance, town, now, gatewayId: facts.gatewayId });
    await tellOfRecords(client, { chance, town, now });
    await insertRows(client, 'import_run', [police.run]);
    await insertRows(client, 'police_incident', police.incidents);
    await client.query(`insert into hub.case_principal (partnership_id, case_id, principal_id, kind) select partnership_id, id, team_id, 'team' from hub.case_file where restricted and team_id is not null`);
    await client.query('select hub.refresh_case_access(partnership_id, array_agg(id)) from hub.case_file group by partnership_id');
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
  say(`The town has ${ledger.tables.get('report')?.length ?? 0} reports and ${ledger.tables.get('case_file')?.length ?? 0} cases.`);
  say(`See a report as the person who made it: ${baseUrl}${paths.link(secret)}`);
  sayWhoSignsIn(say);
}

function firstId(tables: readonly (readonly [string, readonly Row[]])[], table: string): string {
  return String(tables.find(([name]) => name === table)?.[1][0]?.['id']);
}

/** Who can sign in to the demonstration. */
function sayWhoSignsIn(say: (sentence: string) => void): void {
  const agency = new Map(demoAgencies.map(({ key, name }) => [key, name]));
  say(`Sign in as any of these with the password ${demoPassword}; the code is shown on the page:`);
  for (const person of demoPeople) {
    say(`  ${person.email.padEnd(36)} ${person.name}, ${person.job}, ${agency.get(person.agency) ?? ''} (${person.roles.join(', ')})`);
  }
}
