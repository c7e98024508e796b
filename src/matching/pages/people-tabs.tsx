import { paths } from '../../paths.ts';
import { PageTabs } from '../../ui/index.ts';

export type PeopleTab = 'find' | 'perpetrators' | 'victims' | 'places' | 'matches' | 'files' | 'asked';

/** The sister pages about people. */
export function PeopleTabs({ current }: { current: PeopleTab }) {
  const tabs = [['find', paths.people(), 'Find'], ['perpetrators', paths.peopleRanked('perpetrators'), 'Persistent perpetrators'], ['victims', paths.peopleRanked('victims'), 'Repeat victims'], ['places', paths.peopleRanked('places'), 'Repeat places'],
    ['matches', paths.peopleMatches(), 'May be the same'], ['files', paths.peopleFiles(), 'Files from partners'], ['asked', paths.peopleAsked(), 'Who asked']] as const;
  return <PageTabs label="People" links={tabs.map(([tab, href, label]) => ({ href, label, current: tab === current }))} />;
}
