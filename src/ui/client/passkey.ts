import { browserSupportsWebAuthn, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON, startAuthentication, startRegistration } from '@simplewebauthn/browser';

/*
 * A button for passkeys:
 *   <button type="button" hidden data-passkey="register" data-options="/passkeys/options" data-verify="/passkeys">
 * inside a form whose fields travel along ("name", tokens), with <p role="status" data-passkey-said></p> for what went wrong.
 * `options` answers POST with the options for the browser, `verify` takes POST {response, ...fields}
 * and answers {location} to go on, or {message}.
 */

type Fields = Record<string, string>;

interface Verdict {
  location?: string;
  message?: string;
}

async function post<Answer>(address: string, body: object): Promise<Answer> {
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok && answer.headers.get('content-type')?.includes('json') !== true) throw new Error('No answer. Try again in a minute.');
  return await answer.json() as Answer;
}

function fieldsAround(button: HTMLElement): Fields {
  const form = button.closest('form');
  if (form === null) return {};
  return Object.fromEntries([...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

async function register(options: string, verify: string, fields: Fields): Promise<Verdict> {
  const optionsJSON = await post<PublicKeyCredentialCreationOptionsJSON>(options, fields);
  return post<Verdict>(verify, { ...fields, response: await startRegistration({ optionsJSON }) });
}

async function signIn(options: string, verify: string, fields: Fields): Promise<Verdict> {
  const optionsJSON = await post<PublicKeyCredentialRequestOptionsJSON>(options, fields);
  return post<Verdict>(verify, { ...fields, response: await startAuthentication({ optionsJSON }) });
}

/** What to tell the person; a passkey that was put away is no error. */
function words(error: unknown): string {
  if (error instanceof Error && error.name === 'NotAllowedError') return 'The passkey was not used. Try again, or use your password.';
  if (error instanceof Error && error.name === 'InvalidStateError') return 'This device already has a passkey for you.';
  return 'The passkey did not work. Use your password, or try again.';
}

async function use(button: HTMLButtonElement): Promise<void> {
  const { passkey, options, verify } = button.dataset;
  if (options === undefined || verify === undefined) return;
  const said = document.querySelector('[data-passkey-said]');
  button.disabled = true;
  try {
    const fields = fieldsAround(button);
    const verdict = passkey === 'register' ? await register(options, verify, fields) : await signIn(options, verify, fields);
    if (verdict.location !== undefined && new URL(verdict.location, location.href).origin === location.origin) {
      location.assign(verdict.location);
      return;
    }
    if (said !== null) said.textContent = verdict.message ?? words(undefined);
  } catch (error) {
    if (said !== null) said.textContent = words(error);
  }
  button.disabled = false;
}

if (browserSupportsWebAuthn()) {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-passkey]')) {
    button.hidden = false;
    button.addEventListener('click', () => void use(button));
  }
}
