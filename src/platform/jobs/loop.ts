import type { Log } from '../telemetry/index.ts';

export interface Loop {
  /** Runs once more at once instead of waiting for its turn. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Repeats short work (the outbox, the audit sealer) every few hundred milliseconds. Several processes may run the same loop:
 * the work itself claims rows or takes a lock. An error is logged and the next turn comes all the same.
 */
export function startLoop(name: string, everyMs: number, run: () => Promise<number>, log: Log): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let woken = false;
  const turn = async (): Promise<void> => {
    let again = false;
    try {
      again = (await run()) > 0;
    } catch (error) {
      log.error({ loop: name, kind: error instanceof Error ? error.name : 'unknown', sqlState: Object(error).code }, 'loop failed');
    }
    if (!stopped) {
      timer = setTimeout(next, again || woken ? 0 : everyMs);
      woken = false;
    }
  };
  const next = (): void => {
    timer = undefined;
    running = turn();
  };
  timer = setTimeout(next, 0);
  return {
    wake: () => {
      if (timer === undefined) {
        woken = true;
      } else if (!stopped) {
        clearTimeout(timer);
        timer = setTimeout(next, 0);
      }
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
