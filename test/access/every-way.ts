/** Tries every cell of the matrix over every way that the schema has to it; nothing is changed. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import type { Stage } from '../support/stage.ts';
import { nameOf, type Caller } from './cast.ts';
import { everybody, fields, type CallerName, type Table, type TargetName } from './matrix.ts';
import { writesTo } from './received.ts';
import { cell, isAskable, isTried, leaks, openMatrix, type Cell } from './scene.ts';
import { verdictAt } from './verdicts.ts';
import { documentOf, probesOf, waysTo, type Wanted, type Way } from './ways.ts';

/** The schema as clients and routers meet it. */
export const schema = await createSchema({ federation: true });
/** The ways from a person to every guarded field of theirs. */
export const probes = probesOf(schema, 'User');
/** The ways to a person. */
export const waysOfQueries = waysTo(schema, { from: 'Query', to: 'User', times: 2 });
export const waysOfMutations = waysTo(schema, { from: 'Mutation', to: 'User', times: 1 }).filter(
  ([first]) => fields[`Mutation.${first?.field.name ?? ''}`] !== 'history',
);

/** How many documents are sent at once; they share reads of AM. */
const atOnce = 16;

/** Tries every cell on one flavour; `signIn` creates callers for a table of its own. */
export function tryEveryWay(
  flavor: Flavor,
  table: Table = everybody,
  signIn?: (stage: Stage) => Record<string, Caller>,
): void {
  let stage: Stage;
  let cast: Readonly<Record<string, Caller>>;
  const cells = table.callers.flatMap((caller) =>
    table.targets.map((target) => ({ caller, target })),
  );

  beforeAll(async () => {
    ({ stage, cast } = await openMatrix(flavor));
    cast = signIn?.(stage) ?? cast;
  });
  afterAll(() => stage?.close());

  test.each(cells.filter((one) => isAskable(flavor, one) && isTried(flavor, one)))(
    '$caller → $target: the same verdict on every way',
    async ({ caller, target }) => {
      const who = cast[caller] ?? { header: {}, own: null, forwards: 'never' };
      stage.sandbox.clearReceived();
      const wrong: string[] = [];
      let tried = 0;
      const attempt = async ({ way, key }: Try): Promise<void> => {
        const about = subjectOf(stage, { who, target, way, key });
        if (about === null) return;
        const asked = documentOf(way, probes, about);
        const answer = await stage.gateway.ask(asked.query, who.header, asked.variables);
        const label = `${pathOf(way)}, ${key}`;
        const root = rootVerdict(way, { caller, target, about, table });
        const atRoot = verdictAt(answer, asked.root);
        if (/^[A-Z_]+$/.test(root) && atRoot !== root)
          wrong.push(`${label}: ${atRoot}, not ${root}`);
        if (root !== 'yes' && way.length > 3) return;
        for (const [index, probe] of probes.entries()) {
          const found = verdictAt(answer, asked.places[index] ?? []);
          const wanted =
            root === 'yes' ? endVerdict({ caller, target, probe, flavor, way, table }) : root;
          if (found !== wanted) wrong.push(`${label}, ${pathOf(probe)}: ${found}, not ${wanted}`);
          tried += 1;
        }
        const strays = answer.errors.filter(({ path }) => !isOnTheWay(path, asked.places));
        wrong.push(...strays.map(({ message, path }) => `${label}: ${message} at ${String(path)}`));
      };
      const all = tries(flavor, table, { caller, target }).values();
      const work = async (): Promise<void> => {
        for (const one of all) await attempt(one);
      };
      await Promise.all(Array.from({ length: atOnce }, work));

      expect(wrong).toEqual([]);
      expect(tried).toBeGreaterThan(50);
      expect(writesTo(stage.sandbox)).toEqual([]);
      expect(leaks(stage, { caller, who, target }, table)).toEqual([]);
    },
  );
}

/** AM's own id with the realm or without, or the global id. */
type Key = 'amId realm' | 'amId' | 'id';

interface Try {
  readonly way: Way;
  /** By what the person is named. */
  readonly key: Key;
}

/**
 * The cells for which nested ways are tried as well, one or two for each role.
 * Behind a person, the verdict depends on the caller's role and on whether the person is the
 * caller, privileged, or of another realm; these cells have each of them.
 */
const representatives: readonly (readonly [CallerName, TargetName])[] = [
  ['alice', 'own name'],
  ['a bearer for alice who may read', 'own name'],
  ['helen of the help desk', 'unnamed'],
  ['helen of the help desk', 'bob'],
  ['helen of the help desk', 'vera'],
  ['oscar the administrator', 'vera'],
  ['rita the auditor', 'own name'],
  ['amadmin the super user', 'bella'],
];

/** The longest path from a root field to the person, `users { edges { node } }`. */
const rootWay = 3;

/**
 * Root ways for every cell; for representatives on pingam also nested ways. Tokens have a table
 * without representatives, because the main table has bearers.
 */
function tries(flavor: Flavor, table: Table, { caller, target }: Cell): readonly Try[] {
  const isThorough =
    flavor === 'pingam' &&
    table === everybody &&
    representatives.some(([who, whom]) => who === caller && whom === target);
  const reach = isThorough ? Infinity : rootWay;
  const within = table === everybody ? reach : 2;
  return [...waysOfQueries, ...waysOfMutations]
    .filter((way) => way.length <= within)
    .flatMap((way) => keysOf(way).map((key) => ({ way, key })));
}

