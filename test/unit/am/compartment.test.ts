/** One kind of endpoint of one realm: what is under way, waits and is refused there (reliability R9 to R12). */
import { describe, expect, test } from '@jest/globals';
import { noDeadline } from '../../../src/am/deadline.ts';
import { Compartment, Compartments } from '../../../src/am/http/compartment.ts';
import type { CallEnd, Place } from '../../../src/am/http/compartment.ts';
import { NotSent } from '../../../src/am/http/errors.ts';
import { Failure } from '../../../src/domain/failure.ts';

const about = { realm: 'alpha', template: 'users/{id}' };

function compartmentOf(slots: number): Compartment {
  return new Compartment({ ...about, slots });
}

function refusalOf(compartment: Compartment): { readonly code: string; readonly seconds: unknown } {
  try {
    compartment.enter();
  } catch (error) {
    if (error instanceof Failure && error.cause instanceof NotSent)
      return { code: error.code, seconds: error.facts['retryAfterSeconds'] };
  }
  throw new Error('nothing was refused');
}

function fail(compartment: Compartment, times: number, end: CallEnd = 'bad'): void {
  for (let time = 0; time < times; time += 1) {
    if (compartment.enter() !== 'slot') throw new Error('there is no slot');
    compartment.leave('slot', end);
  }
}

describe('a full compartment', () => {
  test('lets as many wait, in the order of their coming, and refuses the rest at once', async () => {
    const compartment = compartmentOf(2);
    const came: string[] = [];
    const enter = async (name: string): Promise<Place> => {
      const entered = compartment.enter();
      const place = typeof entered === 'string' ? entered : await entered.place;
      came.push(name);
      return place;
    };

    await Promise.all([enter('a'), enter('b')]);
    const waiting = [enter('c'), enter('d')];
    expect(refusalOf(compartment)).toEqual({ code: 'OVERLOADED', seconds: 1 });
    expect(compartment.stats()).toMatchObject({ active: 2, waiting: 2, refused: { full: 1 } });

    compartment.leave('slot', 'good');
    await waiting[0];
    expect(came).toEqual(['a', 'b', 'c']);
    compartment.leave('slot', 'good');
    expect(await Promise.all(waiting)).toEqual(['slot', 'slot']);
    expect(came).toEqual(['a', 'b', 'c', 'd']);
    expect(compartment.stats()).toMatchObject({ active: 2, waiting: 0 });
  });

  test('forgets who has left the queue, and gives nobody their slot twice', async () => {
    const compartment = compartmentOf(1);
    compartment.enter();
    const first = compartment.enter();
    if (typeof first === 'string') throw new Error('it did not wait');
    const gone = first.place.catch((error: unknown) => error);
    first.leave(new Error('gone'));
    expect(await gone).toEqual(new Error('gone'));

    compartment.leave('slot', 'good');
    first.leave(new Error('twice'));

    expect(compartment.stats()).toMatchObject({ active: 0, waiting: 0 });
    expect(compartment.enter()).toBe('slot');
  });
});

describe('a compartment whose calls fail', () => {
  test('refuses all, those that wait too, and says when to come again', async () => {
    const compartment = compartmentOf(20);
    fail(compartment, 19);
    for (let call = 0; call < 20; call += 1) compartment.enter();
    const entered = compartment.enter();
    if (typeof entered === 'string') throw new Error('it did not wait');
    const waited = entered.place.catch((error: unknown) => error);

    compartment.leave('slot', 'bad');

    expect(await waited).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(refusalOf(compartment)).toEqual({ code: 'UPSTREAM_UNAVAILABLE', seconds: 1 });
    expect(compartment.stats()).toEqual({
      ...about,
      active: 19,
      waiting: 0,
      breaker: 'open',
      refused: { full: 0, open: 1 },
    });
  });

  test('is not left alone because of good ends, or of ends that tell nothing', () => {
    const compartment = compartmentOf(1);

    fail(compartment, 100, 'good');
    fail(compartment, 100, 'neutral');
    fail(compartment, 50);

    expect(compartment.stats().breaker).toBe('closed');
  });
});

test.each([
  { status: 429, code: 'RATE_LIMITED' },
  { status: 503, code: 'UPSTREAM_UNAVAILABLE' },
])('AM is not called before the time that it told with $status', ({ status, code }) => {
  const compartment = compartmentOf(1);
  compartment.hold(status, 7);
  expect(refusalOf(compartment)).toEqual({ code, seconds: 7 });

  compartment.hold(status, 3);
  expect(refusalOf(compartment)).toEqual({ code, seconds: 7 });
  compartment.hold(status, 86_400);
  expect(refusalOf(compartment)).toEqual({ code, seconds: 300 });
});

describe('compartments', () => {
  test('are one for a kind of endpoint of a realm, and apart from all others', () => {
    const compartments = new Compartments(1);
    const one = compartments.of(about);
    one.enter();

    expect(compartments.of({ ...about })).toBe(one);
    expect(compartments.of({ ...about, realm: 'beta' }).enter()).toBe('slot');
    expect(compartments.of({ ...about, template: 'groups/{name}' }).enter()).toBe('slot');
    expect(compartments.stats()).toHaveLength(3);
  });

  test('count calls by other means, too, and end their wait in time', async () => {
    const compartment = compartmentOf(1);
    const hung = Promise.withResolvers<{ status: number }>();
    const within = (timeoutMs: number) => ({ timeoutMs, deadline: noDeadline });
    const first = compartment.run(within(5_000), () => hung.promise);

    await expect(compartment.run(within(20), async () => ({ status: 200 }))).rejects.toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
    });
    hung.resolve({ status: 204 });

    expect(await first).toEqual({ status: 204 });
    expect(compartment.stats()).toMatchObject({ active: 0, waiting: 0 });
  });
});
