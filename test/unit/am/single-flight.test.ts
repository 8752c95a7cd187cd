/** Values that are loaded once for all who ask, and the credential that is renewed so (design D1). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Credential } from '../../../src/am/session/credential.ts';
import { RenewableCredential } from '../../../src/am/session/renewable-credential.ts';
import { SessionToken } from '../../../src/am/session/session-token.ts';
import { SingleFlight } from '../../../src/am/single-flight.ts';
import { Live } from '../../../src/domain/live.ts';
import { Failure } from '../../../src/domain/failure.ts';

describe('values of a single flight', () => {
  const lifetimeMs = 100;

  let now: number;
  let loads: string[];
  let values: SingleFlight<string>;

  beforeEach(() => {
    now = 1_000;
    loads = [];
    values = new SingleFlight({
      max: 3,
      now: () => now,
      until: (value, askedAt) => (value === 'bad' ? 0 : askedAt + lifetimeMs),
    });
  });

  function get(key = 'key', value = 'good', notBefore?: number): Promise<string> {
    return values.get(
      key,
      async () => {
        loads.push(value);
        return value;
      },
      { ...(notBefore !== undefined && { notBefore }) },
    );
  }

  test('all who ask at one time share one load', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => get()));

    expect(new Set(all)).toEqual(new Set(['good']));
    expect(loads).toEqual(['good']);
  });

  test('a value is kept while it is good, and no longer', async () => {
    await get();
    now += lifetimeMs - 1;
    await get();
    expect(loads).toHaveLength(1);

    now += 1;
    expect(await get('key', 'newer')).toBe('newer');
  });

  test('a value that is not good when it comes serves those who wait, and is not kept', async () => {
    expect(await Promise.all([get('key', 'bad'), get()])).toEqual(['bad', 'bad']);

    expect(await get()).toBe('good');
  });

  test('a failure is for those who wait, and is not kept', async () => {
    const failing = (): Promise<string> => values.get('key', () => Promise.reject(new Error('no')));
    const results = await Promise.allSettled([failing(), failing()]);

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await get()).toBe('good');
  });

  test('of two keys each has its own value', async () => {
    expect(await Promise.all([get('one', '1'), get('two', '2')])).toEqual(['1', '2']);
    expect(await Promise.all([get('one'), get('two')])).toEqual(['1', '2']);
  });

  test('more than the most are not kept', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await get(key, key);

    await get('d');
    await get('a');

    expect(loads).toEqual(['a', 'b', 'c', 'd', 'good']);
  });

  describe('where an older one does not count', () => {
    test('a new one is loaded, also while the older one loads', async () => {
      const older = get('key', 'older');
      now += 1;
      const newer = get('key', 'newer', now);

      expect(await Promise.all([older, newer, get()])).toEqual(['older', 'newer', 'newer']);
    });

    test('an older one that ends later does not replace it', async () => {
      const gate = Promise.withResolvers<string>();
      const older = values.get('key', () => gate.promise);
      await get('key', 'newer', Infinity);
      gate.resolve('bad');
      await older;

      expect(await get()).toBe('newer');
    });
  });

  describe('dropped', () => {
    test('is only the one that is meant', async () => {
      await get('key', 'kept');
      values.drop('key', (value) => value === 'other');
      expect(await get()).toBe('kept');

      values.drop('key', (value) => value === 'kept');
      expect(await get()).toBe('good');
    });

    test('is never one that still loads', async () => {
      const loading = get();
      values.drop('key', () => true);

      expect(await Promise.all([loading, get()])).toEqual(['good', 'good']);
      expect(loads).toHaveLength(1);
    });
  });

  // Jest fails a test in which a rejection is not handled.
  test('a failure that nobody waits for is no unhandled rejection', async () => {
    void values.get('key', () => Promise.reject(new Error('no')));
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(await get()).toBe('good');
  });
});

describe('a renewable credential', () => {
  /** A source over a clock in hand; every answer waits until it is given. */
  function scene(lifetimeMs: number | null = null): {
    readonly clock: { now: number };
    readonly source: RenewableCredential;
    readonly asked: () => number;
    readonly warned: string[];
    readonly hold: () => PromiseWithResolvers<void>;
    /** The secret, and the file that it is read again from. */
    readonly secret: Live<string>;
    readonly file: { text: string };
  } {
    const file = { text: 'old' };
    const secret = new Live('old', () => file.text);
    const clock = { now: 1_000 };
    let asked = 0;
    let gate: PromiseWithResolvers<void> | undefined;
    const warned: string[] = [];
    const issue = async (): ReturnType<ConstructorParameters<typeof RenewableCredential>[0]> => {
      asked += 1;
      const credential: Credential = { kind: 'session', token: new SessionToken(`token-${asked}`) };
      await gate?.promise;
      return { credential, until: lifetimeMs === null ? null : clock.now + lifetimeMs };
    };
    return {
      clock,
      secret,
      file,
      source: new RenewableCredential(issue, {
        secret,
        now: () => clock.now,
        warn: (message) => warned.push(message),
      }),
      warned,
      asked: () => asked,
      hold: () => {
        gate = Promise.withResolvers<void>();
        return gate;
      },
    };
  }

  function textOf({ token }: Credential): string {
    return token.reveal();
  }

  test('is asked for when it is first needed, and kept', async () => {
    const { source, asked } = scene();
    expect(asked()).toBe(0);

    const held = [await source.get(), await source.get()];

    expect(held.map(textOf)).toEqual(['token-1', 'token-1']);
    expect(asked()).toBe(1);
  });

  describe('with an end', () => {
    test('is used until then and no longer', async () => {
      const { clock, source, asked } = scene(5_000);
      await source.get();

      clock.now = 5_999;
      await source.get();
      expect(asked()).toBe(1);

      clock.now = 6_000;
      expect(textOf(await source.get())).toBe('token-2');
      expect(asked()).toBe(2);
    });

    test('that is past when it comes is used once', async () => {
      const { source, asked } = scene(-1);

      expect(textOf(await source.get())).toBe('token-1');
      expect(textOf(await source.get())).toBe('token-2');
      expect(asked()).toBe(2);
    });
  });

  describe('that cannot be had', () => {
    test('fails for all who wait, and is asked for again by the next', async () => {
      const { source, asked, hold } = scene();
      const gate = hold();

      const all = Promise.allSettled([source.get(), source.get()]);
      gate.reject(new Error('AM is away'));
      expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      hold().resolve();

      expect(textOf(await source.get())).toBe('token-2');
      expect(asked()).toBe(2);
    });
  });

  describe('that AM refuses to give', () => {
    const refusal = new Failure('SERVICE_CREDENTIAL_MISSING', 'no');

    test('is not asked for again for half a minute, so that no account is locked', async () => {
      const { clock, source, asked, hold } = scene();
      hold().reject(refusal);
      await expect(source.get()).rejects.toBe(refusal);

      clock.now += 29_999;
      await expect(source.get()).rejects.toBe(refusal);
      expect(asked()).toBe(1);

      hold().resolve();
      clock.now += 1;
      expect(textOf(await source.get())).toBe('token-2');
    });

    test('is asked for ever more rarely, at least every five minutes', async () => {
      const { clock, source, asked, hold } = scene();
      hold().reject(refusal);
      await expect(source.get()).rejects.toBe(refusal);

      for (const waitMs of [30_000, 60_000, 120_000, 240_000, 300_000, 300_000]) {
        const before = asked();
        clock.now += waitMs - 1;
        await expect(source.get()).rejects.toBe(refusal);
        expect(asked()).toBe(before);
        clock.now += 1;
        await expect(source.get()).rejects.toBe(refusal);
        expect(asked()).toBe(before + 1);
      }

      hold().resolve();
      clock.now += 300_000;
      const had = await source.get();
      expect(textOf(had)).toBe('token-8');

      // Once it was given, the next refusal is the first.
      hold().reject(refusal);
      await expect(source.renew(had)).rejects.toBe(refusal);
      hold().resolve();
      clock.now += 30_000;
      expect(textOf(await source.get())).toBe('token-10');
    });

    test('is told to the operator once a minute', async () => {
      const { clock, source, warned, hold } = scene();
      hold().reject(refusal);
      const counts: number[] = [];

      for (const passed of [0, 1, 59_998, 1, 1, 59_999]) {
        clock.now += passed;
        await source.get().catch(() => undefined);
        counts.push(warned.length);
      }

      expect(counts).toEqual([1, 1, 1, 2, 2, 3]);
    });

    test('is asked for with what its file holds now, once', async () => {
      const { source, asked, hold, secret, file } = scene();
      hold().reject(refusal);
      file.text = 'new';

      await expect(source.get()).rejects.toBe(refusal);

      expect([asked(), secret.current]).toEqual([2, 'new']);
      await expect(source.get()).rejects.toBe(refusal);
      expect(asked()).toBe(2);
    });

    test('is asked for at once where another secret was put into force', async () => {
      const { source, asked, hold, secret } = scene();
      hold().reject(refusal);
      await expect(source.get()).rejects.toBe(refusal);
      hold().resolve();

      secret.replace('new');

      expect(textOf(await source.get())).toBe('token-2');
      expect(asked()).toBe(2);
    });

    test('is remembered only as long as nothing better is known', async () => {
      const { clock, source, asked, hold } = scene(10);
      hold().reject(refusal);
      await expect(source.get()).rejects.toBe(refusal);
      hold().resolve();
      clock.now += 30_000;
      await source.get();

      clock.now += 10;
      expect(textOf(await source.get())).toBe('token-3');
      expect(asked()).toBe(3);
    });
  });
});
