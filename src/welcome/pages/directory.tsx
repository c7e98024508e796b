import { DataTable } from '../../ui/index.ts';

export interface DirectoryRow {
  readonly about: string;
  readonly by: string;
  readonly phone: string;
  /** "open until 5pm", "day and night" */
  readonly now: string;
}

export function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}

export function Phone({ number }: { number: string }) {
  return <a href={telephone(number)}>{number}</a>;
}

/** Who deals with what, and whether anyone answers at this hour. */
export function DirectoryTable({ rows }: { rows: readonly DirectoryRow[] }) {
  return (
    <DataTable
      label="Who deals with what"
      publicLook
      columns={[{ label: 'If it is about' }, { label: 'It is dealt with by' }, { label: 'Now' }]}
      rows={rows.map((row) => [row.about, row.by, row.phone === '' ? row.now : <><Phone number={row.phone} />{row.now === '' ? '' : `, ${row.now}`}</>])}
    />
  );
}

export function MeetingList({ meetings }: { meetings: readonly { readonly when: string; readonly words: string }[] }) {
  return <ul class="hub-list hub-meet">{meetings.map((meeting) => <li key={meeting.when + meeting.words}><b>{meeting.when}</b><span>{meeting.words}</span></li>)}</ul>;
}
