/** The gateway's own sign-in and sign-out. Both navigate the whole page. */
import type { Kind } from '../parts/device.ts';
import { clearTabStores } from './tab-store.ts';

/** Options of a sign-in. */
export interface SignInOptions {
  readonly realm?: string | undefined;
  /** The page to return to. Default: this one. */
  readonly returnTo?: string | undefined;
  /** Whether to require a new sign-in although a session exists. */
  readonly isFresh?: boolean;
  /** The kind of device that the sign-in is to show, or any second factor. */
  readonly factor?: Kind | 'ANY' | undefined;
}

/** Returns the address of the sign-in, which sends the browser back afterwards. */
export function signInAddress({
  realm,
  returnTo = `${location.pathname}${location.search}`,
  isFresh = false,
  factor,
}: SignInOptions = {}): string {
  const query = new URLSearchParams({ return: returnTo });
  if (realm !== undefined) query.set('realm', realm);
  if (isFresh) query.set('fresh', '1');
  if (factor !== undefined) query.set('factor', factor);
  return `/sign-in?${query.toString()}`;
}

/**
 * Ends the session in the gateway and in Access Management, and leaves the page.
 * @returns false if the gateway cannot be reached; the session stays open
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
    clearTabStores();
    location.assign((await locationIn(response)) ?? '/signed-out');
    return true;
  } catch {
    return false;
  }
}

/** Returns the address to go to, from the response's header or its JSON. */
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
