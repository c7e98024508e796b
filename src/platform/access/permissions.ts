import type { Role, StaffActor } from './actor.ts';

/** What a route may ask of someone signed in, and the roles that have it. Which rows they then see is the database's to say. */
export const permissions = {
  signed_in: ['officer', 'supervisor', 'coordinator', 'analyst', 'auditor', 'administrator'],
  triage: ['officer', 'supervisor', 'coordinator'],
  read_cases: ['officer', 'supervisor', 'coordinator', 'analyst'],
  work_cases: ['officer', 'supervisor', 'coordinator'],
  supervise: ['supervisor', 'coordinator'],
  keep_records: ['supervisor', 'coordinator', 'auditor'],
  agree: ['coordinator'],
  edit_templates: ['coordinator', 'administrator'],
  administer: ['administrator'],
  audit: ['auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Whether any of the person's roles has the permission. */
export function may(actor: Pick<StaffActor, 'roles'>, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return actor.roles.some((role) => allowed.includes(role));
}
