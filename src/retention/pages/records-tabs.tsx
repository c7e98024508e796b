import { paths } from '../../paths.ts';
import { may, type StaffActor } from '../../platform/access/index.ts';
import { PageTabs } from '../../ui/index.ts';

export type RecordsPart = 'review' | 'holds' | 'deleted' | 'copies' | 'requests' | 'unusual';

const parts = [
  { part: 'review', label: 'To review', href: paths.retention(), permission: 'keep_records' },
  { part: 'holds', label: 'Legal holds', href: paths.holds(), permission: 'keep_records' },
  { part: 'copies', label: 'Copies at partners', href: paths.copyAsks(), permission: 'work_cases' },
  { part: 'requests', label: 'Subject requests', href: paths.subjectRequests(), permission: 'supervise' },
  { part: 'unusual', label: 'Unusual reading', href: paths.unusualReadings(), permission: 'keep_records' },
  { part: 'deleted', label: 'Deleted', href: paths.deletedRecords(), permission: 'keep_records' },
] as const;

/** The sister pages of Records, as far as the reader may open them. */
export function RecordsTabs({ current, actor }: { current: RecordsPart; actor: Pick<StaffActor, 'roles'> }) {
  return <PageTabs label="Records" links={parts.filter(({ permission }) => may(actor, permission)).map(({ part, label, href }) => ({ label, href, current: part === current }))} />;
}
