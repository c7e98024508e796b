import { z } from 'zod';

import { roles } from '../platform/access/index.ts';

export const setUpUsage = `npm run set-up -- --town "Your town" --name "Your name" --email you@your.council
    --agency NAME      the first agency, which takes public reports (default: the town and "Council")
    --partnership NAME (default: the town and "Community Safety Partnership")
    --roles LIST       what you will be, with commas (default: administrator)
    --host NAME        only when one hub serves several partnerships: the host name of this one`;

const role = z.enum(roles, `--roles takes ${roles.join(', ')}`);

const wish = z.object({
  town: z.string('Say which town: --town "Your town"').trim().min(2, 'Say which town: --town "Your town"').max(60, 'The name of the town is too long: 60 characters at most'),
  name: z.string('Say who the administrator is: --name "Your name"').trim().min(2, 'Say who the administrator is: --name "Your name"').max(100, 'The name is too long: 100 characters at most'),
  email: z.string('Give the administrator’s e-mail address: --email you@your.council').trim().toLowerCase().pipe(z.email('--email must be an e-mail address, like you@your.council')),
  agency: z.string().trim().min(2, '--agency is too short').max(100, '--agency is too long: 100 characters at most').optional(),
  partnership: z.string().trim().min(2, '--partnership is too short').max(120, '--partnership is too long: 120 characters at most').optional(),
  roles: z.string().default('administrator').transform((text) => [...new Set(text.split(',').map((one) => one.trim().toLowerCase()).filter((one) => one !== ''))])
    .pipe(z.array(role).refine((list) => list.includes('administrator'), '--roles must hold administrator: somebody has to invite the others')),
  host: z.string().trim().toLowerCase().regex(/^[a-z0-9.-]+$/, '--host must be a host name, like hub.your.council').optional(),
});

export interface SetUpWish {
  readonly town: string;
  readonly name: string;
  readonly email: string;
  readonly agency: string;
  readonly partnership: string;
  readonly roles: readonly string[];
  readonly host: string | null;
}

/** What somebody asked for on the command line; wrong input is an error with one sentence for each thing to put right. */
export function readSetUpWish(values: Readonly<Record<string, unknown>>): SetUpWish {
  const result = wish.safeParse(values);
  if (!result.success) {
    throw new Error([...new Set(result.error.issues.map(({ message }) => message)), '', setUpUsage].join('\n'));
  }
  const { town, agency, partnership, host, ...rest } = result.data;
  return { town, ...rest, agency: agency ?? `${town} Council`, partnership: partnership ?? `${town} Community Safety Partnership`, host: host ?? null };
}
