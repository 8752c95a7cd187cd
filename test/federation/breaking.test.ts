/** A change that breaks a consumer fails here unless a decision record accepts it. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { printPublicSchema, printSubgraphSchema } from '../../tools/codegen/print-schemas.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { breakingChanges, brokenDocuments, schemaOf } from './breaking.ts';
import type { Breaking, ConsumerDocument } from './breaking.ts';
import { compose } from './composed.ts';
import {
  acceptedBreaks,
  allReleases,
  documentsIn,
  documentsOf,
  ownVersion,
  releasesPage,
} from './released.ts';
import type { AcceptedBreak, Release } from './released.ts';

/** The schemas of a checkout. */
interface Schemas {
  readonly schema: string;
  readonly subgraph: string;
}

/** The last release; before the first one, this checkout. */
let released: Release;
let now: Schemas;
let ownDocuments: readonly ConsumerDocument[];
let portalDocuments: readonly ConsumerDocument[];

const releases = await allReleases();

beforeAll(async () => {
  const built = await createSchema();
  now = { schema: printPublicSchema(built), subgraph: printSubgraphSchema(built) };
  ownDocuments = documentsOf(await readFile('schema/trusted-documents.json', 'utf8'));
  portalDocuments = await documentsIn('examples/portal/operations');
  const [last] = releases.slice(-1);
  released = last ?? { version: await ownVersion(), ...now, documents: ownDocuments, digest: '' };
});

/** Returns the changes since a release (default: the last one) that may break a consumer. */
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
 * Describes everything that a change breaks and that no decision record accepts. The documents of
 * this checkout must run in any case; those of the last release show which consumers an unaccepted
 * change breaks.
 */
async function reportOf(
  { schema, subgraph }: Schemas,
  accepted: readonly AcceptedBreak[],
  last: Release = released,
): Promise<readonly string[]> {
  const isAccepted = (path: string): boolean =>
    accepted.some((one) => one.version === last.version && one.path === path);
  const changes = await changesTo({ schema, subgraph }, last);
  const open = changes.filter(({ path }) => !isAccepted(path));
  const portal = compose(subgraph, await readFile('examples/portal/portal.graphql', 'utf8'));
  const broken = [
    ...brokenDocuments(schemaOf(schema), [
      ...ownDocuments,
      ...(open.length > 0 ? last.documents : []),
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

test('no change breaks a release', async () => {
  expect(await reportOf(now, await acceptedBreaks())).toEqual([]);
});

describe('the releases', () => {
  test('have the digests of the decision record', async () => {
    const page = await releasesPage();
    const listed = [...page.matchAll(/^\| ([0-9.]+) +\| `([0-9a-f]{64})` +\|$/gm)].map(
      ([, version, digest]) => ({ version, digest }),
    );

    expect(listed).toEqual(releases.map(({ version, digest }) => ({ version, digest })));
  });

  test('have an accepted break only if it occurs after the last one', async () => {
    const changes = (await changesTo(now)).map(({ path }) => path);
    const accepted = (await acceptedBreaks()).filter(({ version }) => version === released.version);

    expect(accepted.filter(({ path }) => !changes.includes(path))).toEqual([]);
  });
});

for (const release of releases)
  describe(`release ${release.version}`, () => {
    const before = releases[releases.indexOf(release) - 1];
    const acceptedSinceBefore = async () =>
      (await acceptedBreaks()).filter(({ version }) => version === before?.version);

    test('is the version of this checkout, or the last before it', async () => {
      if (release !== releases.at(-1)) return;
      const [major = 0, minor = 0, patch = 0] = release.version.split('.').map(Number);

      expect([
        release.version,
        `${major}.${minor}.${patch + 1}-dev`,
        `${major}.${minor + 1}.0-dev`,
        `${major + 1}.0.0-dev`,
      ]).toContain(await ownVersion());
    });

    test('breaks its predecessor only as a decision record accepts', async () => {
      const changes = before === undefined ? [] : await changesTo(release, before);

      expect(new Set(changes.map(({ path }) => path))).toEqual(
        new Set((await acceptedSinceBefore()).map(({ path }) => path)),
      );
    });

    test('has a section of the changelog that names every break, or their page', async () => {
      const page = await readFile('CHANGELOG.md', 'utf8');
      const [, section = ''] = page.split(`\n## ${release.version}\n`);

      const isOnPage = section.includes('](docs/upgrading.md)');
      const unnamed = (await acceptedSinceBefore()).filter(
        ({ path }) => !isOnPage && !new RegExp(`\\b${path.split('.').at(-1)}\\b`).test(section),
      );
      expect(unnamed).toEqual([]);
    });
  });

test('the documents of clients are checked', () => {
  expect(released.documents.map(({ name }) => name)).toContain('ResetOathDevices');
  expect(ownDocuments.map(({ name }) => name)).toContain('ResetOathDevices');
  expect(portalDocuments.map(({ name }) => name)).toEqual(['MyDesk', 'ResetOwnCodes', 'Staff']);
});

/** Returns the schemas with one change in the subgraph. */
function inSubgraph(from: string, to: string): Schemas {
  const subgraph = now.subgraph.replace(from, to);
  if (subgraph === now.subgraph) throw new Error(`${from} is not there`);
  return { ...now, subgraph };
}

/** What is reported of a change, if the schema of now had been released. */
function reportOfNext(next: Schemas): Promise<readonly string[]> {
  return reportOf(next, [], { ...released, ...now, documents: ownDocuments });
}

describe('a change is reported with the documents that it breaks', () => {
  const userKey = 'User implements Node @key';
  const connection = 'DeviceOwnerConnection';
  const name = '\n  displayName: String';

  test.each<readonly [string, from: string, to: string, paths: string[]]>([
    ['a key', `${userKey}(fields: "amId realm") @key`, userKey, ['User.@key']],
    ['what is shared', 'PageInfo @shareable', 'PageInfo', ['PageInfo.@shareable']],
    [
      'a mark that contracts go by',
      `${connection} @tag(name: "staff") {`,
      `${connection} {`,
      [`${connection}.@tag`],
    ],
    [
      'a field that is hidden from the clients of routers',
      `${name}\n`,
      `${name} @inaccessible\n`,
      ['User.displayName.@inaccessible'],
    ],
  ])('%s', async (_label, from, to, paths) => {
    const told = (await reportOfNext(inSubgraph(from, to))).map((line) => line.split(': ')[0]);

    expect(told).toEqual(expect.arrayContaining(paths));
  });
});
