import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { Warn } from '../../ui/index.ts';
import type { HoldRow } from '../hold-queries.ts';

/** Above a record that is on hold: why, by whom, until when it is looked at again. */
export function HoldWarning({ holds }: { holds: readonly HoldRow[] }) {
  return <>{holds.map((hold) => <Warn key={hold.id} lead="On legal hold.">{hold.reason.replace(/[.!?]*$/, '.')} {hold.placer ?? 'Somebody'}, {hold.agency}. Looked at again {dateWords(hold.review_on)}. <a href={paths.hold(hold.id)}>The hold</a></Warn>)}</>;
}
