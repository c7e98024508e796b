import type { Temporal } from 'temporal-polyfill';

import { shortDay } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { DataTable, Empty, Section } from '../../ui/index.ts';
import type { TaskLine } from '../panel.ts';
import { isLate, stateWords } from '../rules.ts';

export interface TasksSectionProps {
  readonly caseId: string;
  readonly panel: readonly TaskLine[];
  readonly now: Temporal.Instant;
  /** Whether the reader may ask for tasks. */
  readonly works: boolean;
}

/** State in a table: done with its day, late in red. */
export function TaskStateWords({ task, now }: { task: Pick<TaskLine, 'state' | 'due_at' | 'done_at'>; now: Temporal.Instant }) {
  if (task.state === 'done') {
    return <><b>Done</b>{task.done_at === null ? null : ` ${shortDay(task.done_at)}`}</>;
  }
  return isLate(task, now) ? <><b class="danger">Late</b>, {stateWords[task.state].toLowerCase()}</> : <>{stateWords[task.state]}</>;
}

/** Tasks on the case page. */
export function TasksSection({ caseId, panel, now, works }: TasksSectionProps) {
  return (
    <Section id="tasks" title="Tasks" note={panel.length === 0 ? '' : undefined} link={works ? { href: paths.newTask(caseId), label: 'Add task' } : undefined}>
      {panel.length === 0 ? <Empty lead="No tasks yet.">Ask a colleague or another agency to do something: it shows here with its date and answer.</Empty> : (
        <DataTable
          label="Tasks"
          columns={[{ label: 'Task' }, { label: 'Who' }, { label: 'Agency' }, { label: 'By', numeric: true }, { label: 'State' }]}
          rows={panel.map((task) => [
            <a href={paths.task(task.id)}>{task.title}</a>,
            task.assignee ?? 'Nobody yet',
            task.agency,
            shortDay(task.due_at),
            <TaskStateWords task={task} now={now} />,
          ])}
        />
      )}
    </Section>
  );
}
