// What the page asks of AM's REST interface, and of the sandbox beside it.

/** The address's own parameters, named as AM's page names them. */
export const asked = new URLSearchParams(location.search);

/** `/`, `/alpha`. */
export const realm = `/${(asked.get('realm') ?? '').replace(/^\/+/, '')}`;

/** The tree that asks for no code. */
export const passwordOnly = 'ldapService';

/** The service or tree that the address names. */
const named = asked.get('service') ?? asked.get('authIndexValue');

/** Whether the address is the sign-in's: only from there does somebody who is signed in already go on to `goto`. */
export const isLogin = () => location.hash.startsWith('#login');

/** Whether somebody who is signed in has to sign in again: for their password, or by another tree. */
export const mustAsk = asked.get('ForceAuth') === 'true' || named !== null;

/** Where the browser wants to go afterwards. */
export const goto = asked.get('goto') ?? '';

const names = realm.split('/').filter((name) => name !== '');
const base = `../json/realms/root${names.map((name) => `/realms/${encodeURIComponent(name)}`).join('')}`;

/** Begins a sign-in, or posts a page of it back with its inputs filled in. */
export function authenticate(page = {}) {
  const query = new URLSearchParams({
    authIndexType: 'service',
    authIndexValue: named ?? 'twofactor',
    ...(asked.get('ForceAuth') === 'true' && { ForceAuth: 'true' }),
  });
  return post(`${base}/authenticate?${query}`, page);
}

/** The id of whoever is signed in; undefined for nobody. */
export async function whoIsSignedIn() {
  if (!(await hasCookie())) return undefined;
  const { ok, json } = await post(`${base}/users?_action=idFromSession`, {});
  return ok ? json.id : undefined;
}

/** Whether AM's validation service lets the browser go on to its `goto`. */
export async function mayGoOn() {
  const { json } = await post(`${base}/users?_action=validateGoto`, { goto });
  return json.successURL === goto;
}

/** Where AM ends the session, and from where the browser goes on to its `goto`. */
export const signOutAddress = `../UI/Logout?${new URLSearchParams({ realm, goto })}`;

/** A QR code of a text: how many squares it is wide, and the dark ones as a path. */
export async function qrCodeOf(text) {
  return (await post('/sandbox/qr-code', { text })).json;
}

/** Lets the demo phone scan a registration; returns the code that it shows. */
export async function scan(uri) {
  return (await post('/sandbox/phones', { realm, uri })).json.code;
}

/** Whether the browser has AM's cookie, as AM's own page asks before it looks for a session. */
async function hasCookie() {
  const response = await fetch('../json/serverinfo/*', {
    headers: { 'Accept-API-Version': 'resource=1.1' },
  });
  const { cookieName } = await response.json();
  return document.cookie.split('; ').some((cookie) => cookie.startsWith(`${cookieName}=`));
}

async function post(url, body) {
  const isSandbox = url.startsWith('/sandbox/');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Requested-With': 'XMLHttpRequest',
      ...(!isSandbox && { 'Accept-API-Version': 'protocol=1.0, resource=2.0' }),
    },
    body: JSON.stringify(body),
  });
  const { ok, status } = response;
  // What is not JSON comes from no resource of AM's: a broken server, or something in between.
  return { ok, status, json: await response.json() };
}
