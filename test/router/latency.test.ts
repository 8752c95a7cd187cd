/** Prints the latency that the router adds to a request. The bound only detects a broken setup. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ClientAnswer } from '../support/gateway.ts';
import { type Federated, openFederated } from './federated.ts';

let federated: Federated;

beforeAll(async () => {
  federated = await openFederated({ LOG_LEVEL: 'warn' });
}, 60_000);
afterAll(() => federated?.close());

const requests = 300;

/**
 * Returns the median latency of each path in milliseconds. The paths alternate, so that both run
 * under the same load.
 */
async function mediansOf(
  ways: readonly (() => Promise<ClientAnswer<unknown>>)[],
): Promise<number[]> {
  const times = ways.map((): number[] => []);
  for (let count = 0; count < requests; count += 1) {
    for (const [index, ask] of ways.entries()) {
      const started = performance.now();
      const { errors } = await ask();
      times[index]?.push(performance.now() - started);
      expect(errors).toEqual([]);
    }
  }
  return times.map((all) => all.toSorted((one, other) => one - other)[requests / 2] ?? 0);
}

test('the router adds a few milliseconds', async () => {
  const alice = await federated.stage.peer.signIn('alice');
  const own = '{ me { displayName oathDevices { name } } }';
  const joined = '{ employee(id: "1") { costCentre user { displayName oathDevices { name } } } }';
  for (let count = 0; count < 50; count += 1) {
    await federated.ask(own, alice);
    await federated.ask(joined, alice);
    await federated.stage.gateway.ask(own, alice);
  }

  const [direct = 0, routed = 0, federatedQuery = 0] = await mediansOf([
    () => federated.stage.gateway.ask(own, alice),
    () => federated.ask(own, alice),
    () => federated.ask(joined, alice),
  ]);

  const shown = [direct, routed, federatedQuery].map((ms) => `${ms.toFixed(2)} ms`);
  process.stdout.write(
    `Router, p50 of ${requests}: direct ${shown[0]}, through the router ${shown[1]} (+${(routed - direct).toFixed(2)} ms), portal and gateway joined ${shown[2]}\n`,
  );
  expect(routed - direct).toBeLessThan(100);
}, 120_000);
