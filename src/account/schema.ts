import { z } from 'zod';

import { passkeyMade } from '../platform/identity/index.ts';

export const sessionParams = z.object({ id: z.uuid() });

export const passwordForm = z.object({
  current: z.string({ error: 'Enter your password as it is now' }).min(1, 'Enter your password as it is now'),
  password: z.string({ error: 'Enter a new password' }).min(1, 'Enter a new password'),
});

export const phoneForm = z.object({
  phone: z.string().trim().regex(/^[0-9 +()]{0,24}$/, 'Enter a phone number, like 01279 446655'),
});

export const passkeyForm = z.object({ json: z.string().transform((text) => JSON.parse(text)).pipe(z.object({ response: passkeyMade, name: z.string().trim().max(80).optional() })) });

export const removePasskeyForm = z.object({ passkey: z.string().min(1) });
