/** What `coverage` does if it is interrupted, or AM fails, in each personality. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { coveredKinds, coverageEnds, type CoverageEnd } from '../../src/domain/devices/coverage.ts';
import { lastCoverage } from '../../src/ledger/coverage/coverages.ts';
import { loadLedgerConfig } from '../../src/config/load-config.ts';
import { Store } from '../../src/store/store.ts';
import { createPerson } from '../access/crowd.ts';
import { writesTo } from '../access/received.ts';
import { until } from '../reliability/am-traffic.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { commandResult, type CommandResult } from '../support/run-command.ts';
import { asEnvironment, withLists } from '../support/with-lists.ts';

const coveredNames = coveredKinds.map((kind) => kind.toLowerCase()).join(', ');

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let peer: SandboxPeer;
  let folder: string;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
    folder = await mkdtemp(join(tmpdir(), 'coverage-'));
  });
  beforeEach(async () => {
    peer.sandbox.reset();
    peer.sandbox.clearReceived();
    for (const name of await readdir(folder)) await rm(join(folder, name));
  });
  afterAll(async () => {
    await peer.close();
    await rm(folder, { recursive: true });
  });

  const coverage = (args: readonly string[], env = {}): Promise<CommandResult> =>
    commandResult(['coverage', 'alpha', ...args], {
      ...peer.staffEnv(),
      AM_URL: peer.url,
      AM_FLAVOR: flavor,
      DATA_DIR: join(folder, 'data'),
      ...env,
    });
  const rowsOf = async (name: string): Promise<string[][]> => {
    const text = await readFile(join(folder, name), 'utf8');
    expect(text.endsWith('\r\n')).toBe(true);
    return text
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(','));
  };
  const listsOf = (name: string): RegExp => new RegExp(`/users/${peer.idOf(name)}/devices/`);

  test('an interrupted count says what is missing, in a whole file', async () => {
    const csv = join(folder, 'people.csv');
    await writeFile(csv, 'of the day before');
    const running = coverage(['--pace=1/min', '--csv', csv]);
    await until('the first devices are read', async () =>
      peer.sandbox.received().some(({ path }) => path.includes('/devices/')),
    );
    expect(await readFile(csv, 'utf8')).toBe('of the day before');
    // What a count that is killed now would leave behind.
    const unfinished = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
    expect(unfinished).toHaveLength(1);
    expect(await readFile(join(folder, String(unfinished[0])), 'utf8')).toBe('');

    process.emit('SIGINT', 'SIGINT');
    const { code, out, err } = await running;

    expect(code).toBe(2);
    const [, ...rows] = await rowsOf('people.csv');
    const missing = rows.filter(([, , result]) => result === 'NOT_REACHED');
    expect(missing).toHaveLength(rows.length - 1);
    expect(out[0]).toMatch(/^people +1$/);
    expect(err).toContainEqual(
      `Interrupted: ${missing.length} people were not reached. The counts are not kept.`,
    );
    expect(await readdir(folder)).toEqual(['people.csv']);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  test('who cannot be read is not one without devices, and nothing is written', async () => {
    peer.sandbox.breakNext({
      match: { method: 'GET', path: listsOf('bob') },
      times: Infinity,
      effect: { kind: 'status', status: 500 },
    });

    const whole = await coverage(['--pace=6000/min', '--csv', join(folder, 'people.csv')]);

    expect(whole.code).toBe(0);
    const [, ...rows] = await rowsOf('people.csv');
    const empty = rows[0]?.slice(3).map(() => '');
    expect(rows.filter(([, , result]) => result !== 'COUNTED')).toEqual([
      [peer.idOf('bob'), '', 'UPSTREAM_ERROR', ...(empty ?? [])],
    ]);
    expect(figuresOf(whole)).toMatchObject({ 'not read': 1, listed: rows.length });
    expect(whole.out[0]).toMatch(new RegExp(`^people +${rows.length - 1}$`));
    const writes = writesTo(peer.sandbox).map(({ path }) => path);
    expect(writes.filter((path) => !/authenticate|access_token|sessions/.test(path))).toEqual([]);
  });

  test('the members of a group are found by few calls', async () => {
    const counted = await coverage(['--pace=6000/min', '--group=helpdesk']);

    expect([counted.code, figuresOf(counted)]).toMatchObject([0, { people: 2, listed: 2 }]);
    const queries = peer.sandbox.received().filter(({ path }) => path.includes('_queryFilter='));
    expect(queries.filter(({ path }) => !path.includes('/devices/'))).toHaveLength(1);
  });

  test('a kind that an older AM does not offer has no devices', async () => {
    const kind = flavor === 'openam' ? 'devices/push' : 'devices/2fa/binding';
    peer.sandbox.breakNext({
      match: { method: 'GET', path: kind },
      times: Infinity,
      effect: { kind: 'status', status: 404 },
    });

    const { out, err } = await coverage(['--pace=6000/min']);

    expect(err).toContainEqual(
      flavor === 'openam' ? 'AM does not offer PUSH.' : 'AM does not offer BOUND.',
    );
    expect(figuresOf({ out })).toMatchObject({ 'not read': 0 });
  });

  test('people whose area cannot be decided are not read', async () => {
    const env = withLists({
      roles: [{ area: 'lost', role: 'help-desk', group: 'lost-desk' }],
      areas: { people: [{ area: 'lost', group: { name: 'no-such-group' } }] },
    });

    const { out, code } = await coverage(['--pace=6000/min', '--area=lost'], env);

    expect(code).toBe(0);
    expect(out[0]).toMatch(/^people +0$/);
    expect(figuresOf({ out })['not read']).toBeGreaterThan(5);
  });

  test('AM that lists no one gives an exit code and a sentence', async () => {
    peer.sandbox.breakNext({
      match: { method: 'GET', path: flavor === 'aic' ? '/openidm/' : '/users?' },
      times: Infinity,
      effect: { kind: 'status', status: 503 },
    });

    const { code, out, err } = await coverage([]);

    expect([code, out]).toEqual([69, []]);
    expect(err.join()).toMatch(/^AM cannot list the people: .*Nothing was counted\.$/);
  });
});

test.each([
  [['gamma'], 64, '"gamma" is not a served realm.'],
  [['alpha', '--area=north'], 64, '--area: "north" is no area of areas.people.'],
  [['alpha', '--without=trusted'], 64, `--without: only ${coveredNames} are counted.`],
  [['alpha', '--without=sms'], 64, '--without: "sms" is not one of'],
  [['alpha', '--pace=fast'], 64, '--pace: expected people a minute'],
  [['alpha', '--group=a', '--search=abc'], 64, 'Only one of FILE, --group and --search'],
  [['alpha', '/no/such/file.csv'], 65, 'FILE cannot be read: ENOENT. Nothing was counted.'],
  [
    ['alpha', 'LICENSE', '--csv=/no/such/folder/a.csv'],
    64,
    '--csv: the file cannot be written: ENOENT.',
  ],
  [[], 64, 'REALM is missing.'],
])('%j ends with %d', async (args, code, sentence) => {
  const env = {
    AM_URL: 'http://127.0.0.1:1',
    AM_REALMS: 'alpha',
    AM_SERVICE_USERNAME: 'amadmin',
    AM_SERVICE_PASSWORD: 'secret',
  };
  const result = await commandResult(['coverage', ...args], env);

  expect([result.code, result.out]).toEqual([code, []]);
  expect(result.err.join('\n')).toContain(sentence);
});

test('without a service credential it reads nothing', async () => {
  const env = { AM_URL: 'http://127.0.0.1:1', AM_REALMS: 'alpha' };
  const { code, err } = await commandResult(['coverage', 'alpha'], env);

  expect(code).toBe(78);
  expect(err.join()).toContain('the devices of others need the service credential');
});

describe('a sum adds up, and is whole only if everyone was counted', () => {
  let peer: SandboxPeer;
  let folder: string;
  beforeAll(async () => {
    peer = await openSandboxPeer('pingam');
    folder = await mkdtemp(join(tmpdir(), 'coverage-'));
  });
  beforeEach(() => peer.sandbox.reset());
  afterAll(async () => {
    await peer.close();
    await rm(folder, { recursive: true });
  });

  const lists = (...names: string[]) =>
    ({
      match: { method: 'GET', path: new RegExp(`/users/(?:${names.join('|')})/devices/`) },
      times: Infinity,
      effect: { kind: 'status', status: 500 },
    }) as const;

  /** Each end of a listed person, and what brings people there. */
  const causes: Readonly<Record<CoverageEnd, () => Promise<{ args?: string[]; stop?: boolean }>>> =
    {
      counted: async () => ({}),
      notRead: async () => {
        peer.sandbox.breakNext(lists('bob', 'carol'));
        return {};
      },
      outside: async () => ({ args: ['--area=north'] }),
      notReached: async () => ({ args: ['--pace=1/min'], stop: true }),
      refused: async () => {
        const headers = await peer.signIn('amadmin');
        for (const username of ['q%2e', 'two words'])
          await createPerson({ peer }, { username, headers });
        return {};
      },
    };
  const figures: Readonly<Record<CoverageEnd, string>> = {
    counted: 'people',
    notRead: 'not read',
    outside: 'outside the area',
    notReached: 'not reached',
    refused: 'names refused',
  };

  test.each(coverageEnds)('with people who are %s', async (end) => {
    const { args = [], stop = false } = await causes[end]();
    const DATA_DIR = await mkdtemp(join(folder, 'data-'));
    const env = {
      ...peer.staffEnv(),
      AM_URL: peer.url,
      AM_FLAVOR: 'pingam',
      DATA_DIR,
      ...withLists({
        roles: [{ area: 'north', role: 'help-desk', group: 'executives' }],
        areas: { people: [{ area: 'north', attribute: 'givenName', value: 'bob' }] },
      }),
    };
    const settings = loadLedgerConfig(asEnvironment(env));
    const store = await Store.open(settings);
    await store.close();
    peer.sandbox.clearReceived();

    const running = commandResult(['coverage', 'alpha', '--pace=6000/min', ...args], env);
    if (stop) {
      await until('the first devices are read', async () =>
        peer.sandbox.received().some(({ path }) => path.includes('/devices/')),
      );
      process.emit('SIGINT', 'SIGINT');
    }
    const result = await running;

    const found = figuresOf(result);
    const sum = coverageEnds.reduce((all, one) => all + Number(found[figures[one]]), 0);
    const isThere = Number(found[figures[end]]) > 0;
    expect([result.err, found['listed'], isThere]).toEqual([result.err, sum, true]);
    const again = await Store.open(settings, { create: false });
    const area = end === 'outside' ? 'north' : null;
    const kept = await again.query((db) => lastCoverage(db, { realm: 'alpha', area }));
    await again.close();
    // An interrupted count does not hide an earlier one.
    const isKept = end === 'notReached' ? undefined : end === 'counted' || end === 'outside';
    expect(kept?.isWhole).toBe(isKept);
  });
});

/** The printed figures by their names. */
function figuresOf({ out }: Pick<CommandResult, 'out'>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    out.map((line) => {
      const [, name = '', count] = /^(.*?) +(\d+)$/.exec(line) ?? [];
      return [name, Number(count)];
    }),
  );
}
