import type { Temporal } from 'temporal-polyfill';

import { dateWords, shortDay } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { PeopleList, Section, type PersonRow } from '../../ui/index.ts';
import type { CaseViewer, DisclosureLine, OfferLine, SharingPanel } from '../panel.ts';
import { itemsWords, standingOf } from '../rules.ts';

export interface SharingSectionProps {
  readonly caseId: string;
  readonly panel: SharingPanel;
  readonly now: Temporal.Instant;
  /** Whether the reader may share. */
  readonly works: boolean;
  /** Of the reader's agency: nobody gives away another's case. */
  readonly own: boolean;
}

export function viewerRow(viewer: CaseViewer): PersonRow {
  const note = viewer.kind === 'agency' ? 'Everything, except other agencies’ own notes' : 'Named on the case. Everything';
  return { name: viewer.name, role: viewer.agency === '' ? undefined : viewer.agency, note };
}

function sentence(words: string): string {
  const trimmed = words.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

export function disclosureRow(line: DisclosureLine, now: Temporal.Instant): PersonRow {
  const standing = standingOf(line, now);
  const who = line.to_agency_name ?? line.asker_words;
  if (standing === 'refused') {
    return { name: `Refused: ${who}`, href: paths.disclosure(line.id), note: `${sentence(line.refusal_reason ?? '')} ${shortDay(line.decided_at)}` };
  }
  if (standing === 'asked') {
    return { name: `Waits for a decision: ${who}`, href: paths.disclosure(line.id), note: 'No agreement covers it. They see nothing until a supervisor allows it.' };
  }
  const what = line.scope === 'case' ? 'The whole case, worked jointly' : itemsWords(line.labels);
  const end = standing === 'withdrawn' ? 'Withdrawn' : standing === 'ended' ? `Ended ${dateWords(line.valid_until)}` : `Until ${dateWords(line.valid_until)}`;
  const not = line.withheld === '' || standing !== 'live' ? '' : ` Not shared: ${sentence(line.withheld)}`;
  return { name: who, href: paths.disclosure(line.id), role: line.to_person ?? undefined, note: `${sentence(what)} ${end}${line.agreement === null ? '' : `, agreement ${line.agreement}`}.${not}` };
}

const offerWords = { offered: 'Waiting for their answer', accepted: 'Accepted', rejected: 'Not accepted', withdrawn: 'Taken back' } as const;

/** A case that was offered to another agency. */
export function offerRow(offer: OfferLine): PersonRow {
  const reason = offer.state === 'rejected' || offer.state === 'withdrawn' ? ` ${sentence(offer.answer_reason)}` : '';
  return { name: `${offer.kind === 'transfer' ? 'Transfer' : 'Referral'}: ${offer.to_agency_name}`, href: paths.transfer(offer.id), note: `${offerWords[offer.state]}, ${shortDay(offer.answered_at ?? offer.offered_at)}.${reason}` };
}

/** Who can see this, on the case page. */
export function SharingSection({ caseId, panel, now, works, own }: SharingSectionProps) {
  const live = panel.disclosures.filter((line) => standingOf(line, now) === 'live');
  const refused = panel.disclosures.filter((line) => line.decision !== 'given');
  const over = panel.disclosures.length - live.length - refused.length;
  return (
    <Section id="share" title="Who can see this" side link={works ? { href: paths.share(caseId), label: 'Share or withdraw' } : undefined}>
      {panel.restricted ? <p class="small"><b>Restricted.</b> Only those named here see it, whatever their agency.</p> : null}
      <PeopleList people={[...panel.viewers.map(viewerRow), ...[...live, ...refused].map((line) => disclosureRow(line, now)), ...panel.offers.map(offerRow)]} />
      {works ? <p class="small"><a href={paths.newRequest(caseId)}>Ask a partner</a>{own ? <> · <a href={paths.offerCase(caseId)}>Transfer or refer</a></> : null}</p> : null}
      {over === 0 ? null : <p class="small quiet">{over === 1 ? 'One disclosure has' : `${over} disclosures have`} ended or been withdrawn.{works ? <> <a href={paths.share(caseId)}>See all</a></> : null}</p>}
    </Section>
  );
}
