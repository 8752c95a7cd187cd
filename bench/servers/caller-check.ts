/**
 * Checks callers: caches AM's verdict on a session for 30 seconds under a keyed hash of the token.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { cookieName, realmPath } from '../lib/am-bodies.ts';
import type { AmSession } from './am-user.ts';

/** Resolves to the session of a token, or to null if AM rejects the token. */
export type CallerCheck = (token: string) => Promise<AmSession | null>;

const lifetimeMs = 30_000;

/** Creates a check with its own cache. */
export function createCallerCheck(origin: string): CallerCheck {
  const key = randomBytes(32);
  const pool = new Pool(origin, { connections: 4 });
  const cached = new Map<string, { verdict: Promise<AmSession | null>; until: number }>();
  return (token) => {
    const name = createHmac('sha256', key).update(token).digest('base64');
    const entry = cached.get(name);
    if (entry !== undefined && entry.until > Date.now()) return entry.verdict;
    const verdict = readSession(pool, token);
    cached.set(name, { verdict, until: Date.now() + lifetimeMs });
    return verdict;
  };
}

async function readSession(pool: Pool, token: string): Promise<AmSession | null> {
  const { statusCode, body } = await pool.request({
    path: `${realmPath}/sessions?_action=getSessionInfo`,
    method: 'POST',
    headers: { 'content-type': 'application/json', [cookieName]: token },
    body: '{}',
  });
  const session: Partial<AmSession> = JSON.parse(await body.text());
  const { username, realm } = session;
  if (statusCode !== 200 || username === undefined || realm === undefined) return null;
  return { username, realm };
}
