/** Counting who has which devices, in each personality and on a real OpenAM. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { coveredKinds } from '../../src/domain/devices/coverage.ts';
import { kindsOf } from '../devices/demo-devices.ts';
import { createStore, type TestStore } from '../ledger/stores.ts';
import { areaExample, exampleIssuer } from '../support/area-example.ts';
import { startTestGateway } from '../support/gateway.ts';
import { peers, type Peer } from '../support/peer.ts';
import { commandResult, type CommandResult } from '../support/run-command.ts';

const query =
  'query ($area: String) { realmDeviceCoverage(realm: "alpha", area: $area) { countedAt isWhole people notRead withoutDevice withOneDevice withOneTimePasswordsOnly withoutSecondKind byKinds { kinds people } } }';

/** The numbers that the command printed, by their names. */
function figuresOf({ out }: CommandResult): Readonly<Record<string, number>> {
  return Object.fromEntries(
    out.map((line) => {
      const [, name = line, count] = /^(.*?) {2,}(\d+)$/.exec(line) ?? [];
      return [name, Number(count)];
    }),
  );
}

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let store: TestStore;
  let folder: string;

  beforeAll(async () => {
    peer = await open();
  });
  beforeEach(async () => {
    await peer.restore();
    await store?.remove();
    store = await createStore('SQLite');
    folder = await mkdtemp(join(tmpdir(), 'coverage-'));
  });
  afterAll(async () => {
    await store?.remove();
    await peer.restore();
    await peer.close();
    await rm(folder, { recursive: true });
  });

  const coverage = (...args: readonly string[]): Promise<CommandResult> =>
    commandResult(['coverage', 'alpha', '--pace=6000/min', ...args], {
      ...peer.staffEnv(),
      ...exampleIssuer,
      ...areaExample('acme'),
      AM_URL: peer.url,
      AM_FLAVOR: peer.flavor,
      AM_REALMS: 'alpha,beta',
      DATA_DIR: store.settings.folder,
    });
  const csvOf = async (name: string): Promise<Readonly<Record<string, readonly string[]>>> => {
    const text = await readFile(join(folder, name), 'utf8');
    const rows = text.trimEnd().split('\r\n');
    return Object.fromEntries(rows.map((row) => row.split(',')).map(([id, ...rest]) => [id, rest]));
  };

  test('the realm is counted, listed and kept, and a gateway shows it', async () => {
    const result = await coverage('--csv', join(folder, 'people.csv'));

    const rows = await csvOf('people.csv');
    const { id: head, ...people } = rows;
    expect(head).toEqual(['username', 'result', ...coveredKinds.map((kind) => kind.toLowerCase())]);
    const lists = Object.values(people).map((cells) => cells.slice(2).map(Number));
    const numberOf = (isMeant: (counts: readonly number[]) => boolean): number =>
      lists.filter(isMeant).length;
    const kindsIn = (counts: readonly number[]): number => counts.filter((one) => one > 0).length;
    expect(people[peer.idOf('bob')]).toEqual(['bob', 'COUNTED', ...(await ownCounts(peer, 'bob'))]);
    expect(people[peer.idOf('alice')]?.slice(1)).toEqual([
      'COUNTED',
      ...(await ownCounts(peer, 'alice')),
    ]);
    expect(people).not.toHaveProperty('bella');
    expect(result.code).toBe(0);
    const figures = figuresOf(result);
    const uncounted = ['not read', 'outside the area', 'not reached', 'names refused'];
    expect(figures).toEqual({
      ...Object.fromEntries(uncounted.map((name) => [name, 0])),
      listed: lists.length,
      people: lists.length,
      'no device': numberOf((counts) => kindsIn(counts) === 0),
      'one device': numberOf((counts) => counts.reduce((sum, one) => sum + one, 0) === 1),
      'only one-time passwords': numberOf(([oath = 0, ...rest]) => oath > 0 && kindsIn(rest) === 0),
      'no second kind': numberOf((counts) => kindsIn(counts) === 1),
      ...Object.fromEntries(
        coveredKinds.map((kind, index) => [
          `no device left without ${kind}`,
          numberOf((counts) => kindsIn(counts) === 1 && (counts[index] ?? 0) > 0),
        ]),
      ),
    });
    expect(figures['no device']).toBeGreaterThan(0);
    expect(figures['only one-time passwords']).toBeGreaterThan(0);
    // OpenAM lists people without pages, and so perhaps not all of them.
    const isWhole = peer.flavor !== 'openam';
    // A slow machine reports its progress, too.
    const said = result.err.filter((line) => !/^\d+ of \d+ people are read$/.test(line));
    expect(said.join()).toBe(
      isWhole
        ? ''
        : 'AM lists people without pages, and may have left some out: the counts may be partial.',
    );
    expect((await stat(join(folder, 'people.csv'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['people.csv']);

    const shown = await shownTo('rita', null);
    expect(shown).toMatchObject({
      isWhole,
      people: figures['people'],
      notRead: 0,
      withoutDevice: figures['no device'],
      withOneDevice: figures['one device'],
      withOneTimePasswordsOnly: figures['only one-time passwords'],
      withoutSecondKind: figures['no second kind'],
    });
    expect(await shownTo('rita', 'acme')).toBeNull();
  });

  test('an area is counted by itself, and a file is counted and not kept', async () => {
    await peer.plant('bob', { employeeNumber: ['Acme'] });

    const area = await coverage('--area=acme', '--without=oath', '--csv', join(folder, 'area.csv'));
    const rows = await csvOf('area.csv');
    const counts = await ownCounts(peer, 'bob');
    const others = counts.slice(1).filter((count) => count !== '0').length;
    expect(Object.keys(rows)).toEqual(['id', peer.idOf('bob')]);
    expect(rows[peer.idOf('bob')]).toEqual([
      'bob',
      'COUNTED',
      ...counts,
      String(counts.slice(1).reduce((sum, count) => sum + Number(count), 0)),
    ]);
    expect(figuresOf(area)).toMatchObject({
      people: 1,
      'no device left without OATH': others === 0 ? 1 : 0,
      'not read': 0,
    });
    const unknown = peer.flavor === 'aic' ? '00000000-0000-4000-8000-00000000dead' : 'not-there';
    const given = join(folder, 'given.csv');
    await writeFile(given, `user\n${peer.idOf('bob')}\n${unknown}\n${peer.idOf('alice')}\n`);
    const file = await coverage(given, '--csv', given);
    expect(figuresOf(file)).toMatchObject({ people: 2, 'not read': 0 });
    const noCounts = ['', 'UNKNOWN_NAME', ...coveredKinds.map(() => '')];
    expect((await csvOf('given.csv'))[unknown]).toEqual(noCounts);

    expect(await shownTo('rita', 'acme')).toMatchObject({ people: 1 });
    expect(await shownTo('rita', null)).toBeNull();
  });

  /** What a gateway on the ledger of the command shows. */
  async function shownTo(name: string, area: string | null): Promise<unknown> {
    const ledger = await store.open();
    const env = { ...peer.staffEnv(), AUDITOR_GROUPS: 'auditors' };
    const gateway = await startTestGateway(peer, { env, ledger });
    try {
      const { data, errors } = await gateway.ask(query, await peer.signIn(name), { area });
      expect(errors).toEqual([]);
      return data === null ? null : Object.values(data)[0];
    } finally {
      await gateway.stop();
      await ledger.close();
    }
  }
});

/** How many devices of each counted kind AM lists, as cells. */
async function ownCounts(peer: Peer, name: string): Promise<string[]> {
  const [oath, push] = [await peer.deviceIds(name, 'OATH'), await peer.deviceIds(name, 'PUSH')];
  // In the sandbox, bob alone has devices of other kinds: one of each that the product has.
  const served = kindsOf(peer.flavor).map(({ kind }) => kind);
  const others = coveredKinds.slice(2).map((kind) => name === 'bob' && served.includes(kind));
  return [oath.length, push.length, ...others.map(Number)].map(String);
}
