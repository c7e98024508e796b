import type { VNode } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { paths } from '../paths.ts';
import { LineList, Section } from '../ui/index.ts';
import { groundOf, laddersOf } from './ground.ts';
import { nextOpen, StepLine } from './pages/ladder-section.tsx';
import { casesAgainst } from './queries.ts';

interface Complained {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
  /** Every record of the person that the actor may see. */
  readonly records: readonly string[];
}

/** On the page of a person: in each case that the reader sees, what was tried with them and what is open next. Nothing where nobody complained of them. */
export async function personLadder({ tx, actor, now, records }: Complained): Promise<VNode | null> {
  const cases = await casesAgainst(tx, actor, records);
  if (cases.length === 0) {
    return null;
  }
  const grounds = await Promise.all(cases.map(async ({ id }) => groundOf(tx, actor, id)));
  return (
    <Section id="ladder" title="What was tried, and what is open next">
      {grounds.map((ground, place) => {
        const file = cases[place];
        return file === undefined ? null : laddersOf(ground, now).filter(({ facts }) => facts.subject.partyId !== null && records.includes(facts.subject.partyId)).map(({ facts, standings, steps }) => {
          const open = nextOpen(standings);
          return (
            <div key={facts.subject.partyId} class="hub-rung">
              <p><a href={paths.ladder(file.id)}><b>{file.reference}</b> {file.title}</a>{facts.subject.youth ? '. Under 18: diversion first' : ''}</p>
              {steps.length === 0 ? <p class="quiet">No step has been taken yet.</p> : <LineList small items={steps.map((step) => <StepLine key={step.row.id} step={step} now={now} />)} />}
              <p class="small">{open.length === 0 ? 'No further step is open: the ladder says why.' : `Open next: ${open.map(({ power }) => power.name).join(', ')}.`}</p>
            </div>
          );
        });
      })}
    </Section>
  );
}
