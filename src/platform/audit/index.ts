export { ChainWalk, firstLink, nextLink, type Finding, type SealedEntry } from './chain.ts';
export { verifyAudit, type ChainReport } from './verify.ts';
