import { createHash, randomUUID } from 'node:crypto';
import type { Am } from '../am.ts';
import type { Session } from '../session/sessions.ts';
import { issuerOf } from '../signing/issuer.ts';
import { signJwt } from '../signing/jwt.ts';
import { pagesClient } from './oauth-clients.ts';
import { subjectOf } from './token-minting.ts';

/** Returns the claim `sid` of the ID and logout tokens of a session. */
export function sidOf(sessionToken: string): string {
  return createHash('sha256').update(sessionToken).digest('base64');
}

/**
 * Sends a logout token to the pages' client if it has an ID token of an ended session (OpenID
 * Connect Back-Channel Logout 1.0 §2.5, contract §11). As at AM, the answer changes nothing.
 */
export function sendLogoutToken(am: Am, { token }: Session): void {
  const url = am.settings.backChannelLogoutUrl;
  const grant = am.codeGrants.ofSession(token, pagesClient);
  if (url === null || grant === undefined || am.personality.isOpenSource) return;
  const claims = {
    ...subjectOf(am, { ...grant, subject: 'person', grantType: '' }),
    aud: grant.client,
    auditTrackingId: `${randomUUID()}-1`,
    iss: issuerOf(am, grant.realm),
    cause: 'CLIENT_LOGOUT',
    iat: Math.floor(am.clock.callersNow() / 1000),
    jti: randomUUID(),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    sid: sidOf(token),
  };
  const { privateKey, kid } = am.oauth.signingKey;
  const body = new URLSearchParams({ logout_token: signJwt(claims, privateKey, kid) });
  void fetch(url, { method: 'POST', body }).catch(() => undefined);
}
