import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { shortDay } from '../../platform/calendar/index.ts';
import { AsTyped, Empty, PromiseCard, PromiseList, Section } from '../../ui/index.ts';
import type { HeardPanel, PromiseLineRow, PromisePanel } from '../panel-queries.ts';
import { shortName } from '../people.ts';
import { isOpen, lineFace } from '../promise-rules.ts';
import { lineOf } from '../promise-lines.ts';

interface PromiseSectionProps {
  panels: readonly PromisePanel[];
  /** To say whether the person has agreed; those of the same reports. */
  heard?: readonly HeardPanel[] | undefined;
  now: Temporal.Instant;
  /** Whether the reader may change anything. */
  mayWork: boolean;
}

/** With its full stop, once. */
function ended(words: string): string {
  return /[.!?]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`;
}

function Line({ row, now, mayWork }: { row: PromiseLineRow; now: Temporal.Instant; mayWork: boolean }) {
  const line = lineOf(row);
  const face = lineFace(line, now);
  const first = face.firstSaid === undefined ? '' : ` First date ${shortDay(face.firstSaid)}.`;
  const why = row.missed_why === null || row.missed_why === '' ? '' : ` Why: ${ended(row.missed_why)}`;
  const lost = row.lost_words === null || row.lost_words === '' ? '' : ` Lost: ${ended(row.lost_words)}`;
  const kept = row.kept_words === null || row.kept_words === '' ? '' : ` ${ended(row.kept_words)}`;
  const { month: _month, ...leaf } = face.leaf;
  return (
    <PromiseCard
      state={face.state}
      word={face.word}
      date={{ weekday: leaf.weekday, day: leaf.day }}
      what={row.what}
      who={<>{ended(row.who)}{first}{why}{lost}{kept}</>}
    >
      {mayWork && isOpen(line)
        ? (
          <p class="hub-promise__who">
            <a href={paths.promiseLine(row.report_id, row.line_id, 'kept')} data-in-place="">Kept it<span class="govuk-visually-hidden">: {row.what}</span></a>{' · '}
            <a href={paths.promiseLine(row.report_id, row.line_id, 'new-date')} data-in-place="">{face.wantsNewDate ? 'Give a new date' : 'Cannot keep the date'}<span class="govuk-visually-hidden">: {row.what}</span></a>
          </p>
        )
        : null}
    </PromiseCard>
  );
}

function agreement(panel: PromisePanel, heard: HeardPanel | undefined): string {
  if (panel.version === null || panel.made_at === null) {
    return 'None yet';
  }
  const said = heard?.answer === 'right' ? '. They said our summary is right' : heard?.answer === 'wrong' ? '. They say something in our summary is wrong' : '. They have not yet said our summary is right';
  return `Version ${panel.version}, ${shortDay(panel.made_at).slice(4)}${heard === undefined ? '' : said}`;
}

/** What was promised to each person who reported, with what an officer can do about each line. */
export function PromiseSection({ panels, heard, now, mayWork }: PromiseSectionProps) {
  return (
    <>
      {panels.map((panel, place) => (
        <Section
          key={panel.report_id}
          id={place === 0 ? 'promise' : `promise-${panel.reference}`}
          title={`Promise to ${shortName(panel.person)}`}
          note={agreement(panel, heard?.find((one) => one.report_id === panel.report_id))}
          link={mayWork ? { href: paths.reportPart(panel.report_id, 'promise'), label: panel.version === null ? 'Make a promise' : 'Change' } : undefined}
        >
          {panel.lines.length === 0
            ? <Empty lead="No promise yet.">Who will do what, by when, and what we cannot do and why, appear here and on their page.</Empty>
            : <PromiseList>{panel.lines.map((row) => <Line key={row.line_id} row={row} now={now} mayWork={mayWork} />)}</PromiseList>}
          {panel.cannot === null || panel.cannot === '' ? null : (
            <div class="hub-cannot"><h3>What we cannot do, and why</h3><AsTyped>{`${panel.cannot} ${panel.cannot_why ?? ''}`.trim()}</AsTyped></div>
          )}
        </Section>
      ))}
    </>
  );
}
