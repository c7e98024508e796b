import { z } from 'zod';

import { roles } from '../platform/access/index.ts';

export const several = z.union([z.string(), z.array(z.string())]).optional().transform((value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value));
export const phone = z.string().trim().regex(/^[0-9 +()]{0,24}$/, 'Enter a phone number, like 01279 446655').default('');
const tick = z.literal('yes').optional().transform((value) => value === 'yes');
const short = (say: string, most = 100) => z.string(say).trim().min(2, say).max(most, `Use ${most} characters or fewer`);
const optional = (most: number) => z.string().trim().max(most, `Use ${most} characters or fewer`).default('');

export const idParams = z.object({ id: z.uuid() });
export const teamParams = z.object({ id: z.uuid(), teamId: z.uuid() });

export const peopleQuery = z.object({
  q: z.string().trim().max(80).optional().catch(undefined),
  agency: z.uuid().optional().catch(undefined),
  state: z.enum(['invited', 'active', 'suspended']).optional().catch(undefined),
});

const role = z.enum(roles, 'Choose roles from the list');
const chosenRoles = several.pipe(z.array(role).min(1, 'Choose at least one role'));
const chosenTeams = several.pipe(z.array(z.uuid('Choose teams from the list')));

export const inviteForm = z.object({
  name: short('Give their name'),
  email: z.string().trim().toLowerCase().max(200).pipe(z.email('Enter their work e-mail address, like name@example.gov.uk')),
  agency: z.uuid('Choose their agency'),
  job: optional(100),
  phone,
  roles: chosenRoles,
  teams: chosenTeams,
});

export const personForm = inviteForm.pick({ name: true, job: true, phone: true }).extend({ roles: several.pipe(z.array(role)), teams: chosenTeams });

export const agencyKinds = ['council', 'police', 'fire', 'probation', 'health', 'housing', 'charity', 'business', 'other'] as const;

export const agencyForm = z
  .object({
    name: short('Give the agency a name'), short: short('Give a short name', 30), kind: z.enum(agencyKinds, 'Choose what kind of agency it is'), phone, hours: optional(120), takes: tick,
    active: z.enum(['yes', 'no'], 'Choose on or off').default('yes').transform((value) => value === 'yes'),
  })
  .refine(({ takes, active }) => active || !takes, { path: ['takes'], message: 'An agency that is switched off cannot take public reports' });

export const teamForm = z.object({ name: short('Give the team a name'), phone, hours: optional(120), active: z.enum(['yes', 'no'], 'Choose on or off').default('yes').transform((value) => value === 'yes') });

export const holidayForm = z.object({ day: z.string('Give the day'), name: short('Say what day it is', 80) });
export const dropHolidayForm = z.object({ day: z.string() });
