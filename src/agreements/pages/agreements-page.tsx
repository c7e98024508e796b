import type { Temporal } from 'temporal-polyfill';

import { SharingTabs } from '../../frame/index.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { Actions, DataTable, Empty, StateTag, TitleLine } from '../../ui/index.ts';
import type { AgreementRow } from '../queries.ts';
import { reminderOf, standingOn } from '../rules.ts';

export interface AgreementsProps {
  readonly agreements: readonly AgreementRow[];
  readonly agencyNames: ReadonlyMap<string, string>;
  readonly ownAgency: string;
  readonly writes: boolean;
  readonly today: Temporal.PlainDate;
}

const standingWords = { live: 'In force', not_yet: 'Not yet', expired: 'Expired', ended: 'Ended' } as const;
const reminderWords = { expired: 'Renew or end it', expires: 'Expires soon', review: 'Review is due' } as const;

export function standingTag(agreement: AgreementRow, today: Temporal.PlainDate) {
  const standing = standingOn(agreement, today);
  return <StateTag kind={standing === 'live' ? 'fill' : 'plain'}>{standingWords[standing]}</StateTag>;
}

export function reminderText(agreement: AgreementRow, today: Temporal.PlainDate): string {
  const reminder = reminderOf(agreement, today);
  return reminder === undefined ? '' : reminderWords[reminder];
}

/** Every agreement in its newest version. */
export function AgreementsPage({ agreements, agencyNames, ownAgency, writes, today }: AgreementsProps) {
  return (
    <>
      <TitleLine title="Information sharing agreements" says="Who may share what with whom, for what, under which law. What no agreement covers goes to a supervisor.">
        {writes ? <Actions actions={[{ label: 'Write an agreement', href: paths.newAgreement() }]} /> : undefined}
      </TitleLine>
      <SharingTabs current="agreements" />
      {agreements.length === 0 ? <Empty lead="There is no agreement yet.">A coordinator writes them. Until then a supervisor decides on everything that is shared.</Empty> : (
        <DataTable
          label="Agreements"
          columns={[{ label: 'Agreement' }, { label: 'Between' }, { label: 'State' }, { label: 'Review by' }, { label: 'Last day' }]}
          rows={agreements.map((agreement) => [
            <><a href={paths.agreement(agreement.id)}>{agreement.code} {agreement.title}</a><br /><span class="small quiet">Version {agreement.version}</span></>,
            agreement.parties.map((id) => (id === ownAgency ? 'Us' : (agencyNames.get(id) ?? 'An agency that has left'))).toSorted((one) => (one === 'Us' ? -1 : 0)).join(', '),
            <>{standingTag(agreement, today)} {reminderText(agreement, today)}</>,
            dateWords(agreement.review_on),
            dateWords(agreement.expires_on),
          ])}
        />
      )}
    </>
  );
}
