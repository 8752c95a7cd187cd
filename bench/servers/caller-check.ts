/** Who calls: AM's verdict on a session, remembered for thirty seconds under a keyed hash of the token. */
import { createHmac, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { cookieName, realmPath } from '../lib/am-bodies.ts';
import type { AmSession } from './am-user.ts';

/** Tells who a token belongs to; null where AM does not accept it. */
export type CallerCheck = (token: string) => Promise<AmSession | null>;

const lifetimeMs = 30_000;

/** A check with a memory of its own. */
export function createCallerCheck(origin: string): CallerCheck {
  const key = randomBytes(32);
  const pool = new Pool(origin, { connections: 4 });
  const known = new Map<string, { verdict: Promise<AmSession | null>; until: number }>();
  return (token) => {
    const name = createHmac('sha256', key).update(token).digest('base64');
    const found = known.get(name);
    if (found !== undefined && found.until > Date.now()) return found.verdict;
    const verdict = ask(pool, token);
    known.set(name, { verdict, until: Date.now() + lifetimeMs });
    return verdict;
  };
}

async function ask(pool: Pool, token: string): Promise<AmSession | null> {
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
