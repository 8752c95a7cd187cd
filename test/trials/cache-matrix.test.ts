/**
 * After each mutation a page shows what the gateway answers (design D19): every document of
 * `schema/operations` with each set of variables, every client, every kind of caller, with dry runs
 * and with one kind down. A query that the response does not update is named in the client package,
 * and read again.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, Kind, parse } from 'graphql';
import {
  MyDevicesDocument,
  readAgainAfter,
  ResetDevicesDocument,
} from '../../packages/client/index.ts';
import { operations, type Documented } from '../ground/operations/documented.ts';
import { listAt } from '../support/json.ts';
import { CacheStage, playersOf, refusalsOf } from './cache-scenes.ts';
import { isMutation, mountScreens, mutationName } from './cache-screens.ts';
import {
  completed,
  inputOf,
  leftOutMembers,
  leftOutVariables,
  optionalMembers,
  optionalNames,
  optionalVariables,
  variableSets,
  type VariableSet,
} from './cache-variables.ts';
import type { MatrixClient, Play, Screens } from './cache-screens.ts';
import { useComplaints } from './complaints.ts';
import { libraries, openTanStack } from './library-clients.ts';
import { compileOperations, openRelay, type RelayArtifacts } from './relay-client.ts';
import { typesOfIds, watchedFetch } from './watched-fetch.ts';

const stage = new CacheStage();
const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const mutations = operations.filter(isMutation);
const complaints = useComplaints();
let artifacts: RelayArtifacts;

// Relay comes first: its text of a mutation selects more than the document's, for its own use.
const clients: readonly MatrixClient[] = [
  { name: 'Relay', open: (setup) => openRelay(setup, artifacts), readsAgain: [false, true] },
  ...libraries.map(([name, open]) => ({ name, open, readsAgain: [false, true] })),
  { name: 'TanStack Query', open: openTanStack, readsAgain: [true] },
];

beforeAll(async () => {
  artifacts = await compileOperations();
}, 300_000);

describe('every query shows what the gateway answers', () => {
  test.each(mutations)(
    'after $name',
    async (mutation) => {
      const { unshown, wrong } = both(
        await playAll(mutation, { isDown: false }),
        await playRefusals(mutation),
      );

      // A line that no cache needs fails, too.
      expect(unshown.toSorted()).toEqual([...readAgainAfter[mutationName(mutation)]].toSorted());
      expect(wrong).toEqual([]);
      expect(complaints).toEqual([]);
    },
    300_000,
  );

  const listing = mutations.filter(({ text }) => text.includes('devicesByKind'));
  test.each(listing)(
    'after $name while one kind is down',
    async (mutation) => {
      const named: readonly string[] = readAgainAfter[mutationName(mutation)];
      const { unshown, wrong } = await playAll(mutation, { isDown: true });

      expect(unshown.filter((query) => !named.includes(query))).toEqual([]);
      expect(wrong).toEqual([]);
      expect(complaints).toEqual([]);
    },
    300_000,
  );
});

// The caches of responses read the query again, and show that the list is down.
test.each(clients.filter(({ name }) => !['urql', 'TanStack Query'].includes(name)))(
  'a list that goes down stays on the screen of $name',
  async ({ open }) => {
    const headers = await stage.signIn('bob');
    const wire = watchedFetch();
    const client = open({ url: `${stage.stage.gateway.url}/graphql`, headers, fetch: wire.fetch });
    const shown: unknown[] = [];
    const stop = client.watch(MyDevicesDocument, {}, (data) => void shown.push(data));
    await wire.quiet();
    const [, push] = listAt(shown.at(-1), 'me', 'devicesByKind');
    stage.breakList('2fa/push');

    const input = { target: { me: true }, kinds: ['OATH' as const, 'PUSH' as const] };
    await client.mutate(ResetDevicesDocument, { input });
    await wire.quiet();

    expect(listAt(push, 'devices')).toHaveLength(1);
    const lists = listAt(shown.at(-1), 'me', 'devicesByKind');
    expect(lists).toMatchObject([{ kind: 'OATH', devices: [] }, push]);
    stop();
  },
);

test('every optional variable and member is in a set, or is left out with its cause', () => {
  const optionalOf = ({ text }: Documented): readonly string[] =>
    parse(text).definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION
        ? (one.variableDefinitions ?? [])
            .filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
            .map(({ variable }) => variable.name.value)
            .filter((name) => !(name in leftOutVariables))
        : [],
    );
  const queries = operations.filter((one) => !isMutation(one) && optionalOf(one).length > 0);
  const given = Object.entries(optionalVariables).map(([name, set]) => [
    name,
    Object.keys(set).toSorted(),
  ]);
  const members = new Set(mutations.flatMap(({ text }) => optionalNames(inputOf(schema, text))));
  const known = [...Object.keys(optionalMembers(0, '')), ...Object.keys(leftOutMembers)];

  expect(Object.fromEntries(given)).toEqual(
    Object.fromEntries(queries.map((query) => [query.name, optionalOf(query).toSorted()])),
  );
  expect([...members].toSorted()).toEqual([...new Set(known)].toSorted());
});

test('each mutation of the folder has its line', () => {
  expect(Object.keys(readAgainAfter)).toEqual(mutations.map(({ name }) => name).toSorted());
});

/** What screens do not show after a mutation. */
interface Shortfall {
  /** The queries that the response alone does not update, in some client. */
  readonly unshown: readonly string[];
  /** What is wrong although the client has read it again, and devices that came back. */
  readonly wrong: readonly string[];
}

