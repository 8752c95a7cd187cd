/** What is remembered of a session, for how long, and who shares a question (design D8, security A13). */
import { describe, expect, test } from '@jest/globals';
import type { SessionFacts } from '../../../src/am/json/session.ts';
import { SessionToken } from '../../../src/am/session/session-token.ts';
import { SessionVerdicts } from '../../../src/am/session/session-verdicts.ts';

const start = 1_000_000;
const remembered = { fresh: false };

function facts(about: Partial<SessionFacts> = {}): SessionFacts {
  return {
    username: 'alice',
    universalId: 'id=alice',
    realmPath: '/alpha',
    properties: new Map(),
    idleExpiresAt: null,
    expiresAt: null,
    ...about,
  };
}

/** Verdicts over a clock in hand, and an AM that counts what it is asked. */
function scene(lifetimeMs = 30_000): {
  clock: { now: number };
  asked: () => number;
  check: (options: { fresh: boolean }, of?: SessionToken) => Promise<SessionFacts | null>;
  am: { answer: () => Promise<SessionFacts | null> };
} {
  const clock = { now: start };
  const am = { answer: async (): Promise<SessionFacts | null> => facts() };
  let asked = 0;
  const verdicts = new SessionVerdicts({ lifetimeMs, now: () => clock.now });
  const token = new SessionToken('one');
  const ask = (): Promise<SessionFacts | null> => {
    asked += 1;
    return am.answer();
  };
  return {
    clock,
    am,
    asked: () => asked,
    check: async (options, of = token) => verdicts.check(of, ask, options),
  };
}

describe('a good verdict', () => {
  test('is remembered to the end of its lifetime', async () => {
    const { clock, asked, check } = scene();

    await check(remembered);
    clock.now = start + 29_999;
    expect(await check(remembered)).toEqual(facts());
    expect(asked()).toBe(1);

    clock.now = start + 30_000;
    await check(remembered);
    expect(asked()).toBe(2);
  });

  test.each(['idleExpiresAt', 'expiresAt'] as const)(
    'ends with the session’s own %s',
    async (end) => {
      const { clock, asked, check, am } = scene();
      am.answer = async () => facts({ [end]: new Date(start + 5_000) });

      await check(remembered);
      clock.now = start + 4_999;
      await check(remembered);
      expect(asked()).toBe(1);

      clock.now = start + 5_000;
      await check(remembered);
      expect(asked()).toBe(2);
    },
  );

  test('does not count where a fresh one is wanted', async () => {
    const { asked, check } = scene();

    await check(remembered);
    await check({ fresh: true });

    expect(asked()).toBe(2);
  });

  test('is of one token only', async () => {
    const { asked, check } = scene();

    await check(remembered);
    await check(remembered, new SessionToken('two'));
    await check(remembered, new SessionToken('one'));

    expect(asked()).toBe(2);
  });

  test('is not remembered where the lifetime is 0', async () => {
    const { asked, check } = scene(0);

    await check(remembered);
    await check(remembered);

    expect(asked()).toBe(2);
  });
});

describe('a bad verdict', () => {
  test('is not remembered', async () => {
    const { asked, check, am } = scene();
    am.answer = async () => null;

    expect(await check(remembered)).toBeNull();
    expect(await check(remembered)).toBeNull();

    expect(asked()).toBe(2);
  });

  test('also wipes out the good one before it', async () => {
    const { asked, check, am } = scene();
    await check(remembered);
    am.answer = async () => null;

    await check({ fresh: true });
    expect(await check(remembered)).toBeNull();

    expect(asked()).toBe(3);
  });
});

describe('a failure', () => {
  test('reaches the one who asks, and is not remembered', async () => {
    const { asked, check, am } = scene();
    am.answer = () => Promise.reject(new Error('AM is away'));

    await expect(check(remembered)).rejects.toThrow('AM is away');
    am.answer = async () => facts();

    expect(await check(remembered)).toEqual(facts());
    expect(asked()).toBe(2);
  });
});

describe('at one time', () => {
  test('one question serves all who ask of one token', async () => {
    const { asked, check } = scene();

    const verdicts = await Promise.all(Array.from({ length: 50 }, () => check(remembered)));

    expect(verdicts).toHaveLength(50);
    expect(asked()).toBe(1);
  });

  test('a question that is overtaken does not wipe out the newer verdict', async () => {
    const { asked, check, am } = scene();
    const late = Promise.withResolvers<null>();
    am.answer = () => late.promise;
    const first = check(remembered);
    am.answer = async () => facts();
    await check({ fresh: true });

    late.resolve(null);
    await first;
    await check(remembered);

    expect(asked()).toBe(2);
  });
});

test('of more than 10 000 tokens the oldest is forgotten', async () => {
  const { asked, check } = scene();
  for (let count = 0; count <= 10_000; count += 1) {
    await check(remembered, new SessionToken(`token ${count}`));
  }
  expect(asked()).toBe(10_001);

  await check(remembered, new SessionToken('token 1'));
  expect(asked()).toBe(10_001);
  await check(remembered, new SessionToken('token 0'));
  expect(asked()).toBe(10_002);
});
