/** Everybody who listens is told once, also where being told makes them go. */
import { expect, test } from '@jest/globals';
import { Cancellation } from '../../../src/am/http/cancellation.ts';
import type { CancelListener } from '../../../src/am/http/cancellation.ts';

interface Named extends CancelListener {
  readonly name: string;
}

function listening(client: Cancellation, told: string[], { goes = false } = {}) {
  return (name: string): Named => {
    const listener: Named = {
      name,
      onCancel: () => {
        told.push(name);
        if (goes) client.unlisten(listener);
      },
    };
    client.listen(listener);
    return listener;
  };
}

test.each([false, true])('all are told once; going when told: %s', (goes) => {
  const client = new Cancellation();
  const told: string[] = [];
  ['a', 'b', 'c', 'd'].map(listening(client, told, { goes }));

  client.cancel();
  client.cancel();

  expect(told).toEqual(['a', 'b', 'c', 'd']);
  expect(client.cancelled).toBe(true);
});

test.each([
  ['a', ['b', 'c']],
  ['b', ['a', 'c']],
  ['c', ['a', 'b']],
])('one that has ended is not told: %s', (ended, others) => {
  const client = new Cancellation();
  const told: string[] = [];
  const listeners = ['a', 'b', 'c'].map(listening(client, told));

  for (const listener of listeners) if (listener.name === ended) client.unlisten(listener);
  client.unlisten({ onCancel: () => told.push('never listened') });
  client.cancel();

  expect(told.toSorted()).toEqual(others);
});
