/**
 * A campaign in front of the real OpenAM, by the commands and a gateway. Requires running
 * `npm run postgres` and `npm run openam`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { commandEnv, resultsOf } from '../ledger/postgres/campaign-stage.ts';
import { createStore, verifyAll } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { startTestGateway } from '../support/gateway.ts';
import { openRealOpenAm } from '../support/peer.ts';
import { commandResult } from '../support/run-command.ts';

test('a file of people is tried out, started by a second person, and reset', async () => {
  const peer = await openRealOpenAm();
  const [store, folder] = await Promise.all([
    createStore('PostgreSQL'),
    mkdtemp(join(tmpdir(), 'campaign-')),
  ]);
  const ledger = await openLedger(store.settings, { now: Date.now, warn: () => undefined });
  const env = { ...peer.staffEnv(), AM_COOKIE_NAME: peer.cookieName };
  const gateway = await startTestGateway(peer, { env, ledger });
  const environment = { ...commandEnv(peer, store), DATA_DIR: folder };
  const command = (...args: readonly string[]) => commandResult(['campaign', ...args], environment);
  const reaches = (id: string, state: string): Promise<void> =>
    until(
      `the campaign is ${state}`,
      async () => (await command('show', id)).out[0]?.includes(`: ${state} since`) === true,
      120_000,
    );

  try {
    await peer.restore();
    const file = join(folder, 'people.csv');
    await writeFile(file, 'alice\nbob\ncarol\nno-such-user\nvera\n');
    const plan = ['--realm=alpha', '--kinds=oath', '--reason=stolen seeds', '--pace=600/min'];
    const { out, err } = await command('create', ...plan, '--as=ada', file);
    expect(err).toEqual([]);
    const id = /Campaign (\S+) is created/.exec(out[0] ?? '')?.[1] ?? '';
    const before = await peer.deviceIds('bob', 'OATH');

    await command('dry-run', id, '--as=ada');
    await reaches(id, 'CHECKED');
    expect(await peer.deviceIds('bob', 'OATH')).toEqual(before);
    expect((await command('start', id, '--as=ada')).code).not.toBe(0);
    expect((await command('start', id, '--as=bea')).code).toBe(0);
    await reaches(id, 'DONE');

    expect(before).not.toEqual([]);
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
    expect(await peer.deviceIds('vera', 'OATH')).not.toEqual([]);
    expect(await resultsOf(store, id)).toEqual(
      new Map([
        ['alice', 'done DONE'],
        ['bob', 'done DONE'],
        ['carol', 'done NOTHING_TO_RESET'],
        ['no-such-user', 'skipped UNKNOWN_NAME'],
        ['vera', 'skipped PRIVILEGED'],
      ]),
    );
    expect((await store.bare((bare) => verifyAll(bare))).broken).toBeNull();
  } finally {
    await gateway.stop();
    await ledger.close();
    await peer.restore();
    await store.remove();
    await rm(folder, { recursive: true });
    await peer.close();
  }
}, 300_000);
