import type { RawSettings } from './raw.ts';
import type { SettingName } from './table.ts';

export type Problem = { readonly name: SettingName; readonly sentence: string };

function missing(raw: RawSettings, names: readonly SettingName[], because: string): Problem[] {
  return names.flatMap((name) => (raw[name] === undefined ? [{ name, sentence: `is needed because ${because}. Set it, or change the other.` }] : []));
}

function senderProblems(raw: RawSettings): Problem[] {
  const problems: Problem[] = [];
  if (raw.MAIL_SENDER === 'smtp') problems.push(...missing(raw, ['SMTP_URL', 'MAIL_FROM'], 'MAIL_SENDER is smtp'));
  const throughNotify = (['MAIL_SENDER', 'SMS_SENDER', 'LETTER_SENDER'] as const).filter((name) => raw[name] === 'notify');
  if (throughNotify[0] !== undefined) problems.push(...missing(raw, ['NOTIFY_API_KEY'], `${throughNotify[0]} is notify`));
  const templates = { MAIL_SENDER: 'NOTIFY_EMAIL_TEMPLATE', SMS_SENDER: 'NOTIFY_SMS_TEMPLATE', LETTER_SENDER: 'NOTIFY_LETTER_TEMPLATE' } as const;
  for (const sender of throughNotify) problems.push(...missing(raw, [templates[sender]], `${sender} is notify`));
  const leaving = raw.MAIL_SENDER !== 'demo' || throughNotify.length > 0;
  if (leaving) problems.push(...missing(raw, ['BASE_URL'], 'messages really leave and the links in them must lead to the hub'));
  return problems;
}

/** Rules between settings, each a sentence that says what is wrong and what to do. */
export function combinationProblems(raw: RawSettings): Problem[] {
  const problems = senderProblems(raw);
  for (const name of ['APP_DATABASE_URL', 'WORKER_DATABASE_URL'] as const) {
    if (raw[name] !== undefined) problems.push(...missing(raw, ['DATABASE_URL'], `${name} is set`));
  }
  if (raw.FILE_STORE === 's3') {
    problems.push(...missing(raw, ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'], 'FILE_STORE is s3'));
  }
  const oidc = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
  const given = oidc.find((name) => raw[name] !== undefined);
  if (given !== undefined) problems.push(...missing(raw, oidc, `${given} is set`));
  if (raw.METRICS_PORT === raw.PORT) {
    problems.push({ name: 'METRICS_PORT', sentence: `is ${raw.PORT}, the same as PORT. Give it another port, or off.` });
  }
  return problems.filter((problem, index) => problems.findIndex((other) => other.name === problem.name) === index);
}
