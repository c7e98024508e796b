import type { Temporal } from 'temporal-polyfill';

import { timeline, type ChronologyKind } from '../chronology/index.ts';
import { emergencyUntil } from '../emergency/index.ts';
import { complainantsFrom, messagesPanel, threadPanels } from '../engagement/index.ts';
import { patrolsPanel } from '../patrols/index.ts';
import { warningsOfCase } from '../people/index.ts';
import type { CaseHolds, StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { keptNames, localTime } from '../platform/partnership/index.ts';
import { groundOf } from '../powers/index.ts';
import { planPanel } from '../problem-plans/index.ts';
import { reviewPanel } from '../reviews/index.ts';
import { noRisk, riskPanel } from '../risk/index.ts';
import { sharingPanel } from '../sharing/index.ts';
import { tasksPanel } from '../tasks/index.ts';
import { namesAround } from './names-around.ts';
import { caseEvidence, caseFile, caseIncidents, caseParties, caseReports, timelineCounts } from './queries.ts';

interface Asking {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
  readonly caseId: string;
  readonly holds: CaseHolds;
  /** Of the timeline; none is all. */
  readonly kinds: readonly ChronologyKind[];
  readonly most: number;
}

/** The parts that several panels show are read once and handed to them: the case, its reports, its people, the names of colleagues. */
function readShared({ tx, actor, caseId, holds }: Asking) {
  const file = caseFile(tx, actor, caseId);
  const reports = caseReports(tx, actor, caseId);
  const parties = caseParties(tx, actor, caseId, holds.reports);
  const names = keptNames(tx, actor);
  const incidents = holds.incidents ? caseIncidents(tx, actor, caseId) : Promise.resolve([]);
  const ladderCase = async () => {
    const [row, { agencies }] = await Promise.all([file, names]);
    const own = agencies.get(actor.agencyId);
    return { ...row, agency_kind: own?.kind ?? '', agency_name: own?.name ?? '', assessed: holds.assessed };
  };
  const alleged = async () => (await parties).filter(({ role }) => role === 'alleged').map((party) => ({ ...party, address: party.address ?? null, postcode: party.postcode ?? null }));
  return { file, reports, parties, names, incidents, ladderCase: ladderCase(), alleged: alleged(), complainants: parties.then(complainantsFrom) };
}

/** All that the page of a case shows. It goes out in one flush, no panel waits for another, and what the case does not hold is not asked for. */
export async function readCase(asking: Asking) {
  const { tx, actor, now, caseId, holds, kinds, most } = asking;
  const shared = readShared(asking);
  const [file, reports, parties, names, incidents, files, entries, counts, time, risk, tasks, sharing, ground, review, plan, patrols, dangers, emergency, threads, messages, around] = await Promise.all([
    shared.file, shared.reports, shared.parties, shared.names, shared.incidents, holds.files ? caseEvidence(tx, actor, caseId) : [],
    timeline(tx, { caseId }, kinds, most), timelineCounts(tx, actor, caseId), localTime(tx, actor.rules), holds.assessed ? riskPanel(tx, actor, caseId) : noRisk, holds.tasks ? tasksPanel(tx, actor, caseId) : [],
    sharingPanel(tx, actor, caseId, { holds, holder: shared.file }), groundOf(tx, actor, caseId, { holds, file: shared.ladderCase, people: shared.alleged, incidents: shared.incidents }), reviewPanel(tx, actor, caseId, now, holds, shared),
    holds.planned ? planPanel(tx, caseId, now) : undefined, holds.patrolled ? patrolsPanel(tx, caseId) : [], holds.warned ? warningsOfCase(tx, caseId) : [], holds.emergency ? emergencyUntil(tx, caseId) : undefined,
    threadPanels(tx, actor, holds.reports, shared.complainants), messagesPanel(tx, actor, holds.reports, { stopped: holds.stopped }), namesAround(tx, actor, holds),
  ]);
  return { file, reports, parties, names, incidents, files, entries, counts, time, risk, tasks, sharing, ground, review, plan, patrols, dangers, emergency, threads, messages, around };
}
