/** The keys of the program are replaced while it runs (G33). */
import { writeFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { startOn } from '../ledger/own-process.ts';
import { createStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { createWorkplace } from '../reliability/built-gateway.ts';
import { useFolder } from '../support/folder.ts';
import { read } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { startSetReceiver } from './set-receiver.ts';
import { call, discover, newPem, signalEnv } from './stage.ts';
import { jsonOf } from './stream-stage.ts';

const { write: file } = useFolder();
const pems = [newPem(), newPem()] as const;

test('a key is published before it signs, and a receiver with cached keys misses no SET', async () => {
  const [peer, workplace, store, receiver] = await Promise.all([
    openSandboxPeer(),
    createWorkplace(),
    createStore('SQLite'),
    startSetReceiver(),
  ]);
  const helen = await peer.signIn('helen');
  const keys = file('signals.pem', pems[0]);
  const { SSF_SIGNING_KEYS: _pem, ...env } = signalEnv({ siem: { push: receiver.url } }, '');
  const more = { ...withLists({ limits: { personChanges: [] } }), SSF_SIGNING_KEYS_FILE: keys };
  const gateway = startOn(store, { workplace, peer, env: { ...env, ...more } });
  const url = await gateway.listening();
  receiver.known = await discover({ url }, 'siem');
  const reset = async (id: string, kind: 'Oath' | 'Push'): Promise<void> => {
    const query = `mutation { reset${kind}Devices(input: { target: { user: { id: "${id}" } },
      reason: "lost phone", endSessions: false }) { outcome } }`;
    const headers = { 'content-type': 'application/json', ...helen };
    const body = JSON.stringify({ query });
    const { data } = await read(await fetch(`${url}/graphql`, { method: 'POST', headers, body }));
    expect(fieldAt(data, `reset${kind}Devices`, 'outcome')).toBe('DONE');
  };
  const accepted = (count: number): Promise<void> =>
    until(`${count} SETs are accepted`, () => receiver.accepted.length >= count);
  const kids = async (): Promise<unknown[]> => {
    const { keys: all } = Object(await jsonOf(call({ url }, '/ssf/jwks', { token: null })));
    return all.map((key: unknown) => fieldAt(key, 'kid'));
  };
  const reload = async (...next: readonly string[]): Promise<void> => {
    const before = JSON.stringify(await kids());
    await writeFile(keys, next.join('\n'));
    gateway.signal('SIGHUP');
    await until('the keys change', async () => JSON.stringify(await kids()) !== before);
  };
  const [old] = await kids();

  await reload(pems[0], pems[1]);
  const [, added] = await kids();
  await reset('alice', 'Oath');
  await accepted(1);
  // The receiver fetches the keys once more, and then no more.
  receiver.known = await discover({ url }, 'siem');
  await reload(pems[1], pems[0]);
  await reset('bob', 'Oath');
  await accepted(3);
  await reload(pems[1]);
  await reset('bob', 'Push');
  await accepted(4);

  const signers = receiver.accepted.map(({ header }) => fieldAt(header, 'kid'));
  expect(signers).toEqual([old, added, added, added]);
  expect(receiver.refused).toEqual([]);
  // A broken file changes nothing.
  await writeFile(keys, 'no key');
  gateway.signal('SIGHUP');
  await reset('alice', 'Push');
  await accepted(5);
  gateway.signal('SIGTERM');
  expect(await gateway.exited()).toBe(0);
  await Promise.all([workplace.remove(), store.remove(), receiver.close(), peer.close()]);
});
