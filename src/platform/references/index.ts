export { makeReference, parseReference } from './reference.ts';
export { hashSecret, makeSecret } from './secret.ts';
export { isUuid, uuidv7 } from './uuidv7.ts';
