// The page's requests to AM's REST interface and to the sandbox.

/** The parameters of the page's address, named as in AM's page. */
export const asked = new URLSearchParams(location.search);

/** `/`, `/alpha`. */
export const realm = `/${(asked.get('realm') ?? '').replace(/^\/+/, '')}`;

/** The tree without a second factor. */
export const passwordOnly = 'ldapService';

/** The service or tree that the address names. */
const named = asked.get('service') ?? asked.get('authIndexValue');

/** Whether the page is the sign-in. Only there a signed-in user goes on to `goto`. */
export const isLogin = () => location.hash.startsWith('#login');

/** Whether a signed-in user has to sign in again: with the password, or with another tree. */
export const mustAsk = asked.get('ForceAuth') === 'true' || named !== null;

/** Where the browser goes after the sign-in. */
export const goto = asked.get('goto') ?? '';

const names = realm.split('/').filter((name) => name !== '');
const base = `../json/realms/root${names.map((name) => `/realms/${encodeURIComponent(name)}`).join('')}`;

/** Starts a sign-in, or posts one of its pages back with its inputs. */
export function authenticate(page = {}) {
  const query = new URLSearchParams({
    authIndexType: 'service',
    authIndexValue: named ?? 'twofactor',
    ...(asked.get('ForceAuth') === 'true' && { ForceAuth: 'true' }),
  });
  return post(`${base}/authenticate?${query}`, page);
}

/** Returns the id of the signed-in user; undefined without a session. */
export async function whoIsSignedIn() {
  if (!(await hasCookie())) return undefined;
  const { ok, json } = await post(`${base}/users?_action=idFromSession`, {});
  return ok ? json.id : undefined;
}

/** Whether AM's validation service allows the `goto`. */
export async function mayGoOn() {
  const { json } = await post(`${base}/users?_action=validateGoto`, { goto });
  return json.successURL === goto;
}

/** The address at which AM ends the session and redirects to `goto`. */
export const signOutAddress = `../UI/Logout?${new URLSearchParams({ realm, goto })}`;

/** Returns the QR code of a text: its width in squares, and the dark squares as an SVG path. */
export async function qrCodeOf(text) {
  return (await post('/sandbox/qr-code', { text })).json;
}

/** Makes the demo phone scan a registration. Returns the code that it shows. */
export async function scan(uri) {
  return (await post('/sandbox/phones', { realm, uri })).json.code;
}

/** Whether the browser has AM's cookie. AM's own page checks this before it reads the session. */
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
  // A response that is not JSON comes from a broken server or an intermediary.
  return { ok, status, json: await response.json() };
}
