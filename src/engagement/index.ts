export { contactOf, openLink, safeRoute, sealLink, type Contact, type ContactRoute, type PartyContact } from '../platform/outbox/index.ts';
export { acknowledge, clearEscalations, resetTriageClock, tell, toldByOtherMeans, type Acknowledgement, type EscalationReason, type Telling, type ToldByOtherMeans } from './telling.ts';