/** Plays a mutation as each kind of caller who can send it, with each set of variables. */
async function playAll(
  mutation: Documented,
  { isDown }: { readonly isDown: boolean },
): Promise<Shortfall> {
  const all: Shortfall[] = [];
  const callersAndSets = playersOf(mutationName(mutation), mutation.by).flatMap((by) =>
    variableSets.map((set) => ({ by, set })),
  );
  for (const { by, set } of callersAndSets) {
    const scene = await stage.arrange(mutationName(mutation), null);
    if (isDown) stage.breakList('trusted');
    const on = await mountScreens(
      stage,
      { mutation, by, scene, ...variablesOf(mutation, set) },
      clients,
    );
    for (const dryRun of hasDryRun(mutation) ? [true, false] : [false])
      all.push(await play(on, mutation, { dryRun, refusal: null }));
    for (const { stop } of on.screens) stop();
    expect(typesOfIds(on.wire.answers).filter(({ types }) => types.length > 1)).toEqual([]);
  }
  const of = (part: keyof Shortfall) => [...new Set(all.flatMap((one) => one[part]))];
  return { unshown: of('unshown'), wrong: of('wrong') };
}

/** Plays each scene in which the mutation is refused, with the documented variables. */
async function playRefusals(mutation: Documented): Promise<Shortfall> {
  const name = mutationName(mutation);
  let all: Shortfall = { unshown: [], wrong: [] };
  for (const code of refusalsOf(name))
    for (const by of playersOf(name, mutation.by)) {
      const scene = await stage.arrange(name, code);
      const on = await mountScreens(
        stage,
        { mutation, by, scene, ...variablesOf(mutation, 'documented') },
        clients,
      );
      await scene.meanwhile?.();
      all = both(all, await play(on, mutation, { dryRun: false, refusal: code }));
      for (const { stop } of on.screens) stop();
    }
  return all;
}

function both(one: Shortfall, other: Shortfall): Shortfall {
  return {
    unshown: [...new Set([...one.unshown, ...other.unshown])],
    wrong: [...one.wrong, ...other.wrong],
  };
}

/** What a set adds to the documented variables. */
function variablesOf({ text }: Documented, set: VariableSet): Pick<Play, 'complete' | 'more'> {
  if (set === 'documented') return { complete: (input) => input, more: {} };
  return {
    complete: (input) => {
      const key = `${text.length} ${'dryRun' in input}`;
      return completed(input, inputOf(schema, text), optionalMembers(stage.now, key));
    },
    more: optionalVariables,
  };
}

async function play(
  on: Screens,
  mutation: Documented,
  { dryRun, refusal }: { readonly dryRun: boolean; readonly refusal: string | null },
): Promise<Shortfall> {
  const before = on.screens.map(({ shown }) => ({ last: shown.at(-1), count: shown.length }));
  const answer = JSON.stringify(await on.mutate({ dryRun }));

  const codes = [...answer.matchAll(/"errors":\[\{[^\]]*?"code":"(\w+)"/g)].map(([, code]) => code);
  expect(codes).toEqual(refusal === null ? [] : [refusal]);
  if (hasDryRun(mutation) && refusal === null)
    expect(answer).toContain(dryRun ? '"WOULD_REMOVE"' : '"DONE"');
  const fresh = new Map<Documented, unknown>();
  const unshown: string[] = [];
  const wrong: string[] = [];
  for (const [index, screen] of on.screens.entries()) {
    const { name, query, readsAgain, shown } = screen;
    const { last, count } = before[index] ?? { count: 0 };
    if (last === undefined) throw new Error(`${name} shows nothing before ${mutation.name}.`);
    if (!fresh.has(query)) fresh.set(query, await on.fresh(screen));
    const wanted = fresh.get(query);
    if (!isDeepStrictEqual(plain(shown.at(-1)), plain(wanted))) {
      if (readsAgain) wrong.push(name);
      else unshown.push(query.name);
      continue;
    }
    // What is read again is old for a moment.
    if (readsAgain) continue;
    const removed = devicesIn(last).filter((id) => !devicesIn(wanted).includes(id));
    const flashes = shown.slice(count).flatMap(devicesIn);
    if (flashes.some((id) => removed.includes(id))) wrong.push(`${name}: a device came back`);
  }
  return { unshown, wrong };
}

/** Whether the input of a mutation has `dryRun`. */
function hasDryRun({ text }: Documented): boolean {
  return 'dryRun' in inputOf(schema, text).getFields();
}

/** Without members that are undefined. */
function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data ?? null));
}

/** The ids of the devices that data lists. */
function devicesIn(data: unknown): readonly string[] {
  return JSON.stringify(data ?? null).match(/"id":"Device=[^"]+"/g) ?? [];
}
