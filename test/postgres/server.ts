/** Starts and stops a PostgreSQL whose files are all in one folder; it listens on loopback only. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { folderOf, ownerOf } from './owner.ts';
import type { Owner } from './owner.ts';
import { forgetState, readState, superuser, writeState } from './state.ts';

/** The oldest version that the ledger is tested with. */
const oldest = 15;

/** Starts the server, making its files the first time; says so when it already runs. */
export async function startServer(): Promise<void> {
  const running = findRunning();
  if (running !== undefined) return say(running.url);
  const bin = newestBin();
  const owner = ownerOf();
  const folder = folderOf(owner);
  const data = join(folder, 'data');
  if (!existsSync(data)) {
    mkdirSync(data, { mode: 0o700 });
    owner.take(data);
    run(join(bin, 'initdb'), ['-D', data, '-U', superuser, '--auth=trust', '-E', 'UTF8'], owner);
  }
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
  const log = join(folder, 'data', 'server.log');
  run(join(bin, 'pg_ctl'), ['start', '-w', '-D', data, '-l', log, '-o', options], owner);
  const state = { url: `postgres://${superuser}@127.0.0.1:${port}/postgres`, bin, data };
  writeState(state);
  say(state.url);
}

/** Ends the server started here; nothing else is touched. */
export function stopServer(): void {
  const running = findRunning();
  if (running !== undefined) {
    run(join(running.bin, 'pg_ctl'), ['stop', '-m', 'fast', '-D', running.data], ownerOf());
  }
  forgetState();
  console.log(running === undefined ? 'PostgreSQL is not running.' : 'PostgreSQL is stopped.');
}

/** Says whether the server runs, and exits with 3 when it does not. */
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

/** The programs of the newest version that this machine has. */
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
  // The started server keeps what it inherits open, so its output is not piped.
  const { status, error } = spawnSync(program, parameters, { uid, gid, stdio: 'ignore', cwd: '/' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
}

function say(url: string): void {
  console.log(`PostgreSQL is running.\n\n  DATABASE_URL=${url}\n`);
}
