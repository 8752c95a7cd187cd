/** A deadline ends by time or by the client, says by which, and leaves nothing behind. */
import { describe, expect, test } from '@jest/globals';
import { Cancellation } from '../../../src/am/cancellation.ts';
import { Deadline } from '../../../src/am/deadline.ts';

test('it stops what is under way when the time is up', async () => {
  const begun = performance.now();
  const deadline = new Deadline(30, undefined);
  expect([deadline.over, deadline.passed]).toEqual([false, false]);

  await new Promise<void>((stop) => deadline.stops({ stop }));

  expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
  expect([deadline.over, deadline.passed]).toEqual([true, true]);
  deadline.end();
});

describe('a client that goes', () => {
  test('stops what is under way, and that is no lateness', () => {
    const client = new Cancellation();
    const deadline = new Deadline(60_000, client);
    const stopped: string[] = [];
    deadline.stops({ stop: () => void stopped.push('first') });
    deadline.stops({ stop: () => void stopped.push('second') });

    client.cancel();
    client.cancel();

    expect(stopped).toEqual(['second']);
    expect([deadline.over, deadline.passed]).toEqual([true, false]);
    deadline.end();
  });

  test('may be gone already', () => {
    const client = new Cancellation();
    client.cancel();
    const deadline = new Deadline(60_000, client);
    let stopped = false;

    deadline.stops({
      stop: () => {
        stopped = true;
      },
    });

    expect([stopped, deadline.over, deadline.passed]).toEqual([true, true, false]);
    deadline.end();
  });
});

describe('the end', () => {
  test('frees the client', () => {
    const client = new Cancellation();
    const deadline = new Deadline(60_000, client);
    let stopped = false;
    deadline.stops({
      stop: () => {
        stopped = true;
      },
    });

    deadline.end();
    client.cancel();

    expect([stopped, deadline.over]).toEqual([false, false]);
  });

  test('stops the time', async () => {
    const deadline = new Deadline(20, undefined);

    deadline.end();
    await new Promise((resolve) => setTimeout(resolve, 40));

    expect([deadline.over, deadline.passed]).toEqual([false, false]);
  });
});
