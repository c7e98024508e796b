export { roles, type Actor, type ArrivingActor, type DraftActor, type LinkActor, type PublicActor, type Role, type StaffActor, type SystemActor } from './actor.ts';
export { may, permissions, type Permission } from './permissions.ts';
export { isTrained } from './trained.ts';
export { enterDraft, enterDrafts, enterLink, enterPublic, enterSession, enterSystem, viewCase } from './enter.ts';
export { openCase, type CaseHolds } from './open-case.ts';
