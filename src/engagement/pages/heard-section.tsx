import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords, shortDay } from '../../platform/calendar/index.ts';
import { AsTyped, Empty, HeardReceipt, Note, Section } from '../../ui/index.ts';
import type { HeardPanel } from '../panel-queries.ts';
import { shortName } from '../people.ts';

function standing(panel: HeardPanel): string {
  if (panel.version === null || panel.written_at === null) {
    return 'Not written yet';
  }
  const version = panel.version === 1 ? '' : `Version ${panel.version}, `;
  const written = `${version}${shortDay(panel.written_at).slice(4)}`;
  return { right: `${written}. They said it is right`, wrong: `${written}. They say something is wrong`, none: `${written}. No answer yet` }[panel.answer ?? 'none'];
}

const times = ['', 'once', 'twice'];

function toldItWords(count: number): string {
  return times[count] ?? `${count} times`;
}

/** Their words beside our summary, and whether they said it is right. */
export function HeardSection({ panels, now, mayWork }: { panels: readonly HeardPanel[]; now: Temporal.Instant; mayWork: boolean }) {
  return (
    <>
      {panels.map((panel, place) => (
        <Section
          key={panel.report_id}
          id={place === 0 ? 'heard' : `heard-${panel.reference}`}
          title={`What we understood from ${shortName(panel.person)}`}
          note={`${standing(panel)}. They have told it ${toldItWords(panel.told_it_times)}.`}
          link={mayWork ? { href: paths.reportPart(panel.report_id, 'heard'), label: panel.version === null ? 'Write the summary' : 'Change' } : undefined}
        >
          <HeardReceipt
            theirWords={[`“${panel.their_words}”`, ...(panel.their_wants === '' ? [] : [`“${panel.their_wants}”`])]}
            understood={panel.points ?? ['Nothing written yet. The person is asked whether it is right as soon as it is.']}
            wants={panel.wants ?? undefined}
            headings={{ theirs: 'Their words', ours: 'What we understood', wants: 'What they want to happen' }}
          />
          {panel.correction === null || panel.correction === '' || panel.answered_at === null ? null : (
            <Note danger={panel.answer === 'wrong'}>
              <p><b>{shortName(panel.person)} corrected it, {momentWords(panel.answered_at, now)}.</b></p>
              <AsTyped>{panel.correction}</AsTyped>
            </Note>
          )}
        </Section>
      ))}
      {panels.length === 0 ? <Empty lead="No report is linked.">A heard receipt belongs to a report.</Empty> : null}
    </>
  );
}
