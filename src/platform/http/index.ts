export { draftCookie, noticeCookie, sessionCookie } from './cookies.ts';
export { besideTheRest, checkForm, errorOf, readFields, typedList, typedText, type FieldError, type Sent, type Typed } from './form.ts';
export { GoFirst, secretHash } from './admission.ts';
export type { House } from './house.ts';
export { lately } from './lately.ts';
export { file, json, page, seeOther, text, tile, type CookieToSet, type Reply } from './reply.ts';
export { gatheredRoute, route, type ActorOf, type Admits, type Beside, type GatheredAnswer, type GatheredVisit, type RequestFacts, type Route, type Subject, type Visit } from './route.ts';
export { buildServer, readAssets, type ServerParts } from './server.ts';
export type { UploadOutcome } from './uploads.ts';
