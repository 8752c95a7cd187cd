/** Starts and stops a PostgreSQL with all files in one folder. It listens only on loopback. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { folderOf, ownerOf } from './owner.ts';
import type { Owner } from './owner.ts';
import { forgetState, readState, superuser, writeState, type State } from './state.ts';

/** The oldest tested version. */
const oldest = 15;

/** Starts the server, or reports that it is running. The first start creates its files. */
export async function startServer(): Promise<void> {
  const running = findRunning();
  if (running !== undefined) return say(running.url);
  const state = await startIn(join(folderOf(ownerOf()), 'data'));
  writeState(state);
  say(state.url);
}

/** Starts a server with its files in a folder, which is created if it does not exist. */
export async function startIn(data: string): Promise<State> {
  const bin = newestBin();
  const owner = ownerOf();
  if (!existsSync(data)) {
    mkdirSync(data, { mode: 0o700 });
    owner.take(data);
    run(join(bin, 'initdb'), ['-D', data, '-U', superuser, '--auth=trust', '-E', 'UTF8'], owner);
  }
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
  const log = join(data, 'server.log');
  run(join(bin, 'pg_ctl'), ['start', '-w', '-D', data, '-l', log, '-o', options], owner);
  return { url: `postgres://${superuser}@127.0.0.1:${port}/postgres`, bin, data };
}

/** Stops a server that `startIn` started. */
export function stop({ bin, data }: State): void {
  run(join(bin, 'pg_ctl'), ['stop', '-m', 'fast', '-D', data], ownerOf());
}

/** Ends the server of this checkout, and no other process. */
export function stopServer(): void {
  const running = findRunning();
  if (running !== undefined) stop(running);
  forgetState();
  console.log(running === undefined ? 'PostgreSQL is not running.' : 'PostgreSQL is stopped.');
}

/** Prints whether the server is running; otherwise exits with 3. */
export function showStatus(): void {
  const running = findRunning();
  if (running !== undefined) return say(running.url);
  console.log('PostgreSQL is not running; start it with: npm run postgres');
  process.exitCode = 3;
}

function findRunning(): ReturnType<typeof readState> {
  const state = readState();
  if (state === undefined) return undefined;
  const { uid, gid } = ownerOf();
  const { status } = spawnSync(join(state.bin, 'pg_ctl'), ['status', '-D', state.data], {
    uid,
    gid,
  });
  return status === 0 ? state : undefined;
}

/** Returns the programs of the newest installed version. */
function newestBin(): string {
  const found = globSync('/usr/lib/postgresql/*/bin')
    .map((path) => ({ path, version: Number(path.split('/')[4]) }))
    .filter(({ path, version }) => version >= oldest && existsSync(join(path, 'initdb')))
    .sort((one, other) => other.version - one.version);
  const [newest] = found;
  if (newest !== undefined) return newest.path;
  throw new Error(
    `There is no PostgreSQL ${oldest} or newer; on Debian: apt-get install postgresql-17`,
  );
}

function run(program: string, parameters: readonly string[], { uid, gid }: Owner): void {
  // The started server keeps inherited handles open, so its output is not piped.
  const { status, error } = spawnSync(program, parameters, { uid, gid, stdio: 'ignore', cwd: '/' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
}

function say(url: string): void {
  console.log(`PostgreSQL is running.\n\n  DATABASE_URL=${url}\n`);
}
