import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { schemaSnapshot } from '../platform/database/schema-snapshot.ts';
import { projectRoot } from '../root.ts';
import { runCommand, say } from './command.ts';

await runCommand(async (connections) => {
  const file = path.join(projectRoot, 'database', 'schema.sql');
  writeFileSync(file, await schemaSnapshot(connections.owner));
  say(`The schema is written to ${file}.`);
});
