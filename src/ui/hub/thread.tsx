import type { ComponentChildren } from 'preact';

export type ThreadMessage =
  | {
    kind: 'theirs' | 'mine';
    id?: string | undefined;
    from: string;
    /** "Wednesday 18 November, 3:20pm" */
    when: string;
    /** Machine-readable. */
    at: string;
    body: ComponentChildren;
    /** When it was read, and what was done with it. */
    seen?: ComponentChildren;
  }
  | { kind: 'automatic'; id?: string | undefined; body: ComponentChildren };

function Message({ message }: { message: ThreadMessage }) {
  if (message.kind === 'automatic') return <li class="auto" id={message.id}>{message.body}</li>;
  return (
    <li class={message.kind === 'mine' ? 'me' : undefined} id={message.id}>
      <h3>{message.from} <time datetime={message.at}>{message.when}</time></h3>
      {typeof message.body === 'string' ? <p class="hub-typed">{message.body}</p> : message.body}
      {message.seen === undefined ? null : <p class="seen">{message.seen}</p>}
    </li>
  );
}

/** Messages, oldest first. Automatic ones look it, and do not count as news. */
export function Thread({ messages }: { messages: readonly ThreadMessage[] }) {
  return <ol class="hub-thread">{messages.map((message, place) => <Message key={message.id ?? place} message={message} />)}</ol>;
}
