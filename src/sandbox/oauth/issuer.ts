import type { Am } from '../am.ts';

/** The address of a realm's OAuth 2 provider, which is its issuer too, letter by letter (contract §11). */
export function issuerOf(am: Am, realm: string): string {
  const base = `${am.oauth.origin}${am.personality.deployPath}/oauth2`;
  return realm === '/' ? base : `${base}/realms/root/realms${realm}`;
}
