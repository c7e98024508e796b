import { parseArgs } from 'node:util';

import { paths } from '../paths.ts';
import { systemClock } from '../platform/calendar/index.ts';
import { runCommand, say } from './command.ts';
import { foundPartnership } from './found-partnership.ts';
import { readSetUpWish, setUpUsage, type SetUpWish } from './set-up-wish.ts';

function wished(): SetUpWish | undefined {
  try {
    const text = { type: 'string' } as const;
    return readSetUpWish(parseArgs({ options: { town: text, name: text, email: text, agency: text, partnership: text, roles: text, host: text } }).values);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${sentence.includes(setUpUsage) ? sentence : `${sentence}\n\n${setUpUsage}`}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

const wish = wished();
if (wish !== undefined) {
  await runCommand(async (connections, settings) => {
    const founded = await foundPartnership(connections.owner, wish, systemClock.now());
    say(`${wish.partnership} is set up, with ${wish.agency} as the agency that takes public reports.`);
    say(`${wish.name} opens this link within 7 days, chooses a password and sets up the second step. It works once:`);
    say(`  ${new URL(paths.invitation(founded.invitationSecret), settings.baseUrl).toString()}`);
    say('Then, under Administration:');
    say(`  1. Invite people. Put at least one officer into "${founded.restrictedTeam}": reports of domestic abuse are seen by that team alone.`);
    say('  2. Give the phone of the hub, helplines and opening hours under "The partnership".');
    say('  3. Read the contact standards, categories and gateways that were filled in. They are a start, not law: your adviser checks them.');
  });
}
