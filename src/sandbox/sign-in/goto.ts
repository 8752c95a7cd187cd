import { isLoopback } from '../control/control-guard.ts';

/** The longest address that AM takes (`org.forgerock.openam.redirecturlvalidator.maxUrlLength`). */
const maxLength = 2000;

/** Any base will do: only a relative address takes its host, and AM's own is on loopback. */
const ownOrigin = 'http://127.0.0.1';

/**
 * Whether the validation service lets a browser go to an address after signing in or out. The sandbox's list holds every
 * port of this machine; an address without a host is AM's own. Read as browsers do, so that `/\host` is no way around it.
 */
export function isValidGoto(address: string): boolean {
  if (address === '' || address.length > maxLength || !URL.canParse(address, ownOrigin)) {
    return false;
  }
  const { protocol, hostname, username, password } = new URL(address, ownOrigin);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && username === '' && password === '' && isLoopback(hostname);
}
