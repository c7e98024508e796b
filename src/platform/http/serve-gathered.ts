import { sql } from 'kysely';

import { enterDrafts } from '../access/index.ts';
import { inTransaction } from '../database/transaction.ts';
import { Gatherer } from '../gather/index.ts';
import type { Partnership } from '../partnership/index.ts';
import { uuidv7 } from '../references/index.ts';
import { GoFirst, secretHash } from './admission.ts';
import { draftCookie } from './cookies.ts';
import type { House } from './house.ts';
import type { Reply } from './reply.ts';
import type { GatheredAnswer, RequestFacts, Route, Subject, Together } from './route.ts';

interface Coming {
  readonly secretHash: Buffer;
  readonly request: RequestFacts;
}

type Answered = GatheredAnswer | Error;

/** What one route gathers in one partnership. */
const gatherers = new WeakMap<House, Map<string, Gatherer<Coming, Answered>>>();

function entryOf(subject: Subject, requestId: string): object {
  return { id: uuidv7(), subject_kind: subject.kind, subject_id: subject.id, case_id: subject.caseId ?? null, request_id: requestId, detail: subject.detail ?? {} };
}

async function answerAll(route: Route, { ahead, handle }: Together, house: House, partnership: Partnership, coming: readonly Coming[]): Promise<readonly Answered[]> {
  return await inTransaction(
    house.database.app,
    async (tx) => {
      const entering = enterDrafts(tx, partnership.id, coming.map((one) => one.secretHash));
      const [drafts, asked] = await Promise.all([entering, ahead(tx, coming.length)]);
      return { drafts, ahead: asked };
    },
    async (tx, entered) => {
      const visits = coming.map((one) => ({ draftId: entered.drafts.get(one.secretHash.toString('hex')), request: one.request }));
      const answers = await handle({ tx, visits, ahead: entered.ahead, now: house.clock.now(), partnership, house });
      const entries = answers.flatMap((answer, place) => (answer instanceof Error || answer.subject === undefined ? [] : [entryOf(answer.subject, visits[place]?.request.id ?? '')]));
      if ('event' in route.audit && entries.length > 0) {
        tx.defer(sql`select hub.audit_all(${route.audit.event}, ${JSON.stringify(entries)}::jsonb)`);
      }
      return answers;
    },
  );
}

/** Answers one visit of a route whose visits are answered together; resolves after the commit of all of them. */
export async function serveGathered(route: Route, together: Together, house: House, partnership: Partnership, request: RequestFacts): Promise<Reply> {
  const secret = request.cookies[draftCookie];
  if (secret === undefined || secret === '') {
    throw new GoFirst('start_report');
  }
  const ofHouse = gatherers.get(house) ?? new Map<string, Gatherer<Coming, Answered>>();
  gatherers.set(house, ofHouse);
  const key = `${partnership.id} ${route.path}`;
  const gatherer = ofHouse.get(key) ?? new Gatherer<Coming, Answered>(async (coming) => answerAll(route, together, house, partnership, coming));
  ofHouse.set(key, gatherer);
  const answer = await gatherer.join({ secretHash: secretHash(secret), request });
  if (answer instanceof Error) {
    throw answer;
  }
  return answer.reply;
}
