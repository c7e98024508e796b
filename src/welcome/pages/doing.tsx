import { Cells, Empty, KeptInWords, SaidDid, Section } from '../../ui/index.ts';
import type { SaidDidRow } from './home.tsx';

export interface DoingPageProps {
  readonly month: string;
  /** undefined: too few to publish. */
  readonly promises: { readonly kept: number; readonly total: number } | undefined;
  readonly saidDid: readonly SaidDidRow[];
}

/** Promises kept, and what was done about what people said. Small numbers are not published. */
export function DoingPage({ month, promises, saidDid }: DoingPageProps) {
  return (
    <>
      <h1>What we are doing</h1>
      <Section id="promises" title={`Promises that fell due in ${month}`}>
        {promises === undefined ? (
          <Empty lead="Fewer than ten, so we do not publish a figure.">A small number could tell whose report it was.</Empty>
        ) : (
          <>
            <p><KeptInWords kept={promises.kept} late={promises.total - promises.kept} open={0} /></p>
            {promises.total > 200 ? null : <p><Cells kept={promises.kept} late={promises.total - promises.kept} open={0} /></p>}
            <p class="quiet">Each cell is one promise to someone who reported: who does what, by when. A late one stands taller. Source: all promises of every partner with a date in {month}, counted when you open this page.</p>
          </>
        )}
      </Section>
      <Section id="said" title="You said, we did">
        {saidDid.length === 0 ? <Empty lead="Nothing here yet.">What people told us and what was done about it will stand here, street by street, and why when nothing was.</Empty> : saidDid.map((row) => <SaidDid key={row.place + row.said} {...row} />)}
      </Section>
    </>
  );
}
