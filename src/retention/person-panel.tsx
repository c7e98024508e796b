import type { VNode } from 'preact';

import type { StaffActor } from '../platform/access/index.ts';
import { may } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { paths } from '../paths.ts';
import { Section } from '../ui/index.ts';
import { holdsOn } from './hold-queries.ts';
import { HoldWarning } from './pages/hold-warning.tsx';

interface PersonAsked {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly personId: string;
  readonly records: readonly string[];
}

/** On the page of a person: whether it is on hold, and where a hold is placed. */
export async function personHold({ tx, actor, personId, records }: PersonAsked): Promise<VNode | null> {
  const holds = await holdsOn(tx, actor, records);
  return holds.length === 0 && !may(actor, 'work_cases') ? null : (
    <Section id="hold" title="How long this is kept">
      {holds.length > 0 ? <HoldWarning holds={holds} /> : <p class="small">By the rules of each record. <a href={paths.newHold('person', personId)}>Place a legal hold</a></p>}
    </Section>
  );
}
