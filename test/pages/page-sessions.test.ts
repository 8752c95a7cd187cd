/** What is kept of a session of the pages, and that it cannot be changed unseen. */
import { expect, test } from '@jest/globals';
import type { KeptPageSession, PageSessions } from '../../src/domain/page-session.ts';
import { Live } from '../../src/domain/live.ts';
import { OAuthCookies } from '../../src/pages/oauth-cookies.ts';
import { SessionKeeping } from '../../src/pages/page-sessions.ts';
import { Seal } from '../../src/pages/seal.ts';

const tokens = {
  realm: 'alpha',
  accessToken: 'ACCESS-TOKEN',
  refreshToken: 'REFRESH-TOKEN',
  idToken: 'ID-TOKEN',
  expiresAt: null,
  signedInAt: null,
};

/** A store whose rows a test may change, as who can write to the database can. */
function keepingOn(rows: Map<string, KeptPageSession>, clock = { now: 0 }): SessionKeeping {
  const store: PageSessions = {
    add: async (row) => void rows.set(row.id, row),
    find: async (id) => rows.get(id) ?? null,
    touch: async (id, usedAt) => {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, usedAt });
    },
    replace: async () => true,
    remove: async (id) => void rows.delete(id),
    removeOld: async () => undefined,
  };
  const seal = new Seal(new Live(['s'.repeat(32)]));
  return new SessionKeeping({ store, seal, now: () => clock.now, claimMs: 1 });
}

test('a row holds neither the cookie nor a token', async () => {
  const rows = new Map<string, KeptPageSession>();

  const text = await keepingOn(rows).begin(tokens);

  const kept = JSON.stringify([...rows]);
  expect(rows.size).toBe(1);
  for (const hidden of [text, 'ACCESS-TOKEN', 'REFRESH-TOKEN', 'ID-TOKEN'])
    expect(kept).not.toContain(hidden);
  expect(kept).not.toContain(Buffer.from('ACCESS-TOKEN').toString('base64url').slice(0, 14));
});

test("a row with another row's content is no session", async () => {
  const rows = new Map<string, KeptPageSession>();
  const keeping = keepingOn(rows);
  const alices = await keeping.begin(tokens);
  const bobs = await keeping.begin({ ...tokens, accessToken: 'BOB' });
  const [first, second] = [...rows.values()];
  expect((await keeping.find(bobs))?.tokens.accessToken).toBe('BOB');

  if (first && second) rows.set(first.id, { ...second, id: first.id });

  expect(await keeping.find(alices)).toBeNull();
});

test.each([
  ['set back by an hour', -60, false],
  ['set back by half a minute', -0.5, true],
  ['set forward by an hour', 60, false],
])('a session of before the time of day was %s', async (_label, byMinutes, isKept) => {
  const rows = new Map<string, KeptPageSession>();
  const clock = { now: 1_000_000_000 };
  const keeping = keepingOn(rows, clock);
  const text = await keeping.begin(tokens);
  // Used for hours, so that it is no young one whose beginning lies ahead.
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
  const text = await keeping.begin(tokens);
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

test('over https the cookies have the prefix that keeps others from setting them', () => {
  const cookies = new OAuthCookies(true);

  expect(cookies.setSession('x')).toBe(
    '__Host-Http-pages=x; Path=/; HttpOnly; Secure; SameSite=Strict',
  );
  expect(cookies.setPending('x', 600)).toBe(
    '__Host-Http-pages-sign-in=x; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax',
  );
  expect(cookies.clearSession()).toContain(
    '__Host-Http-pages=; Max-Age=0; Path=/; HttpOnly; Secure',
  );
});

test('a secret is replaced while sessions go on: both open until the old one is taken away', async () => {
  const [old, next] = ['o'.repeat(32), 'n'.repeat(32)];
  const secrets = new Live<readonly string[]>([old]);
  const seal = new Seal(secrets);
  const before = await seal.seal('session', 'before');

  secrets.replace([next, old]);
  const after = await seal.seal('session', 'after');
  const both = [await seal.open('session', before), await seal.open('session', after)];
  secrets.replace([next]);
  const left = [await seal.open('session', before), await seal.open('session', after)];

  expect([both, left]).toEqual([
    ['before', 'after'],
    [undefined, 'after'],
  ]);
});
