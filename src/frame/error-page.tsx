import { catalogue, type ErrorCode } from '../platform/errors/index.ts';
import type { House } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { renderDocument } from '../ui/index.ts';
import { publicPage } from './frame.tsx';

/** The record that staff were refused, for whoever must see it in an emergency. */
function refusedRecord(code: ErrorCode, url: string): string | undefined {
  return code === 'not_yours' ? /^\/(?:cases|reports|triage|tasks|shared)\/([0-9a-f-]{36})(?=[/?]|$)/.exec(url)?.[1] : undefined;
}

/** The page for an error: what happened, what to do, and the id to quote. It works even when the database does not. */
export async function errorPage(code: ErrorCode, id: string, house: House, request: { hostname: string; url: string }): Promise<string> {
  const { title, words } = catalogue[code];
  const refused = refusedRecord(code, request.url);
  const quote = code === 'broken' || code === 'busy';
  try {
    const partnership = await house.partnershipOf(request.hostname);
    return publicPage(
      { house, partnership, request: { id, method: 'GET', url: request.url, ip: '', userAgent: '', cookies: {}, notice: undefined } },
      {
        title,
        noindex: true,
        question: true,
        children: (
          <>
            <h1>{title}</h1>
            <p>{words}</p>
            {quote && partnership.settings.hubPhone !== '' ? <p>Ring {partnership.settings.hubPhone} if it keeps happening.</p> : null}
            {quote ? <p class="quiet">If you ring us, quote this: <b class="num">{id}</b></p> : null}
            {refused === undefined ? null : <p>To prevent a death or serious harm, staff can <a href={paths.askEmergency(refused)}>open a case in an emergency</a>. Its owner is told at once.</p>}
            <p><a href={paths.home()}>Go to the front page</a></p>
          </>
        ),
      },
    );
  } catch {
    return renderDocument(
      <html lang="en-GB">
        <head><meta charset="utf-8" /><title>{title}</title><meta name="viewport" content="width=device-width, initial-scale=1" /></head>
        <body><h1>{title}</h1><p>{words}</p><p>Quote this if you ring us: {id}</p></body>
      </html>,
    );
  }
}
