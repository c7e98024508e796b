import { parseArgs } from 'node:util';

import { importBoundaries, importPartnerFile, importPolice, type ImportOutcome } from '../imports/index.ts';
import { partnershipFor, runCommand, say } from './command.ts';

const usage = `npm run import -- police FILE.csv …          police.uk street files
npm run import -- boundaries FILE.geojson …  wards, LSOAs and other areas
npm run import -- partner FILE.csv … --agency NAME  incidents of an agency’s own system; columns are found by their names,
                                         or as they were chosen on the page for the last such file
    --partnership NAME                       when there are several`;

/** A line that is written over on a terminal, and once every quarter elsewhere. */
function progressOf(file: string): (share: number, rows: number) => void {
  let shown = -1;
  return (share, rows) => {
    const step = process.stdout.isTTY ? Math.floor(share * 100) : Math.floor(share * 4) * 25;
    if (step > shown) {
      shown = step;
      process.stdout.write(process.stdout.isTTY ? `\r${file}: ${step} %, row ${rows} ` : `${file}: ${step} %\n`);
    }
  };
}

function tell(outcome: ImportOutcome): void {
  if (process.stdout.isTTY) {
    process.stdout.write('\n');
  }
  if (outcome.known) {
    say(`${outcome.file}: taken before. Nothing has changed (${outcome.read} rows read).`);
    return;
  }
  say(
    `${outcome.file}: ${outcome.read} rows read, ${outcome.kept} kept, ${outcome.held} already held` +
      `${outcome.updated > 0 ? ` (${outcome.updated} with a newer outcome)` : ''}${outcome.withoutPlace > 0 ? `, ${outcome.withoutPlace} without a place` : ''}, ${outcome.bad.length} bad.`,
  );
  for (const { row, sentence } of outcome.bad.slice(0, 20)) {
    say(`  Row ${row}: ${sentence}`);
  }
  if (outcome.bad.length > 20) {
    say(`  … and ${outcome.bad.length - 20} more; all are kept with the import.`);
  }
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { partnership: { type: 'string' }, agency: { type: 'string' } } });
const [kind, ...files] = positionals;

if ((kind !== 'police' && kind !== 'boundaries' && kind !== 'partner') || files.length === 0) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 1;
} else {
  await runCommand(async (connections) => {
    const partnershipId = await partnershipFor(connections, values.partnership);
    for (const file of files) {
      if (kind === 'partner') {
        tell(await importPartnerFile(connections.owner, partnershipId, values.agency, file, progressOf(file)));
        continue;
      }
      const take = kind === 'police' ? importPolice : importBoundaries;
      tell(await take(connections.owner, partnershipId, file, progressOf(file)));
    }
  });
}
