export { hashPassword, passwordFits, passwordProblem } from './password.ts';
export { newRecoveryCodes, newTotpSecret, recoveryHash, totpNow, totpSquare, totpStep } from './one-time-code.ts';
export { bucketsOf, countFailure, tooManyFailures, type Attempt } from './throttle.ts';
export { checkAnswer, checkMade, passkeyAnswer, passkeyMade, registerOptions, signInOptions, type RelyingParty } from './passkeys.ts';
