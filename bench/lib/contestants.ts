/** Who is measured: each as a process of its own, all in front of the same upstream. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { realmPath } from './am-bodies.ts';
import { verify } from './ask.ts';
import { startGateway } from './gateway.ts';
import { places } from './places.ts';
import { startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { personWork, writeManifest } from './work.ts';
import type { Sends } from './work.ts';

/** The rows of the table, in its order. */
export const contestantNames = [
  'hand-written',
  'hand-written-dispatch',
  'documented-text',
  'no-metrics',
  'documented-id',
  'any-other',
  'apollo-defaults',
  'mercurius',
  'tailcall',
] as const;

/** The name of a row. */
export type ContestantName = (typeof contestantNames)[number];

/** What a row says of its server. */
export const labels: Readonly<Record<ContestantName, string>> = {
  'hand-written': 'hand-written Node, undici `request` ✓',
  'hand-written-dispatch': 'hand-written Node, undici `dispatch` ✓',
  'documented-text': '**this gateway**, documented operation by text ✓',
  'no-metrics': '**this gateway**, the same with `METRICS_PORT=off`',
  'documented-id': '**this gateway**, documented operation by id ✓',
  'any-other': '**this gateway**, any other document ✓',
  'apollo-defaults': 'Apollo Server, defaults',
  mercurius: 'Mercurius + graphql-jit',
  tailcall: 'Tailcall (Rust)',
};

/** One that is measured. */
export interface Contestant {
  readonly name: ContestantName;
  readonly url: string;
  readonly sends: Sends;
  readonly server: ServerProcess;
}

/** In front of what, and where to keep files. */
export interface Surroundings {
  readonly amUrl: string;
  readonly folder: string;
}

/** Those that could be started, and why the others could not. */
export interface Field {
  readonly contestants: readonly Contestant[];
  readonly missing: ReadonlyMap<ContestantName, string>;
}

/** Starts contestants one after the other, and sees that each answers right. */
export async function startContestants(
  names: readonly ContestantName[],
  around: Surroundings,
): Promise<Field> {
  const contestants: Contestant[] = [];
  const missing = new Map<ContestantName, string>();
  for (const name of names) {
    const started = await startContestant(name, around);
    if (typeof started === 'string') missing.set(name, started);
    else contestants.push(started);
  }
  return { contestants, missing };
}

async function startContestant(
  name: ContestantName,
  around: Surroundings,
): Promise<Contestant | string> {
  const sends = sendsOf(name);
  if (name === 'tailcall' && !existsSync(tailcallProgram)) {
    return 'Tailcall has no package for this platform';
  }
  const server = await starters[name](around);
  const contestant = { name, url: server.url, sends, server };
  await verify(contestant, personWork);
  return contestant;
}

type Starter = (around: Surroundings) => Promise<ServerProcess>;

const starters: Readonly<Record<ContestantName, Starter>> = {
  'hand-written': (around) => startHandWritten('request', around),
  'hand-written-dispatch': (around) => startHandWritten('dispatch', around),
  'documented-text': (around) => startTrusting('documented-text', around),
  'no-metrics': (around) => startTrusting('no-metrics', around, { METRICS_PORT: 'off' }),
  'documented-id': (around) => startTrusting('documented-id', around),
  'any-other': (around) => startTrusting('any-other', around),
  'apollo-defaults': ({ amUrl, folder }) =>
    startScript(join(places.servers, 'apollo-defaults.main.ts'), {
      name: 'apollo-defaults',
      args: [new URL(amUrl).origin],
      folder,
    }),
  mercurius: ({ amUrl, folder }) =>
    startScript(join(places.rivals, 'mercurius.main.ts'), {
      name: 'mercurius',
      args: [new URL(amUrl).origin],
      folder,
    }),
  tailcall: startTailcall,
};

/** The gateway as a deployment sets it up that trusts the documents of its own pages. */
function startTrusting(
  name: ContestantName,
  around: Surroundings,
  further: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const env = { TRUSTED_DOCUMENTS_MANIFESTS: writeManifest(around.folder), ...further };
  return startGateway({ name, ...around, env });
}

/** The reference, by one way of using undici. */
function startHandWritten(
  way: 'request' | 'dispatch',
  { amUrl, folder }: Surroundings,
): Promise<ServerProcess> {
  return startScript(join(places.servers, 'hand-written.main.ts'), {
    name: `hand-written-${way}`,
    args: [new URL(amUrl).origin, way],
    folder,
  });
}

function sendsOf(name: ContestantName): Sends {
  if (name === 'documented-id') return 'document id';
  return name === 'any-other' ? 'another text' : 'text';
}

function startScript(
  script: string,
  wanted: { readonly name: string; readonly args: readonly string[]; readonly folder: string },
): Promise<ServerProcess> {
  return startServer({
    name: wanted.name,
    folder: wanted.folder,
    command: process.execPath,
    args: (port) => [script, String(port), ...wanted.args],
    env: () => ({ NODE_ENV: 'production' }),
  });
}

const tailcallProgram = join(
  places.rivals,
  'node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall',
);

function startTailcall({ amUrl, folder }: Surroundings): Promise<ServerProcess> {
  const configuration = join(folder, 'tailcall.graphql');
  return startServer({
    name: 'tailcall',
    folder,
    command: tailcallProgram,
    args: (port) => {
      const text = readFileSync(join(places.rivalsSource, 'tailcall.graphql'), 'utf8')
        .replaceAll('PORT', String(port))
        .replaceAll('REALM', `${new URL(amUrl).origin}${realmPath}`);
      writeFileSync(configuration, text);
      return ['start', configuration];
    },
    env: () => ({ TAILCALL_TRACKER: 'false', TC_TRACKER: 'false' }),
  });
}
