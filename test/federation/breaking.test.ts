/** A change that would break a consumer fails here, by name, unless a decision record accepts it. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { printPublicSchema, printSubgraphSchema } from '../../codegen/print-schemas.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { breakingChanges, brokenDocuments, schemaOf } from './breaking.ts';
import type { Breaking, ConsumerDocument } from './breaking.ts';
import { composers } from './composed.ts';
import {
  acceptedBreaks,
  allReleases,
  breaksIn,
  documentsIn,
  ownVersion,
  releasesPage,
} from './released.ts';
import type { AcceptedBreak, Release } from './released.ts';

/** The schemas of a checkout. */
interface Schemas {
  readonly schema: string;
  readonly subgraph: string;
}

let released: Release;
let now: Schemas;
let ownDocuments: readonly ConsumerDocument[];
let portalDocuments: readonly ConsumerDocument[];

beforeAll(async () => {
  const [last] = (await allReleases()).slice(-1);
  if (last === undefined) throw new Error('there is no release to compare with');
  released = last;
  const built = await createSchema();
  now = { schema: printPublicSchema(built), subgraph: printSubgraphSchema(built) };
  ownDocuments = await documentsIn('schema/operations');
  portalDocuments = await documentsIn('examples/portal/operations');
});

const compose = composers[0][1];

/** What differs from a release, the last one unless told, in a way that may break somebody. */
async function changesTo(
  { schema, subgraph }: Schemas,
  from: Schemas = released,
): Promise<readonly Breaking[]> {
  return [
    ...(await breakingChanges(from.schema, schema)),
    ...(await breakingChanges(from.subgraph, subgraph)),
  ];
}

/**
 * Everything that a change breaks and that nobody has accepted, in words. The documents of this checkout must run
 * whatever is accepted; those of the last release show whom an open change hits.
 */
async function reportOf(
  { schema, subgraph }: Schemas,
  accepted: readonly AcceptedBreak[],
): Promise<readonly string[]> {
  const isAccepted = (path: string): boolean =>
    accepted.some((one) => one.version === released.version && one.path === path);
  const changes = await changesTo({ schema, subgraph });
  const open = changes.filter(({ path }) => !isAccepted(path));
  const portal = compose(subgraph, await readFile('examples/portal/portal.graphql', 'utf8'));
  const broken = [
    ...brokenDocuments(schemaOf(schema), [
      ...ownDocuments,
      ...(open.length > 0 ? released.documents : []),
    ]),
    ...(portal.api === null ? [] : brokenDocuments(portal.api, portalDocuments)),
  ];
  const lines = [
    ...open.map(({ path, message }) => `${path}: ${message}`),
    ...portal.problems.map((problem) => `the portal does not compose: ${problem}`),
    ...broken,
  ];
  return [...new Set(lines)];
}

test('nothing is broken that was released', async () => {
  expect(await reportOf(now, await acceptedBreaks())).toEqual([]);
});

describe('what is compared with', () => {
  test('is the release that this checkout says it follows', async () => {
    expect(released.version).toBe(await ownVersion());
  });

  test('is what the decision record says that it was', async () => {
    const page = await releasesPage();
    const listed = [...page.matchAll(/^\| ([0-9.]+) +\| `([0-9a-f]{64})` +\|$/gm)].map(
      ([, version, digest]) => ({ version, digest }),
    );

    expect(listed).toEqual(
      (await allReleases()).map(({ version, digest }) => ({ version, digest })),
    );
  });

  test('is accepted to break only where it does', async () => {
    const changes = (await changesTo(now)).map(({ path }) => path);
    const accepted = (await acceptedBreaks()).filter(({ version }) => version === released.version);

    expect(accepted.filter(({ path }) => !changes.includes(path))).toEqual([]);
  });

  test('breaks of the release before it what a decision record accepts, and nothing else', async () => {
    const [before] = (await allReleases()).slice(-2);
    const changes = before === undefined ? [] : await changesTo(released, before);
    const accepted = (await acceptedBreaks()).filter(({ version }) => version === before?.version);

    expect(new Set(changes.map(({ path }) => path))).toEqual(
      new Set(accepted.map(({ path }) => path)),
    );
  });

  test('has a section of the changelog, which names every break', async () => {
    const page = await readFile('CHANGELOG.md', 'utf8');
    const [, section = ''] = page.split(`\n## ${released.version}\n`);
    const [before] = (await allReleases()).slice(-2);
    const accepted = (await acceptedBreaks()).filter(({ version }) => version === before?.version);

    const unnamed = accepted.filter(
      ({ path }) => !new RegExp(`\\b${path.split('.').at(-1)}\\b`).test(section),
    );
    expect(accepted.length).toBeGreaterThan(0);
    expect(unnamed).toEqual([]);
  });

  test('has the documents of its clients', () => {
    expect(released.documents.map(({ name }) => name)).toContain('ResetOathDevices');
    expect(ownDocuments.map(({ name }) => name)).toContain('ResetOathDevices');
    expect(portalDocuments.map(({ name }) => name)).toEqual(['MyDesk', 'ResetOwnCodes', 'Staff']);
  });
});

