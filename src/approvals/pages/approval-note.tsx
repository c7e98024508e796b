import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { Note } from '../../ui/index.ts';
import type { Standing } from '../asking.ts';

/** Says on a form whether somebody has to agree first, and where that stands. */
export function ApprovalNote({ standing, does }: { standing: Standing; /** "Closing this case" */ does: string }) {
  if (standing.kind === 'free') {
    return null;
  }
  if (standing.kind === 'ask') {
    return (
      <Note>
        <p><b>{does} needs the approval of a {standing.rule.needed_from}.</b> Fill in the form: it goes to them, and nothing is done until they agree.</p>
        {standing.refused === undefined ? null : <p>Refused on {standing.refused.answered_at === null ? '' : dateWords(standing.refused.answered_at)}: {(standing.refused.reason ?? '').replace(/[.]?$/, '.')} You may ask again.</p>}
      </Note>
    );
  }
  if (standing.kind === 'waits') {
    return <Note><p><b>{does} waits for approval.</b> Asked on {dateWords(standing.approval.asked_at)}. <a href={paths.approval(standing.approval.id)}>See what was asked</a></p></Note>;
  }
  return <Note><p><b>Approved by {standing.approval.answered_by_name ?? 'a supervisor'}:</b> {(standing.approval.reason ?? '').replace(/[.]?$/, '.')} What you typed then stands in the form.</p></Note>;
}
