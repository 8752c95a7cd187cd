/** The stored session of a page, and the detection of changes to it. */
import { expect, test } from '@jest/globals';
import type { KeptPageSession, PageSessions } from '../../src/domain/people/page-session.ts';
import { LiveValue } from '../../src/config/values/live-value.ts';
import { BrowserCookie } from '../../src/pages/browser-cookie.ts';
import { SessionKeeping } from '../../src/pages/oauth/page-sessions.ts';
import { Seal } from '../../src/am/foundation/seal.ts';

const tokens = {
  realm: 'alpha',
  accessToken: 'ACCESS-TOKEN',
  refreshToken: 'REFRESH-TOKEN',
  idToken: 'ID-TOKEN',
  expiresAt: null,
  signedInAt: null,
  amSession: null,
};
const owner = { person: 'alpha alice', issuerSession: null };

/** A store whose rows a test can change, like someone with access to the database. */
function keepingOn(
  rows: Map<string, KeptPageSession>,
  clock = { now: 0 },
  claimMs = 1,
): SessionKeeping {
  const store: PageSessions = {
    add: async (row) => void rows.set(row.id, row),
    find: async (id) => rows.get(id) ?? null,
    touch: async (id, usedAt) => {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, usedAt });
    },
    replace: async () => true,
    remove: async (id) => void rows.delete(id),
    take: async () => [],
    removeOld: async () => undefined,
  };
  const seal = new Seal(new LiveValue(['s'.repeat(32)]), 'pages');
  return new SessionKeeping({ store, seal, now: () => clock.now, claimMs });
}

test('a row contains neither the cookie nor a token', async () => {
  const rows = new Map<string, KeptPageSession>();

  const text = await keepingOn(rows).begin(tokens, owner);

  const kept = JSON.stringify([...rows]);
  expect(rows.size).toBe(1);
  for (const hidden of [text, 'ACCESS-TOKEN', 'REFRESH-TOKEN', 'ID-TOKEN'])
    expect(kept).not.toContain(hidden);
  expect(kept).not.toContain(Buffer.from('ACCESS-TOKEN').toString('base64url').slice(0, 14));
});

test("a row with another row's content is no session", async () => {
  const rows = new Map<string, KeptPageSession>();
  const keeping = keepingOn(rows);
  const alices = await keeping.begin(tokens, owner);
  const bobs = await keeping.begin({ ...tokens, accessToken: 'BOB' }, owner);
  const [first, second] = [...rows.values()];
  expect((await keeping.find(bobs))?.tokens.accessToken).toBe('BOB');

  if (first && second) rows.set(first.id, { ...second, id: first.id });

  expect(await keeping.find(alices)).toBeNull();
});

test.each([
  ['set back by an hour', -60, false],
  ['set back by half a minute', -0.5, true],
  ['set forward by an hour', 60, false],
])('a session from before the clock was %s', async (_label, byMinutes, isKept) => {
  const rows = new Map<string, KeptPageSession>();
  const clock = { now: 1_000_000_000 };
  const keeping = keepingOn(rows, clock);
  const text = await keeping.begin(tokens, owner);
  // Used for hours, so that it is not a new session that starts in the future.
  for (let uses = 0; uses < 12; uses += 1) {
    clock.now += 14 * 60_000;
    expect(await keeping.find(text)).not.toBeNull();
  }

  clock.now += byMinutes * 60_000;

  expect((await keeping.find(text)) !== null).toBe(isKept);
  expect(rows.size).toBe(isKept ? 1 : 0);
});

test.each([0, 10, 60, -2])('a content changed at %i is no session', async (place) => {
  const rows = new Map<string, KeptPageSession>();
  const keeping = keepingOn(rows);
  const text = await keeping.begin(tokens, owner);
  for (const row of rows.values()) {
    const at = (place + row.sealed.length) % row.sealed.length;
    const mark = row.sealed[at] === 'A' ? 'B' : 'A';
    rows.set(row.id, {
      ...row,
      sealed: `${row.sealed.slice(0, at)}${mark}${row.sealed.slice(at + 1)}`,
    });
  }

  expect(await keeping.find(text)).toBeNull();
});

test('over https a cookie has the prefix that prevents other sites from setting it', () => {
  const [session, pending] = [
    new BrowserCookie('pages', { sameSite: 'strict', secure: true }),
    new BrowserCookie('pages-sign-in', { sameSite: 'lax', secure: true }),
  ];

  expect([session.set('x'), pending.set('x', 600), session.clear()]).toEqual([
    '__Host-Http-pages=x; Path=/; HttpOnly; Secure; SameSite=Strict',
    '__Host-Http-pages-sign-in=x; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax',
    '__Host-Http-pages=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
  ]);
});

test('of two processes one renews the tokens, until its claim ends', async () => {
  const clock = { now: 1_000 };
  const keeping = keepingOn(new Map(), clock, 500);
  const begun = await keeping.find(await keeping.begin(tokens, owner));
  if (begun === null) throw new Error('the session has begun');

  const claimed = await keeping.claim(begun);

  if (claimed === null) throw new Error('the claim is the first one');
  clock.now += 499;
  expect(await keeping.claim(claimed)).toBeNull();
  clock.now += 1;
  expect(await keeping.claim(claimed)).toMatchObject({ claimedUntil: 2_000 });
});