function keysOf(way: Way): readonly Key[] {
  const root = way[0]?.field.name ?? '';
  if (root === '_entities' && isOfDevice(way)) return ['id'];
  if (way.length > 2 || ['me', 'users', 'node'].includes(root)) return ['amId realm'];
  return root === '_entities' ? ['amId realm', 'amId', 'id'] : ['amId realm', 'id'];
}

interface Scene extends Pick<Try, 'way' | 'key'> {
  readonly who: Caller;
  readonly target: TargetName;
}

/** The person that the document names; null if its root field cannot name them. */
function subjectOf(stage: Stage, { who, target, way, key }: Scene): Wanted | null {
  const name = nameOf(stage.peer, who, target);
  const root = way[0]?.field.name ?? '';
  const isUnnamed = target === 'unnamed';
  if (root === 'me') return isUnnamed ? name : null;
  const { id = '', realm = '' } = name ?? {};
  if (root === 'node') return isUnnamed ? null : { node: globalIdOf(way, { id, realm }) };
  if (root === '_entities' && isOfDevice(way))
    return isUnnamed
      ? null
      : { key: { __typename: 'OathDevice', id: globalIdOf(way, { id, realm }) } };
  if (root === '_entities') return isUnnamed ? null : referenceOf(stage, { who, name, key });
  if (root !== 'users') {
    if (isUnnamed) return root === 'user' || key === 'id' ? null : name;
    return key === 'id' ? { id: idOfPerson(id, realm) } : name;
  }
  if (isUnnamed || target === 'amadmin' || target === 'own name in root') return null;
  const search = target === 'own name' ? (who.own?.name ?? 'alice') : target;
  return search === 'amadmin' ? null : { ...name, search };
}

/** What a way through `node` or `_entities` begins with: the person, or a device that all have. */
function globalIdOf(
  [first]: Way,
  { id, realm }: { readonly id: string; readonly realm: string },
): string {
  return first?.end === 'User'
    ? idOfPerson(id, realm)
    : idOfDevice(id, 'OATH', deviceIds.bobOath, realm);
}

/** The key of an entity; null if AM's id alone means another person, of the caller's own realm. */
function referenceOf(
  { peer }: Stage,
  { who, name, key }: Pick<Scene, 'who' | 'key'> & { readonly name: ReturnType<typeof nameOf> },
): Wanted | null {
  const { id: amId, realm } = name ?? {};
  if (amId === undefined || realm === undefined) return null;
  if (key === 'id') return { key: { id: idOfPerson(amId, realm) } };
  if (key === 'amId realm') return { key: { amId, realm } };
  const isServed = peer.flavor !== 'aic' || who.own?.realm !== 'root';
  const meant = isServed ? (who.own?.realm ?? 'alpha') : 'alpha';
  return realm === meant ? { key: { amId } } : null;
}

/** What the root field of a way is expected to say. */
function rootVerdict(
  way: Way,
  {
    caller,
    target,
    about,
    table: { expected, expectedOfSearch },
  }: Cell & { readonly about: { readonly realm?: string }; readonly table: Table },
): string {
  const [first] = way;
  const named = fields[`${first?.type.name ?? ''}.${first?.field.name ?? ''}`] ?? 'see a person';
  const deed = isOfDevice(way) ? 'see devices' : named;
  if (deed !== 'search' && deed !== 'history' && deed !== 'prove') {
    const verdict = cell(expected[deed], caller, target);
    // The resets here are dry runs, which show devices.
    const isDryRun = deed === 'reset' && verdict === 'yes';
    return isDryRun ? cell(expected['see devices'], caller, target) : verdict;
  }
  const verdict = cell(expectedOfSearch, caller, about.realm ?? 'unnamed');
  const isFound = cell(expected['see a person'], caller, target) === 'yes';
  return verdict === 'yes' && !isFound ? 'no such thing' : verdict;
}

/** Whether a way begins with a device. */
function isOfDevice([first]: Way): boolean {
  return ['node', '_entities'].includes(first?.field.name ?? '') && first?.end !== 'User';
}

/** What the end of a way is expected to say, given that its root field says yes. */
function endVerdict({ caller, target, probe, flavor, way, table }: End): string {
  for (const { type, field } of [...way.slice(1), ...probe]) {
    const deed = fields[`${type.name}.${field.name}`];
    if (deed === undefined || deed === 'search' || deed === 'history' || deed === 'prove') continue;
    const isMissingHere = flavor === 'openam' && field.name === 'data';
    const verdict = isMissingHere ? 'no such thing' : cell(table.expected[deed], caller, target);
    if (verdict !== 'yes') return verdict;
    // A device that is renamed; the documents here name none that is there.
    if (type.name === 'RenameDevicePayload' && field.name === 'device') return 'nobody';
  }
  return 'yes';
}

interface End extends Cell {
  readonly probe: Way;
  readonly flavor: Flavor;
  readonly way: Way;
  readonly table: Table;
}

/** Whether an error is at one of the places asked for, or at what holds it. */
function isOnTheWay(
  path: readonly (string | number)[] = [],
  places: readonly (readonly string[])[],
): boolean {
  const error = path.filter((part) => typeof part === 'string');
  return (
    error.length > 0 &&
    places.some((place) => `${place.join('.')}.`.startsWith(`${error.join('.')}.`))
  );
}

function pathOf(way: Way): string {
  return way.map(({ field }) => field.name).join('.');
}
