import type { Am } from '../am.ts';

/**
 * Returns the address of a realm's OAuth 2 provider, which is exactly its issuer (contract §11).
 */
export function issuerOf(am: Am, realm: string): string {
  const base = `${am.oauth.origin}${am.personality.deployPath}/oauth2`;
  return realm === '/' ? base : `${base}/realms/root/realms${realm}`;
}
