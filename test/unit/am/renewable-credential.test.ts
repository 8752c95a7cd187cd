/** The gateway's own credential: asked for once, kept, and renewed once when AM refuses it (design D1). */
import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../../src/am/session/credential.ts';
import { RenewableCredential } from '../../../src/am/session/renewable-credential.ts';
import { SessionToken } from '../../../src/am/session/session-token.ts';
import { Failure } from '../../../src/domain/failure.ts';

/** A source over a clock in hand; every answer waits until it is given. */
function scene(lifetimeMs: number | null = null): {
  readonly clock: { now: number };
  readonly source: RenewableCredential;
  readonly asked: () => number;
  readonly hold: () => PromiseWithResolvers<void>;
} {
  const clock = { now: 1_000 };
  let asked = 0;
  let gate: PromiseWithResolvers<void> | undefined;
  const issue = async (): ReturnType<ConstructorParameters<typeof RenewableCredential>[0]> => {
    asked += 1;
    const credential: Credential = { kind: 'session', token: new SessionToken(`token-${asked}`) };
    await gate?.promise;
    return { credential, until: lifetimeMs === null ? null : clock.now + lifetimeMs };
  };
  return {
    clock,
    source: new RenewableCredential(issue, () => clock.now),
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

test('is asked for once however many need it at a time', async () => {
  const { source, asked, hold } = scene();
  const gate = hold();

  const all = Promise.all(Array.from({ length: 50 }, async () => source.get()));
  gate.resolve();

  expect(new Set((await all).map(textOf))).toEqual(new Set(['token-1']));
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

describe('refused by AM', () => {
  test('is renewed once for all who were refused', async () => {
    const { source, asked, hold } = scene();
    const refused = await source.get();
    const gate = hold();

    const all = Promise.all(Array.from({ length: 50 }, () => source.renew(refused)));
    gate.resolve();

    expect(new Set((await all).map(textOf))).toEqual(new Set(['token-2']));
    expect(asked()).toBe(2);
  });

  test('after another has renewed it is the new one', async () => {
    const { source, asked } = scene();
    const refused = await source.get();
    await source.renew(refused);

    expect(textOf(await source.renew(refused))).toBe('token-2');
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
