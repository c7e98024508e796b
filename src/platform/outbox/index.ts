export { tellColleagues, type NoticeToColleagues } from './colleagues.ts';
export { demoRecorder, dispatch, messagesATurn, type Dispatching } from './dispatch.ts';
export { openLink, sealLink } from './link-seal.ts';
export { plainMessage, put, type NewMessage } from './queue.ts';
export { asksForNoContact, contactOf, contactRoutes, safeRoute, safeRoutes, type Channel, type Contact, type ContactRoute, type PartyContact, type SafeRoute } from './safe-contact.ts';
