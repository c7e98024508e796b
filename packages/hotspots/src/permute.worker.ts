// The entry point of a worker thread, in Node and in the browser: takes one order at a time and answers it.
import { runStretch, type Answer, type Order } from './jobs.ts';

interface Port {
  postMessage(answer: Answer): void;
  onOrder(listener: (order: Order) => void): void;
}

function port(): Port {
  const parent = globalThis.process?.getBuiltinModule?.('node:worker_threads')?.parentPort;
  if (parent) return { postMessage: (answer) => parent.postMessage(answer), onOrder: (listener) => parent.on('message', listener) };
  return {
    postMessage: (answer) => globalThis.postMessage(answer),
    onOrder: (listener) => globalThis.addEventListener('message', (event: MessageEvent<Order>) => listener(event.data)),
  };
}

const { postMessage, onOrder } = port();

onOrder(({ job, from, to }) => {
  try {
    let told = 0;
    const onProgress = (share: number): void => {
      // Every message costs the other side a turn, so small steps are not worth one.
      if (share < told + 0.05) return;
      told = share;
      postMessage({ share });
    };
    postMessage({ stretch: runStretch(job, from, to, { onProgress }) });
  } catch (error) {
    postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
