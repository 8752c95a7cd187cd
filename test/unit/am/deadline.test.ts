/** A deadline ends by time or by the client, says by which, and leaves nothing behind. */
import { getEventListeners, once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../../src/am/deadline.ts';

test('it aborts when the time is up', async () => {
  const begun = performance.now();
  const deadline = new Deadline(30, undefined);
  expect([deadline.signal.aborted, deadline.passed]).toEqual([false, false]);

  await once(deadline.signal, 'abort');

  expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
  expect(deadline.passed).toBe(true);
  deadline.end();
});

describe('a client that goes', () => {
  test('aborts it, and that is no lateness', () => {
    const client = new AbortController();
    const deadline = new Deadline(60_000, client.signal);

    client.abort();

    expect([deadline.signal.aborted, deadline.passed]).toEqual([true, false]);
    deadline.end();
  });

  test('may be gone already', () => {
    const deadline = new Deadline(60_000, AbortSignal.abort());

    expect([deadline.signal.aborted, deadline.passed]).toEqual([true, false]);
    deadline.end();
  });
});

describe('the end', () => {
  test('frees the client’s signal', () => {
    const client = new AbortController();
    const deadline = new Deadline(60_000, client.signal);
    expect(getEventListeners(client.signal, 'abort')).toHaveLength(1);

    deadline.end();
    client.abort();

    expect(getEventListeners(client.signal, 'abort')).toHaveLength(0);
    expect(deadline.signal.aborted).toBe(false);
  });

  test('stops the time', async () => {
    const deadline = new Deadline(20, undefined);

    deadline.end();
    await new Promise((resolve) => setTimeout(resolve, 40));

    expect([deadline.signal.aborted, deadline.passed]).toEqual([false, false]);
  });
});
