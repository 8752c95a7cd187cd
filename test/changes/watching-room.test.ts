/** Looks for new devices leave AM to the requests (G21). */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createStore } from '../ledger/stores.ts';
import { countAt, places, until } from '../reliability/am-traffic.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SessionHeader } from '../support/peer.ts';

const reset = `mutation { resetPushDevices(input: { target: { user: { id: "bob" } } }) { outcome } }`;

test('nothing is looked at while requests use more than half of the connections', async () => {
  const [store, peer] = await Promise.all([createStore(), openSandboxPeer()]);
  const ledger = await store.open([], [], 3_600_000);
  const env = { ...peer.staffEnv(), WATCH_REENROLMENT: 'on', AM_CONNECTIONS: '4' };
  const now = (): number => store.clock.now;
  const gateway = await startTestGateway(peer, { ledger, now, watchEveryMs: 5, env });
  const looks = (): number => countAt(peer.sandbox, { method: 'GET', path: /bob.*\/push/ });
  expect(codesOf(await gateway.ask(reset, await peer.signIn('helen')))).toEqual([]);
  const before = looks();

  const callers: SessionHeader[] = [];
  for (let count = 0; count < 3; count += 1) {
    const caller = await peer.signIn('alice');
    await gateway.ask('{ gatewayCaller { roles } }', caller);
    callers.push(caller);
  }
  const gate = Promise.withResolvers<void>();
  const effect = { kind: 'hook', run: () => gate.promise } as const;
  peer.sandbox.breakNext({ match: places.oathList, times: 3, effect });
  const answers = callers.map((one) => gateway.ask('{ me { oathDevices { id } } }', one));
  await until('they are at AM', () => countAt(peer.sandbox, places.oathList) === 3);
  store.clock.now += 15_000;
  await sleep(100);
  expect(looks()).toBe(before);
  gate.resolve();
  await Promise.all(answers);
  await until('it looks', () => looks() > before);

  await gateway.stop();
  await Promise.all([store.remove(), peer.close()]);
});
