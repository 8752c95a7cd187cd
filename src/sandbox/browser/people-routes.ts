import { encode } from 'uqr';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHost } from '../control/control-guard.ts';
import { ok, redirect, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isJsonObject, tryParseJson } from '../http/json.ts';
import type { WireRequest } from '../http/router.ts';
import type { SandboxState } from '../state.ts';
import { codeOn, readRegistration } from './demo-phones.ts';
import { fileAnswer } from './page-answers.ts';
import { peoplePage } from './people-page.ts';

/** The page of the people, and what it and the sign-in page ask for beside AM; undefined for any other address. */
export function servePeople(state: SandboxState, request: WireRequest): Answer | undefined {
  const { method, url, headers } = request;
  const [path = ''] = url.split('?');
  const file = method === 'GET' ? /^\/sandbox\/people\/([a-z.-]+)$/.exec(path)?.[1] : undefined;
  const act = acts[`${method} ${path}`];
  if (file === undefined && act === undefined) return undefined;
  if (!isOwnPage(headers)) return refuse(403, 'This is for the pages of the sandbox alone.');
  return file === undefined ? act?.(state, request.body) : fileAnswer(file);
}

type Act = (state: SandboxState, body: string) => Answer;

const acts: Readonly<Record<string, Act | undefined>> = {
  'GET /sandbox/people': peoplePage,
  'POST /sandbox/people/next-code': (state, body) => {
    const account = state.phones.showNext(new URLSearchParams(body).get('phone') ?? '');
    return seePeople(account === undefined ? '' : `#phone-${account.id}`);
  },
  'POST /sandbox/people/start-over': (state) => {
    state.reset();
    return seePeople('');
  },
  'POST /sandbox/phones': scan,
  'POST /sandbox/qr-code': drawQrCode,
};

/** After a form the browser reads the page anew, so that going back or reloading sends nothing twice. */
function seePeople(fragment: string): Answer {
  return { ...redirect(`/sandbox/people${fragment}`), status: 303 };
}

function scan({ am, phones }: SandboxState, body: string): Answer {
  const { realm, uri } = fieldsOf(body);
  const registration = readRegistration(String(uri));
  const person = registration && am.directory.findByLogin(String(realm), registration.name);
  const account = registration && person && phones.add(person, registration);
  return account === undefined
    ? refuse(400, 'This registers no device of somebody in this realm.')
    : ok({ code: codeOn(account) });
}

/** A QR code as the path of its dark squares, so that the page draws it without reading HTML. */
function drawQrCode(_state: SandboxState, body: string): Answer {
  const { text } = fieldsOf(body);
  if (typeof text !== 'string' || text.length > 500) return refuse(400, 'There is no short text.');
  const { size, data } = encode(text, { border: 2 });
  const squares = data.flatMap((row, y) =>
    row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')),
  );
  return ok({ size, path: squares.join('') });
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  const json = tryParseJson(body);
  return isJsonObject(json) ? json : {};
}

/** From this machine, and from no page but the sandbox's own. */
function isOwnPage({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  const isOwn = origin === undefined || origin === `http://${host}`;
  return isLoopbackHost(host) && isOwn && site !== 'cross-site' && site !== 'same-site';
}
