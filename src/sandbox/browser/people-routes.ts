import { encode } from 'uqr';
import type { IncomingHttpHeaders } from 'node:http';
import { personByName } from '../control/callers-by-name.ts';
import { isLoopbackHost } from '../control/control-guard.ts';
import { recoveryCodeOf } from '../devices/recovery-codes.ts';
import { ok, redirect, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isJsonObject, tryParseJson } from '../http/json.ts';
import type { SecondFactor } from '../session/second-factors.ts';
import { startSessionOf } from '../session/session-by-name.ts';
import { isValidGoto } from '../sign-in/goto.ts';
import type { WireRequest } from '../http/router.ts';
import type { SandboxState } from '../state.ts';
import { codeOn, codeStatusOf, readRegistration, type PhoneAccount } from './demo-phones.ts';
import { fileAnswer, mailPage } from './page-answers.ts';
import { peoplePage } from './people-page.ts';
import { startPage } from './start-page.ts';

/**
 * Serves the page of the users, and the requests of that page and the sign-in page that AM does not
 * serve. Returns undefined for other addresses.
 */
export async function servePeople(
  state: SandboxState,
  request: WireRequest,
): Promise<Answer | undefined> {
  const { method, url, headers } = request;
  const [path = ''] = url.split('?');
  const mail = method === 'GET' ? /^\/sandbox\/mail\/(\d{1,9})$/.exec(path)?.[1] : undefined;
  if (mail !== undefined) return mailAnswer(state, Number(mail), headers);
  const file = method === 'GET' ? /^\/sandbox\/people\/([a-z.-]+)$/.exec(path)?.[1] : undefined;
  const act = acts[`${method} ${path}`];
  if (file === undefined && act === undefined) return undefined;
  const isAllowed = path === signInPath ? isOfThisMachine(headers) : isOwnPage(headers);
  if (!isAllowed) return refuse(403, 'This is for the pages of the sandbox alone.');
  return file === undefined ? act?.(state, request.body) : fileAnswer(file);
}

/** A mail as HTML, without scripts, pictures and forms. */
function mailAnswer(
  { mails }: SandboxState,
  number: number,
  headers: IncomingHttpHeaders,
): Answer | undefined {
  if (!isOwnPage(headers)) return refuse(403, 'This is for the pages of the sandbox alone.');
  const mail = mails?.find(number);
  return mail && mailPage(mail.html);
}

type Act = (state: SandboxState, body: string) => Answer | undefined | Promise<Answer>;

/** The only form that another port's page may send: the gateway's explorer has it. */
const signInPath = '/sandbox/people/sign-in';

const acts: Readonly<Record<string, Act | undefined>> = {
  'GET /sandbox/start': startPage,
  'GET /sandbox/people': peoplePage,
  'POST /sandbox/people/next-code': (state, body) => {
    const account = state.phones.showNext(new URLSearchParams(body).get('phone') ?? '');
    return seePeople(account === undefined ? '' : `#phone-${account.id}`);
  },
  'POST /sandbox/people/answer-push': ({ am }, body) => {
    const fields = new URLSearchParams(body);
    const push = am.pushes.answer(fields.get('push') ?? '', fields.get('answer') ?? '');
    return seePeople(push === undefined ? '' : `#person-${push.person.name}`);
  },
  'POST /sandbox/people/start-over': async (state, body) => {
    state.reset();
    await state.onReset?.();
    const isFromStart = new URLSearchParams(body).get('to') === 'start';
    return isFromStart ? seeOther('/sandbox/start') : seePeople('');
  },
  [`POST ${signInPath}`]: signIn,
  'POST /sandbox/phones': scan,
  'POST /sandbox/qr-code': drawQrCode,
};

/** Redirects to the page after a form, so that going back or reloading does not resend it. */
function seePeople(fragment: string): Answer {
  return seeOther(`/sandbox/people${fragment}`);
}

function seeOther(address: string): Answer {
  return { ...redirect(address), status: 303 };
}

/**
 * Signs a user in without a password, and redirects to an address on this machine. As on AM's own
 * page, the sign-in counts as with the code of a phone or a recovery code, if AM accepts one.
 */
function signIn(state: SandboxState, body: string): Answer {
  const { am } = state;
  const fields = new URLSearchParams(body);
  const goto = fields.get('goto') ?? '';
  const name = fields.get('name') ?? '';
  const session = isValidGoto(goto) ? startSessionOf(am, name, factorsOf(state, name)) : undefined;
  if (session === undefined)
    return refuse(400, 'Send the name of a user, and an address on this machine to go on to.');
  const answer = seeOther(goto);
  const cookie = `${am.cookieName}=${session.token}; Path=/`;
  return { ...answer, headers: { ...answer.headers, 'set-cookie': [cookie] } };
}

function factorsOf({ am, phones }: SandboxState, name: string): readonly SecondFactor[] {
  const person = personByName(am, name);
  if (person === undefined) return [];
  const isGood = (phone: PhoneAccount): boolean => codeStatusOf(person, phone) === 'accepted';
  const hasCode = phones.of(person).some(isGood) || recoveryCodeOf(person) !== undefined;
  return hasCode ? ['oath'] : [];
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

/** Returns a QR code as an SVG path of its dark squares, so that the page need not insert HTML. */
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

/** Whether a browser says that a page of this machine, on any port, sends a request. */
function isOfThisMachine({ host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  return isLoopbackHost(host) && (site === 'same-site' || site === 'same-origin');
}

/** Whether a request comes from this machine and from a page of the sandbox. */
function isOwnPage({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  const isOwn = origin === undefined || origin === `http://${host}`;
  return isLoopbackHost(host) && isOwn && site !== 'cross-site' && site !== 'same-site';
}
