/** The last released schema, and the breaking changes that decision records have accepted since. */
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { breaksIn, decisionRecords } from '../../tools/codegen/upgrading-page.ts';
import { listAt, textAt } from '../support/json.ts';
import type { ConsumerDocument } from './breaking.ts';

const releases = 'schema/released';
const decisions = 'docs/adr';

/** A released version. */
export interface Release {
  readonly version: string;
  readonly schema: string;
  readonly subgraph: string;
  /** The documents that clients of the release send. */
  readonly documents: readonly ConsumerDocument[];
  /** A hash of the schema and the documents. The decision record on releases names it. */
  readonly digest: string;
}

/** Returns every release, the last one last; none before the first is kept. */
export async function allReleases(): Promise<readonly Release[]> {
  const versions = globSync(`${releases}/*`)
    .map((folder) => basename(folder))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return Promise.all(versions.map(releaseOf));
}

async function releaseOf(version: string): Promise<Release> {
  const names = ['schema.graphql', 'subgraph.graphql', 'trusted-documents.json'] as const;
  const [schema, subgraph, manifest] = await Promise.all(
    names.map((name) => readFile(join(releases, version, name), 'utf8')),
  );
  const texts = [schema ?? '', subgraph ?? '', manifest ?? ''] as const;
  const documents = documentsOf(texts[2]);
  const digest = createHash('sha256').update(texts.join('')).digest('hex');
  return { version, schema: texts[0], subgraph: texts[1], documents, digest };
}

/** Returns the version of this checkout. */
export async function ownVersion(): Promise<string> {
  return textAt(JSON.parse(await readFile('package.json', 'utf8')), 'version');
}

/** Returns the documents of a manifest, whole with their fragments. */
export function documentsOf(manifest: string): ConsumerDocument[] {
  return listAt(JSON.parse(manifest), 'operations').map((one) => ({
    name: textAt(one, 'name'),
    text: textAt(one, 'body'),
  }));
}

/** Returns the documents in a folder. */
export async function documentsIn(folder: string): Promise<ConsumerDocument[]> {
  const files = (await readdir(folder)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.map((text, index) => {
    const [, name = files[index] ?? ''] = /^(?:query|mutation) (\w+)/m.exec(text) ?? [];
    return { name, text };
  });
}

/** A break that a decision record accepts: `- breaks A.b, A.c after 0.4.0: why`. */
export interface AcceptedBreak {
  readonly path: string;
  readonly version: string;
  readonly page: string;
}

/** Returns every accepted break. */
export async function acceptedBreaks(): Promise<readonly AcceptedBreak[]> {
  return decisionRecords().flatMap(({ page, text }) => breaksOf(text, page));
}

/** Returns the breaks that a page accepts, one for each path. */
function breaksOf(text: string, page: string): readonly AcceptedBreak[] {
  return breaksIn(text).flatMap(({ paths, version }) =>
    paths.map((path) => ({ path, version, page })),
  );
}

/** Returns the page that names the digest of each release. */
export async function releasesPage(): Promise<string> {
  const page = (await readdir(decisions)).find((name) => name.startsWith('0017-')) ?? '';
  return readFile(join(decisions, page), 'utf8');
}
