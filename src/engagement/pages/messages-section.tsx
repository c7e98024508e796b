import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords, shortDay } from '../../platform/calendar/index.ts';
import { ActionButton, Empty, Section, Thread, Warn, type ThreadMessage } from '../../ui/index.ts';
import type { MessageRow, MessagesPanel, StoppedMessage } from '../panel-queries.ts';
import { shortName } from '../people.ts';
import { stoppedWords } from '../stopped-words.ts';

export interface Correspondent {
  readonly report_id: string;
  readonly reference: string;
  readonly person: string | null;
}

/** A message as staff see it: theirs are the person's, ours stand on the other side. */
export function staffMessage(row: MessageRow, person: string | null, now: Temporal.Instant): ThreadMessage {
  if (row.automatic) {
    return { kind: 'automatic', id: `m-${row.id}`, body: <>Automatic, {momentWords(row.at, now)}: {row.words} This did not restart the count.</> };
  }
  const mine = row.direction === 'out';
  const seen = mine ? undefined : row.read_at === null ? <b>Not yet read</b> : `Read by ${row.read_by_name ?? 'a colleague'}, ${shortDay(row.read_at)}`;
  return {
    kind: mine ? 'mine' : 'theirs', id: `m-${row.id}`, from: mine ? (row.author_name ?? 'A colleague') : shortName(person), when: momentWords(row.at, now), at: row.at.toString(), body: row.words, seen,
  };
}

/** What did not leave, said where nobody can miss it: the person does not know. */
export function Stopped({ stopped, mayWork }: { stopped: readonly StoppedMessage[]; mayWork: boolean }) {
  return (
    <>
      {stopped.map((message) => (
        <div key={message.id}>
          <Warn kind="danger" lead={stoppedWords(message).lead}>{stoppedWords(message).rest}</Warn>
          {mayWork ? (
            <div class="govuk-button-group">
              <ActionButton kind="secondary" label={message.state === 'held' ? 'Send it again' : 'Try again'} post={paths.undelivered(message.report_id, message.id)} hidden={{ act: 'again' }} />
              <ActionButton kind="secondary" label={message.state === 'held' ? 'It arrived' : 'Told another way'} post={paths.undelivered(message.report_id, message.id)} hidden={{ act: 'settled' }} />
            </div>
          ) : null}
        </div>
      ))}
    </>
  );
}

interface MessagesSectionProps {
  panel: MessagesPanel;
  /** Everyone who reported, also those without a message yet. */
  correspondents: readonly Correspondent[];
  now: Temporal.Instant;
  mayWork: boolean;
}

/** Messages both ways, one thread for each person, and what could not be delivered. */
export function MessagesSection({ panel, correspondents, now, mayWork }: MessagesSectionProps) {
  return (
    <>
      {correspondents.map((one, place) => {
        const messages = panel.messages.filter((row) => row.report_id === one.report_id);
        const unread = messages.filter((row) => row.direction === 'in' && row.read_at === null).length;
        return (
          <Section
            key={one.report_id}
            id={place === 0 ? 'messages' : `messages-${one.reference}`}
            title={`Messages with ${shortName(one.person)}`}
            note={unread === 0 ? undefined : `${unread} not yet read`}
            link={{ href: paths.report(one.report_id), label: mayWork ? 'Read and answer' : 'Read all' }}
          >
            <Stopped stopped={panel.stopped.filter((message) => message.report_id === one.report_id)} mayWork={mayWork} />
            {messages.length === 0
              ? <Empty lead="No messages yet.">What you write here appears on their private page, and they are told by a route that is safe.</Empty>
              : <Thread messages={messages.slice(-4).map((row) => staffMessage(row, one.person, now))} />}
          </Section>
        );
      })}
    </>
  );
}
