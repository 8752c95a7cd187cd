import { isLoopback } from '../control/control-guard.ts';

/** AM's maximum length of an address (`org.forgerock.openam.redirecturlvalidator.maxUrlLength`). */
const maxLength = 2000;

/** The base of relative addresses. AM's own address is on loopback, too. */
const ownOrigin = 'http://127.0.0.1';

/**
 * Whether the validation service allows an address after a sign-in or sign-out. The sandbox allows
 * every port of this machine; an address without a host is AM's own. The address is parsed as
 * browsers do, so that `/\host` is rejected.
 */
export function isValidGoto(address: string): boolean {
  if (address === '' || address.length > maxLength || !URL.canParse(address, ownOrigin)) {
    return false;
  }
  const { protocol, hostname, username, password } = new URL(address, ownOrigin);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && username === '' && password === '' && isLoopback(hostname);
}
