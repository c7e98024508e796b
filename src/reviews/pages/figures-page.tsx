import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { londonDate } from '../../platform/calendar/index.ts';
import { DataTable, PageTabs, TitleLine } from '../../ui/index.ts';
import type { FiguresRow } from '../queries.ts';
import { published, reportingYear } from '../rules.ts';

/** A year as the Act asks to publish it (s.104(9)), ready to copy. */
export function FiguresPage({ year, figures, now }: { year: number; figures: FiguresRow; now: Temporal.Instant }) {
  const last = reportingYear(londonDate(now));
  return (
    <>
      <TitleLine title={`Case reviews, April ${year} to March ${year + 1}`} says="Numbers under 5 are not published"><a href={paths.reviewFiguresFile(year)}>Save as a table</a></TitleLine>
      <PageTabs label="Other years" links={[last, last - 1, last - 2, last - 3].map((one) => ({ href: paths.reviewFigures(one), label: `${one} to ${one + 1}`, current: one === year }))} />
      <DataTable
        label="Figures" columns={[{ label: 'What' }, { label: 'This year', numeric: true }, { label: 'To publish', numeric: true }]}
        rows={[['Applications', figures.applications], ['Threshold not met', figures.not_met], ['Reviews held', figures.held], ['Reviews with recommendations', figures.with_recommendations], ['Appeals', figures.appeals]].map(([what, count]) => [what, count, published(Number(count))])}
      />
      <a class="hub-back" href={paths.reviews()}>Back to the reviews</a>
    </>
  );
}
