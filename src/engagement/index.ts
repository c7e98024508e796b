import type { Route } from '../platform/http/index.ts';
import { demoOutboxRoutes } from './demo-outbox.tsx';
import { linkRoutes } from './link-routes.tsx';
import { promiseRoutes } from './promise-routes.tsx';
import { silenceRoutes } from './silence.tsx';
import { staffRoutes } from './staff-routes.tsx';

export { asksForNoContact, contactOf, openLink, safeRoute, sealLink, type Contact, type ContactRoute, type PartyContact } from '../platform/outbox/index.ts';
export { acknowledge, clearEscalations, resetTriageClock, tell, toldByOtherMeans, type Acknowledgement, type EscalationReason, type Telling, type ToldByOtherMeans } from './telling.ts';
export {
  complainantsFrom, messagesPanel, threadPanels, type Complainants, type HeardPanel, type MessageRow, type MessagesPanel, type PromiseLineRow, type PromisePanel, type SilencePanel, type StoppedMessage, type ThreadPanels,
} from './panel-queries.ts';
export { PromiseSection } from './pages/promise-section.tsx';
export { HeardSection } from './pages/heard-section.tsx';
export { MessagesSection, type Correspondent } from './pages/messages-section.tsx';
export { caseClock } from './pages/case-clock.tsx';
export { engagementWork, outboxTurn } from './jobs.ts';

export const routes: readonly Route[] = [...linkRoutes, ...staffRoutes, ...promiseRoutes, ...silenceRoutes, ...demoOutboxRoutes];
