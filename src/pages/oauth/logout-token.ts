import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { amFailure } from '../../am/index.ts';
import { isFields } from '../../domain/values/json.ts';
import { causingFailure, type IssuersOptions } from './oauth-issuers.ts';

/** Who was signed out at the issuer: a person, one of their sessions, or both. */
export interface LogoutToken {
  /** The realms whose people sign in at this issuer; at least one. */
  readonly realms: readonly string[];
  /** The id of the token itself, unique at its issuer. */
  readonly id: string;
  readonly subject: string | null;
  /** The claim `sid`. */
  readonly session: string | null;
}

interface LogoutTokenOptions extends Pick<IssuersOptions, 'issuers' | 'clientId'> {
  readonly now: () => number;
  readonly keysOf: (realm: string) => JWTVerifyGetKey;
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** The allowed clock difference to the issuer (security B8), and how long a token is accepted. */
const clockTolerance = 60;
const maxTokenAge = 300;

/**
 * Verifies a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6); null if it is not valid.
 * @throws Failure if the issuer's keys cannot be fetched
 */
export async function readLogoutToken(
  text: string,
  { issuers, clientId, now, keysOf }: LogoutTokenOptions,
): Promise<LogoutToken | null> {
  try {
    const { iss } = decodeJwt(text);
    const realms = [...issuers].flatMap(([name, one]) => (one === iss ? [name] : []));
    const [realm] = realms;
    if (realm === undefined || iss === undefined) return null;
    // Without a list of algorithms `jose` accepts those with public keys only (security H3).
    const { payload, protectedHeader } = await jwtVerify(text, keysOf(realm), {
      issuer: iss,
      audience: clientId,
      clockTolerance,
      maxTokenAge,
      currentDate: new Date(now()),
    });
    const { jti: id, events, sub, sid } = payload;
    const subject = sub ?? null;
    const session = typeof sid === 'string' ? sid : null;
    const isLogout =
      /^(?:(?:application\/)?logout\+)?jwt$/i.test(protectedHeader.typ ?? 'jwt') &&
      isFields(events) &&
      isFields(events[logoutEvent]) &&
      payload['nonce'] === undefined;
    if (!isLogout || id === undefined || (subject ?? session) === null) return null;
    return { realms, id, subject, session };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw (
      causingFailure(error) ??
      amFailure('UPSTREAM_UNAVAILABLE', 'the keys of the issuer cannot be read', error)
    );
  }
}

/** Names a session at the issuer of a realm by the claim `sid`; null without that claim. */
export const issuerSessionOf = (realm: string, sid: unknown): string | null =>
  typeof sid === 'string' ? `${realm} ${sid}` : null;
