import type { ConfirmedSession } from '../../domain/rules/recognise.ts';
import { fields, isFields, isoDate, itemsOf, optionalNumber, optionalText, text } from './wire.ts';

/** A session in AM's answer to `getSessionInfo`, with its allow-listed properties (§6.2, U37). */
export interface SessionFacts extends ConfirmedSession {
  /** The handle by which an administrator ends the session; null on PingAM and AIC. */
  readonly handle: string | null;
}

/** Reads a session; null for `{"valid":false}` (contract §6.2). */
export function readSession(json: unknown): SessionFacts | null {
  const session = fields(json, 'session');
  const username = optionalText(session, 'username');
  const realmPath = optionalText(session, 'realm');
  if (username === null || realmPath === null) return null;
  return {
    username,
    realmPath,
    universalId: text(session, 'universalId'),
    handle: optionalText(session, 'sessionHandle'),
    properties: propertiesOf(session['properties']),
    idleExpiresAt: isoDate(session, 'maxIdleExpirationTime'),
    expiresAt: isoDate(session, 'maxSessionExpirationTime'),
  };
}

/** Reads the handles of the sessions that a query has found (contract §6). */
export function readHandles(json: unknown): readonly string[] {
  return itemsOf(json).map((item) => text(item, 'sessionHandle'));
}

/** Whether AM has ended every session of `logoutByHandle` (contract §6). */
export function readEndedByHandle(json: unknown): boolean {
  const ended = fields(fields(json, 'action')['result'], 'action: result');
  return Object.values(ended).every((value) => value === true);
}

function propertiesOf(value: unknown): ReadonlyMap<string, string> {
  const entries = Object.entries(isFields(value) ? value : {});
  return new Map(
    entries.flatMap(([name, held]) => (typeof held === 'string' ? [[name, held]] : [])),
  );
}

/** Reads the version in `serverinfo/version` (contract §7). */
export function readVersion(json: unknown): string {
  return text(fields(json, 'server version'), 'version');
}

/** Reads the session of a sign-in (contract §8). */
export function readTokenId(json: unknown): string {
  return text(fields(json, 'sign-in'), 'tokenId');
}

/** Reads the answer of a token endpoint (RFC 6749 §5.1). The lifetime defaults to a minute. */
export function readAccessToken(json: unknown): { token: string; expiresInSeconds: number } {
  const answer = fields(json, 'token');
  return {
    token: text(answer, 'access_token'),
    expiresInSeconds: optionalNumber(answer, 'expires_in') ?? 60,
  };
}
