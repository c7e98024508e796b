import path from 'node:path';
import { parseArgs } from 'node:util';

import { backup } from '../platform/database/backup.ts';
import { runCommand, say } from './command.ts';

const { positionals } = parseArgs({ allowPositionals: true });

await runCommand(
  async (connections, settings) => {
    const stamp = new Date().toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-');
    const target = path.resolve(positionals[0] ?? `safer-hub-${stamp}.backup`);
    await backup({
      connection: connections.owner, target, log: say, secretKeyFile: path.join(settings.dataDir, 'secret.key'),
      ...(settings.fileStore.kind === 'folder' ? { filesFolder: settings.fileStore.folder } : {}),
    });
    say('It holds personal data and keys: whoever has it has the hub. Keep it as you keep the hub itself.');
  },
  { migrateFirst: false },
);
