import { readdirSync, readFileSync } from 'node:fs';

function nanosecondsOf(thread: string): number {
  try {
    return Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    // It has ended meanwhile, or the machine is not Linux.
    return Number.NaN;
  }
}

/** Milliseconds that a process with all its threads has been on a processor; not a number where the machine does not say. */
export function processorTime(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + (nanosecondsOf(`/proc/${pid}/task/${thread}`) || 0), 0) / 1e6;
  } catch {
    return Number.NaN;
  }
}

/** The same to a hundredth of a second, with the time of threads that have ended since. */
function wholeTime(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** The processes that this one started. */
function startedBy(parent: number): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false;
    }
  }).map(Number);
}

export interface Spent {
  /** Of the hub's own processes. */
  readonly hub: number;
  /** Of the processes of PostgreSQL that answer pages. */
  readonly pages: number;
  /** Of PostgreSQL's other processes: what works for the hub behind the pages, and what writes to the disk. */
  readonly behind: number;
}

/** Counts the processor time of the hub and of PostgreSQL from now on. */
export function countProcessorTime(hub: number, postmaster: number): () => Spent {
  const read = (): Map<number, number> => new Map(startedBy(postmaster).map((pid) => [pid, processorTime(pid)]));
  // The processes that the hub starts for its pages stay for its lifetime.
  const node = [hub, ...startedBy(hub)];
  const inNode = (): number => node.reduce((sum, pid) => sum + (wholeTime(pid) || 0), 0);
  const hubBefore = inNode();
  const before = read();
  return () => {
    const spent = { hub: inNode() - hubBefore, pages: 0, behind: 0 };
    for (const [pid, time] of read()) {
      spent[servesPages(pid) ? 'pages' : 'behind'] += time - (before.get(pid) ?? 0);
    }
    return spent;
  };
}

function servesPages(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hub_app');
  } catch {
    return false;
  }
}
