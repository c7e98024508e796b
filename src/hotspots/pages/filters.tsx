import { FilterBar, type CountedLink } from '../../ui/index.ts';
import { periods, usualDays, type HotspotQuery } from '../parameters.ts';
import type { Choices } from '../queries.ts';

const periodNames: Readonly<Record<number, string>> = { 28: 'Last 4 weeks', 91: 'Last 13 weeks', 182: 'Last 6 months', 365: 'Last year', 730: 'Last two years' };
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

interface Props {
  readonly query: HotspotQuery;
  readonly choices: Choices;
  readonly audience: 'agency' | 'partnership';
  readonly action: string;
  readonly links: readonly CountedLink[];
  /** The live map shows each viewer their own points: whose records is no choice there. */
  readonly live?: boolean;
}

/** The choices above a map; all of them are in its address. */
export function HotspotFilters({ query, choices, audience, action, links, live = false }: Props) {
  const pick = (name: string, label: string, value: string | number | undefined, options: readonly { value: string; label: string }[]) => ({ kind: 'select' as const, name, label, value: value === undefined ? '' : String(value), options });
  const any = (label: string) => ({ value: '', label });
  return (
    <FilterBar
      action={action} links={links} {...(live ? { hidden: { show: query.show ?? '' } } : {})}
      fields={[
        pick('category', 'Kind', query.category, [any('All anti-social behaviour'), ...choices.categories.map(({ id, name }) => ({ value: id, label: name }))]),
        pick('days', 'Period', query.days ?? usualDays, periods.map((days) => ({ value: String(days), label: periodNames[days] ?? String(days) }))),
        pick('part', 'Time of day', query.part, [any('Any time'), { value: 'morning', label: '6am to midday' }, { value: 'afternoon', label: 'Midday to 6pm' }, { value: 'evening', label: '6pm to midnight' }, { value: 'night', label: 'Midnight to 6am' }]),
        pick('weekday', 'Day', query.weekday, [any('Any day'), ...weekdays.map((label, place) => ({ value: String(place + 1), label }))]),
        pick('area', 'Area', query.area, [any('Everywhere'), ...choices.areas.map(({ id, name }) => ({ value: id, label: name }))]),
        ...(live ? [] : [pick('source', 'Source', query.source, [any('Reports and partners'), { value: 'reports', label: 'Reports' }, { value: 'partners', label: 'Partner records' }, { value: 'police', label: 'police.uk' }, { value: 'all', label: 'All sources' }])]),
        ...(live ? [] : [pick('seen', 'Whose', audience, [{ value: 'agency', label: 'What our agency sees' }, { value: 'partnership', label: 'All agencies, no small numbers' }])]),
        ...(live || audience === 'partnership' ? [pick('agency', 'Agency', query.agency, [any('All agencies'), ...choices.agencies.map(({ id, name }) => ({ value: id, label: name }))])] : []),
      ]}
    />
  );
}