/** The schemas with one thing changed in both. */
function changed(from: RegExp, to: string): Schemas {
  const change = (text: string): string => {
    const next = text.replace(from, to);
    if (next === text) throw new Error(`${String(from)} is not there`);
    return next;
  };
  return { schema: change(now.schema), subgraph: change(now.subgraph) };
}

/** The schemas with one thing changed in the subgraph alone. */
function inSubgraph(from: string, to: string): Schemas {
  const subgraph = now.subgraph.replace(from, to);
  if (subgraph === now.subgraph) throw new Error(`${from} is not there`);
  return { ...now, subgraph };
}

/** Takes a field of a type away, with its description. */
function without(type: string, field: string): Schemas {
  const described = String.raw`(?:  """(?:(?!""")[^])*"""\n)?`;
  return changed(
    new RegExp(
      String.raw`(\ntype ${type}\b[^{]*\{(?:(?!\n\})[^])*?\n)${described}  ${field}[:(].*\n`,
    ),
    '$1',
  );
}

describe('a change is told with the documents that it breaks', () => {
  test('a field that is gone', async () => {
    const report = await reportOf(without('ResetOathDevicesPayload', 'outcome'), []);

    expect(report).toEqual([
      "ResetOathDevicesPayload.outcome: Field 'outcome' was removed from object type 'ResetOathDevicesPayload'",
      'ResetOathDevices breaks: Cannot query field "outcome" on type "ResetOathDevicesPayload".',
      'ResetOwnCodes breaks: Cannot query field "outcome" on type "ResetOathDevicesPayload".',
    ]);
  });

  test.each<readonly [string, () => Schemas, paths: string[]]>([
    [
      'a field that only a portal asks for beside us',
      () => without('User', 'displayName'),
      ['User.displayName', 'Staff breaks', 'MyDesk breaks'],
    ],
    [
      'a new argument that must be given',
      () => changed(/search: String!\n/, 'search: String!\n    page: Int!\n'),
      ['Query.users.page', 'SearchPeople breaks'],
    ],
    [
      'a mutation by another name',
      () => changed(/resetPushDevices\(/, 'resetPush('),
      ['Mutation.resetPushDevices', 'ResetPushDevices breaks'],
    ],
    [
      'a value that is gone',
      () => changed(/\n {2}""".*"""\n {2}TRUSTED\n/, '\n'),
      ['RegisteredDeviceKind.TRUSTED'],
    ],
    [
      'a type that may now be null',
      () => changed(/\n {2}verified: Boolean!/, '\n  verified: Boolean'),
      ['ResetOathDevicesPayload.verified'],
    ],
    [
      'a key that is taken from the subgraph',
      () =>
        inSubgraph(
          'User implements Node @key(fields: "amId realm") @key',
          'User implements Node @key',
        ),
      ['User.@key'],
    ],
    [
      'what is not shared any more',
      () => inSubgraph('PageInfo @shareable', 'PageInfo'),
      ['PageInfo.@shareable'],
    ],
    [
      'a mark that contracts go by',
      () => inSubgraph('UserConnection @tag(name: "staff") {', 'UserConnection {'),
      ['UserConnection.@tag'],
    ],
    [
      'a field that is hidden from the clients of routers',
      () => inSubgraph('\n  displayName: String\n', '\n  displayName: String @inaccessible\n'),
      ['User.displayName.@inaccessible'],
    ],
  ])('%s', async (_label, change, paths) => {
    const told = (await reportOf(change(), [])).map((line) => line.split(': ')[0]);

    expect(told).toEqual(expect.arrayContaining(paths));
  });

  test('what is only added breaks nothing', async () => {
    const nickname = '\n  displayName: String\n  nickname: String\n';

    expect(await reportOf(changed(/\n {2}displayName: String\n/, nickname), [])).toEqual([]);
  });
});

describe('a break that a decision record accepts', () => {
  const page = '- breaks `ResetOathDevicesPayload.outcome` after 0.2.0: it said too little.\n';

  test('passes once our own documents follow, and no other does', async () => {
    const accepted = breaksIn(page, '0099.md');

    const report = await reportOf(without('ResetOathDevicesPayload', 'outcome'), accepted);

    expect(accepted).toHaveLength(1);
    expect(report.map((line) => line.split(':')[0])).toEqual([
      'ResetOathDevices breaks',
      'ResetOwnCodes breaks',
    ]);
    expect(await reportOf(without('ResetOathDevicesPayload', 'verified'), accepted)).not.toEqual(
      [],
    );
  });

  test.each([
    ['of another release', page.replace('0.2.0', '0.1.0')],
    ['without a reason', '- breaks `ResetOathDevicesPayload.outcome` after 0.2.0:\n'],
    ['of a path as a beginning', page.replace('.outcome', '')],
  ])('%s is none', async (_label, text) => {
    const report = await reportOf(
      without('ResetOathDevicesPayload', 'outcome'),
      breaksIn(text, '0099.md'),
    );

    expect(report.join('\n')).toContain('ResetOathDevicesPayload.outcome: ');
    expect(report.join('\n')).toContain('ResetOathDevices breaks: ');
  });
});
