import { parseArgs } from 'node:util';

import { verifyAudit, type Finding } from '../platform/audit/index.ts';
import { runCommand, say } from './command.ts';

const { values } = parseArgs({ options: { anchor: { type: 'string', multiple: true, default: [] } } });

function sentence(finding: Finding): string {
  switch (finding.kind) {
    case 'altered':
      return `Entry ${finding.seq} (${finding.entryId}) was changed, moved, or put in after the sealing.`;
    case 'missing_entry':
      return `Entry ${finding.seq} (${finding.entryId}) was removed.`;
    case 'missing_seal':
      return `The seal of entry ${finding.seq} was removed.`;
    case 'cut_off':
      return `The chain ends at ${finding.seq}, but it had reached ${finding.expected}, or it was sealed anew.`;
    case 'cut_unrecorded':
      return `The trail begins after ${finding.seq}, but no entry says that its oldest part was deleted, or says another link.`;
    case 'unchained':
      return `Entry ${finding.entryId} is in no chain and does not wait for one: it was put in by hand.`;
  }
}

await runCommand(async (connections) => {
  const anchors = new Map(values.anchor.map((text): [string, string] => [text.slice(0, 36), text.slice(37)]));
  const started = performance.now();
  const reports = await verifyAudit(connections.owner, anchors);
  for (const report of reports) {
    say(`Partnership ${report.partnershipId}: ${report.sealed} entries sealed, ${report.waiting} waiting for their seal, ${report.findings.length} findings.`);
    for (const finding of report.findings.slice(0, 100)) {
      say(`  ${sentence(finding)}`);
    }
    if (report.head !== '') {
      say(`  Note this outside the hub, and give it next time: --anchor ${report.partnershipId}=${report.head}`);
    }
  }
  say(`Verified in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  if (reports.some(({ findings }) => findings.length > 0)) {
    process.exitCode = 1;
  }
});
