import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { ActionButton, DataTable, Empty, Section } from '../../ui/index.ts';
import type { Capability } from '../capability-queries.ts';

export interface CapabilityProps {
  readonly person: { readonly id: string; readonly name: string };
  readonly capabilities: readonly Capability[];
  readonly self: boolean;
  readonly today: Temporal.PlainDate;
}

function isLive(one: Capability, today: Temporal.PlainDate): boolean {
  return one.given_to === null || one.given_to.toString() >= today.toString();
}

/** Intelligence is no role: somebody else gives it to a person by name, from a day on, on the strength of their training. */
export function CapabilitySection({ person, capabilities, self, today }: CapabilityProps) {
  const live = capabilities.filter((one) => isLive(one, today));
  return (
    <Section id="intelligence" title="Trained in intelligence" link={self || live.length > 0 ? undefined : { href: paths.administrationAct('people', person.id, 'capability'), label: 'Give it' }}>
      {capabilities.length === 0 ? <Empty lead="Not given.">{self ? 'Nobody gives it to themselves.' : 'Trained people grade, sanitise and share intelligence of their agency, and may open sources.'}</Empty> : (
        <DataTable label="Trained in intelligence" columns={[{ label: 'From' }, { label: 'Until' }, { label: 'Training' }, { label: 'Given by' }]}
          rows={capabilities.map((one) => [dateWords(one.given_from), one.given_to === null ? 'No end' : `${dateWords(one.given_to)}${one.ended_by_name === null ? '' : `, ended by ${one.ended_by_name}`}`, one.basis, one.given_by_name ?? 'Somebody'])} />
      )}
      {self ? null : live.filter((one) => one.ended_by_name === null).map((one) => <ActionButton key={one.id} kind="warning" label="End it now" post={paths.administrationAct('people', person.id, 'capability-end')} hidden={{ capability: one.id }} confirm={`End it? ${person.name} no longer sees intelligence at the desk.`} />)}
    </Section>
  );
}
