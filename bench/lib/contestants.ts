/** The servers that are measured, each a process of its own in front of the same upstream. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { realmPath } from './am-bodies.ts';
import { verify } from './ask.ts';
import { startGateway } from './gateway.ts';
import { places } from './places.ts';
import { say, BenchError } from './say.ts';
import { startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { personWork, writeManifest } from './work.ts';
import type { Variant } from './work.ts';

/** The rows of the tables, in order. */
export const contestantNames = [
  'hand-written',
  'documented',
  'any-other',
  'documented-before',
  'any-other-before',
  'apollo-same-work',
  'apollo-defaults',
  'hive-mesh',
] as const;

/** The name of a row. */
export type ContestantName = (typeof contestantNames)[number];

/** The first cell of a row. */
export const labels: Readonly<Record<ContestantName, string>> = {
  'hand-written': 'hand-written Node, undici `request` ✓',
  documented: '**this gateway**, documented operation ✓',
  'any-other': '**this gateway**, any other document ✓',
  'documented-before': '**the build before**, documented operation ✓',
  'any-other-before': '**the build before**, any other document ✓',
  'apollo-same-work': 'Apollo Server, the same work with usual libraries ✓',
  'apollo-defaults': 'Apollo Server, defaults',
  'hive-mesh': 'Hive Gateway 2 with GraphQL Mesh, JSON schema',
};

/** A running server. */
export interface Contestant {
  readonly name: ContestantName;
  readonly url: string;
  readonly variant: Variant;
  readonly server: ServerProcess;
}

/** What a contestant needs to start. */
export interface Surroundings {
  readonly amUrl: string;
  /** Where the contestants keep files; a contestant that starts again needs another folder. */
  readonly folder: string;
  /** The supergraph of GraphQL Mesh, as a file. */
  readonly supergraph: string;
  /** Another checkout of the gateway to compare with. */
  readonly before: string | undefined;
}

/** The contestants of a run: those of another build only if there is one. */
export function contestantsOf({ before }: Pick<Surroundings, 'before'>): ContestantName[] {
  return contestantNames.filter((name) => before !== undefined || !name.endsWith('-before'));
}

/** Starts a contestant and checks that its answer is right. */
export async function startContestant(
  name: ContestantName,
  surroundings: Surroundings,
): Promise<Contestant> {
  const server = await starters[name](surroundings);
  const variant = name.startsWith('any-other') ? 'other' : 'documented';
  const contestant: Contestant = { name, url: server.url, variant, server };
  await verify(contestant, personWork);
  return contestant;
}

type Starter = (surroundings: Surroundings) => Promise<ServerProcess>;

const starters: Readonly<Record<ContestantName, Starter>> = {
  'hand-written': startScript('hand-written', join(places.servers, 'hand-written.main.ts')),
  documented: startTrusting('documented'),
  'any-other': startTrusting('any-other'),
  'documented-before': startTrustingBefore('documented-before'),
  'any-other-before': startTrustingBefore('any-other-before'),
  'apollo-same-work': startScript(
    'apollo-same-work',
    join(places.rivals, 'apollo-same-work.main.ts'),
  ),
  'apollo-defaults': startScript(
    'apollo-defaults',
    join(places.servers, 'apollo-defaults.main.ts'),
  ),
  'hive-mesh': startHiveGateway,
};

/** The gateway as in a deployment that trusts the documents of its own pages. */
function startTrusting(name: string): Starter {
  return ({ amUrl, folder }) => startGateway({ name, amUrl, folder, env: trust(folder) });
}

function startTrustingBefore(name: string): Starter {
  return ({ amUrl, folder, before: checkout = '' }) =>
    startGateway({ name, amUrl, folder, checkout, env: trust(folder) });
}

function trust(folder: string): Readonly<Record<string, string>> {
  return { TRUSTED_DOCUMENTS_MANIFESTS: writeManifest(folder) };
}

function startScript(name: string, script: string): Starter {
  return ({ amUrl, folder }) =>
    startServer({
      name,
      folder,
      command: process.execPath,
      args: (port) => [script, String(port), new URL(amUrl).origin],
      env: () => ({ NODE_ENV: 'production' }),
    });
}

const composedEndpoint = 'http://am.invalid/realm';

function startHiveGateway({ amUrl, folder, supergraph }: Surroundings): Promise<ServerProcess> {
  const file = join(folder, 'supergraph.graphql');
  const endpoint = `${new URL(amUrl).origin}${realmPath}`;
  writeFileSync(file, readFileSync(supergraph, 'utf8').replaceAll(composedEndpoint, endpoint));
  const configuration = join(places.rivals, 'gateway.config.ts');
  return startServer({
    name: 'hive-mesh',
    folder,
    command: process.execPath,
    args: (port) => [
      join(places.rivals, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
      'supergraph',
      file,
      `--config-path=${configuration}`,
      '--host=127.0.0.1',
      `--port=${port}`,
    ],
    env: () => ({ NODE_ENV: 'production' }),
  });
}

/** Composes the supergraph of GraphQL Mesh, which is the same for every address of AM. */
export function composeSupergraph(folder: string): string {
  say('Composing the supergraph: mesh-compose');
  const path = join(folder, 'supergraph.graphql');
  const program = join(places.rivals, 'node_modules/@graphql-mesh/compose-cli/esm/bin.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    [program, '--config-path', 'mesh.config.ts', '--output', path],
    { cwd: places.rivals, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (status !== 0) throw new BenchError(`GraphQL Mesh cannot compose the supergraph: ${stderr}`);
  return path;
}
