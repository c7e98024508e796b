import path from 'node:path';
import { parseArgs } from 'node:util';

import { restore } from '../platform/database/restore.ts';
import { migrationsFolder } from '../root.ts';
import { runCommand, say } from './command.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [source] = positionals;

if (source === undefined) {
  process.stderr.write('Say which backup: npm run restore -- safer-hub-20261123-1015.backup\n');
  process.exitCode = 1;
} else {
  await runCommand(
    async (connections, settings) => {
      await restore({
        connection: connections.owner, source: path.resolve(source), migrationsFolder, log: say, secretKeyFile: path.join(settings.dataDir, 'secret.key'),
        ...(settings.fileStore.kind === 'folder' ? { filesFolder: settings.fileStore.folder } : {}),
      });
    },
    { migrateFirst: false },
  );
}
