/** The addresses of the gateway's own sign-in; each is a navigation of the whole page. */

/** Where a sign-in begins. */
export interface SignInOptions {
  readonly realm?: string | undefined;
  /** The page to come back to; default: this one. */
  readonly returnTo?: string | undefined;
  /** Whether to ask again although a session exists, for a change that wants a fresh one. */
  readonly fresh?: boolean;
}

/** The address that sends the browser to the sign-in and back. */
export function signInAddress({
  realm,
  returnTo = `${location.pathname}${location.search}`,
  fresh = false,
}: SignInOptions = {}): string {
  const query = new URLSearchParams({ return: returnTo });
  if (realm !== undefined) query.set('realm', realm);
  if (fresh) query.set('fresh', '1');
  return `/sign-in?${query.toString()}`;
}

/**
 * Ends the session at the gateway and at Access Management, and leaves the page.
 * @returns false where the gateway could not be reached: the session goes on
 */
export async function signOut(): Promise<boolean> {
  try {
    const response = await fetch('/sign-out', {
      method: 'POST',
      headers: { 'x-requested-with': 'identity-gateway', accept: 'application/json' },
      credentials: 'same-origin',
      redirect: 'manual',
    });
    if (!response.ok && response.type !== 'opaqueredirect') return false;
    location.assign((await locationIn(response)) ?? '/signed-out');
    return true;
  } catch {
    return false;
  }
}

/** Where the gateway says to go: in the header, or in its JSON. */
async function locationIn(response: Response): Promise<string | null> {
  const header = response.headers.get('location');
  if (header !== null || response.type === 'opaqueredirect') return header;
  try {
    const body: unknown = JSON.parse(await response.text());
    if (typeof body !== 'object' || body === null || !('location' in body)) return null;
    return typeof body.location === 'string' ? body.location : null;
  } catch {
    return null;
  }
}
