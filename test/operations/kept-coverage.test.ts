/** Which counts `coverage` keeps for the pages, and whether they are whole, in each personality. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadLedgerConfig } from '../../src/config/load-config.ts';
import type { RecordedCoverage } from '../../src/domain/devices/coverage.ts';
import { lastCoverage } from '../../src/ledger/coverage/coverages.ts';
import { Store } from '../../src/store/store.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { commandResult } from '../support/run-command.ts';

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let peer: SandboxPeer;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
    folder = await mkdtemp(join(tmpdir(), 'coverage-'));
    file = join(folder, 'people.csv');
    await writeFile(file, `${peer.idOf('bob')}\n`);
  });
  beforeEach(() => peer.sandbox.reset());
  afterAll(async () => {
    await peer.close();
    await rm(folder, { recursive: true });
  });

  /** Counts people with a ledger of its own, and returns what it keeps of the whole realm. */
  async function keptBy(source: readonly string[]): Promise<RecordedCoverage | null> {
    const env = {
      ...peer.staffEnv(),
      AM_URL: peer.url,
      AM_FLAVOR: flavor,
      DATA_DIR: await mkdtemp(join(folder, 'data-')),
    };
    const settings = loadLedgerConfig(env);
    // The ledger of SQLite belongs to one process at a time.
    await (await Store.open(settings)).close();
    const { code } = await commandResult(['coverage', 'alpha', '--pace=6000/min', ...source], env);
    expect(code).toBe(0);
    const store = await Store.open(settings, { create: false });
    try {
      return await store.query((db) => lastCoverage(db, { realm: 'alpha', area: null }));
    } finally {
      await store.close();
    }
  }

  test.each([
    ['everyone', () => [], true],
    ['a file', () => [file], false],
    ['a group', () => ['--group=helpdesk'], false],
    ['a search', () => ['--search=bob'], false],
  ])('a count of %s', async (_whose, source, isKept) => {
    expect((await keptBy(source())) !== null).toBe(isKept);
  });

  test.each([null, 5])('a count with a store whose limit is %s', async (listLimit) => {
    peer.sandbox.configure({ listLimit });

    // IDM has pages, whatever the limit of the store; OpenAM never shows that it listed everyone.
    const isWhole = flavor === 'aic' || (flavor === 'pingam' && listLimit === null);
    expect((await keptBy([]))?.isWhole).toBe(isWhole);
  });
});
