import type { Temporal } from 'temporal-polyfill';

import { dateWords, shortDay } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { Chips, DataTable, Empty, FilterBar, LineList, Section, StateTag, TitleLine } from '../../ui/index.ts';
import { SharingTabs } from '../../frame/index.ts';
import type { SharedLine } from '../queries.ts';
import type { NoticeRow } from '../receipts.ts';
import { capital, itemsWords, standingOf } from '../rules.ts';

export interface SharedProps {
  readonly lines: readonly SharedLine[];
  readonly more: boolean;
  readonly ours: boolean;
  readonly from: string | undefined;
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly now: Temporal.Instant;
  /** Withdrawals and corrections that nobody of the agency has acknowledged. */
  readonly notices: readonly NoticeRow[];
}

const standingWords = { live: '', ended: 'Ended', withdrawn: 'Withdrawn', refused: 'Refused', asked: 'Waits for a decision' } as const;

function state(line: SharedLine, ours: boolean, now: Temporal.Instant) {
  const standing = standingOf(line, now);
  if (standing !== 'live') {
    return standingWords[standing];
  }
  return line.opened || ours ? `Until ${dateWords(line.valid_until)}` : <><StateTag kind="fill">New</StateTag> Until {dateWords(line.valid_until)}</>;
}

/** What other agencies gave us, or what ours gave: newest first. */
export function SharedPage({ lines, more, ours, from, agencies, now, notices }: SharedProps) {
  return (
    <>
      <TitleLine title={ours ? 'Shared by us' : 'Shared with us'} says={ours ? 'What your agency gave to others, or refused, on cases that you see.' : 'What other agencies lawfully gave to yours, or to you. Each reading is recorded.'} />
      <SharingTabs current="shared" />
      {notices.length === 0 ? null : (
        <Section id="notices" title="Withdrawn or corrected" lede="Read them, and say that you have.">
          <LineList items={notices.map((notice) => <a key={notice.id} href={paths.sharingNotice(notice.id)}>{notice.from_agency_name} {notice.kind === 'withdrawn' ? 'withdrew' : 'corrected'} {notice.reference}</a>)} />
        </Section>
      )}
      <Chips label="Direction" links={[{ href: paths.sharedWithUs(), label: 'With us', current: !ours }, { href: `${paths.sharedWithUs()}?show=ours`, label: 'By us', current: ours }]} />
      <FilterBar
        action={paths.sharedWithUs()}
        hidden={ours ? { show: 'ours' } : {}}
        fields={[{ kind: 'select', name: 'from', label: 'Agency', value: from ?? '', options: [{ value: '', label: 'All' }, ...agencies.map(({ id, name }) => ({ value: id, label: name }))] }]}
      />
      {lines.length === 0 ? <Empty lead={ours ? 'Nothing shared.' : 'Nothing is shared with you now.'}>{ours ? 'What is shared from a case shows here.' : 'When another agency shares something it shows here, and you get an e-mail with its reference.'}</Empty> : (
        <DataTable
          label={ours ? 'Shared by us' : 'Shared with us'}
          columns={[{ label: 'What' }, { label: ours ? 'To' : 'From' }, { label: 'For' }, { label: 'When', numeric: true }, { label: 'State' }]}
          rows={lines.map((line) => [
            <><a href={line.scope === 'case' && line.case_id !== null && !ours ? paths.case(line.case_id) : paths.disclosure(line.id)}>{line.scope === 'case' ? 'A whole case, worked jointly' : line.decision === 'refused' ? 'Refused' : capital(itemsWords(line.labels, 3))}</a><br /><span class="small quiet num">{line.reference}</span></>,
            ours ? `${line.to_agency_name ?? ''}${line.to_person === null ? '' : `, ${line.to_person}`}` : line.from_agency_name,
            line.purpose,
            shortDay(line.decided_at),
            state(line, ours, now),
          ])}
        />
      )}
      {more ? <p class="small quiet">Only the newest {lines.length} are shown. Choose an agency to see fewer.</p> : null}
    </>
  );
}
