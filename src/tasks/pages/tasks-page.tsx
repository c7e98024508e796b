import type { Temporal } from 'temporal-polyfill';

import { leftWords, shortDay } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { DataTable, Empty, FilterBar, PageTabs, TitleLine } from '../../ui/index.ts';
import type { ListedTasks } from '../queries.ts';
import { isLate, isOpen } from '../rules.ts';
import type { ListQuery } from '../schema.ts';
import { TaskStateWords } from './tasks-section.tsx';

export interface TasksPageProps {
  readonly listed: ListedTasks;
  readonly wanted: ListQuery;
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly now: Temporal.Instant;
}

const says = {
  mine: 'What you have been asked to do, the nearest date first.',
  agency: 'Everything that your agency has been asked to do and that you may see.',
  asked: 'What your agency has asked of its own people and of others.',
} as const;

const empty = {
  mine: 'Tasks given to you show here, with who asks and by when.',
  agency: 'Tasks for your agency show here, also those that nobody has yet.',
  asked: 'Ask for something from a case: it shows here until it is answered.',
} as const;

/** Tasks: mine, my agency's, asked by us. The choice is in the address. */
export function TasksPage({ listed, wanted, agencies, now }: TasksPageProps) {
  const whose = wanted.whose ?? 'mine';
  const tab = (value: 'mine' | 'agency' | 'asked', label: string) => ({ href: paths.tasks(value === 'mine' ? '' : `?whose=${value}`), label, current: whose === value });
  return (
    <>
      <TitleLine title="Tasks" says={says[whose]} />
      <PageTabs label="Whose tasks" links={[tab('mine', 'Mine'), tab('agency', 'My agency’s'), tab('asked', 'Asked by us')]} />
      <FilterBar
        action={paths.tasks()}
        hidden={{ whose }}
        fields={[
          { kind: 'select', name: 'state', label: 'State', value: wanted.state ?? 'open', options: [{ value: 'open', label: 'Open' }, { value: 'late', label: 'Late' }, { value: 'over', label: 'Done, declined, cancelled' }] },
          { kind: 'select', name: 'agency', label: whose === 'asked' ? 'Asked of' : 'Asked by', value: wanted.agency ?? '', options: [{ value: '', label: 'Any agency' }, ...agencies.map(({ id, name }) => ({ value: id, label: name }))] },
        ]}
      />
      {listed.rows.length === 0 ? <Empty lead="No tasks here.">{empty[whose]}</Empty> : (
        <DataTable
          label="Tasks"
          columns={[{ label: 'Task' }, { label: 'Asked by' }, { label: 'Who' }, { label: 'By', numeric: true }, { label: 'State' }]}
          rows={listed.rows.map((task) => [
            <><a href={paths.task(task.id)}>{task.title}</a><br /><span class="small quiet num">{task.reference}</span></>,
            `${task.asked_by_name ?? ''}, ${task.asked_agency_name}`,
            `${task.assignee ?? 'Nobody yet'}, ${task.agency}`,
            <>{shortDay(task.due_at)}{isOpen(task.state) ? <><br /><span class={isLate(task, now) ? 'small danger' : 'small quiet'}>{leftWords(task.due_at, now)}</span></> : null}</>,
            <TaskStateWords task={task} now={now} />,
          ])}
        />
      )}
      {listed.more ? <p class="small quiet">Only the first {listed.rows.length} are shown. Choose a state or an agency to see fewer.</p> : null}
    </>
  );
}
