/** The user and the folder of PostgreSQL, which refuses to run as root. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stateFolder } from './state.ts';

/** A user of this machine. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
  /** Changes the owner of a file or folder to this user. */
  readonly take: (path: string) => void;
}

/** Returns the current user; for root, the user of the packages, or `nobody`. */
export function ownerOf(): Owner {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid !== 0) return { uid, gid, take: () => undefined };
  const other = idOf('postgres') ?? idOf('nobody');
  if (other === undefined) throw new Error('There is no user to run PostgreSQL as.');
  return { ...other, take: (path) => chownSync(path, other.uid, other.gid) };
}

/**
 * Returns the folder of its files: in the checkout, or elsewhere if the user cannot access the
 * checkout.
 */
export function folderOf(owner: Owner): string {
  mkdirSync(stateFolder, { recursive: true });
  const { status } = spawnSync('test', ['-x', stateFolder], { uid: owner.uid, gid: owner.gid });
  if (status === 0) return stateFolder;
  const name = createHash('sha256').update(resolve(stateFolder)).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `identity-gateway-postgres-${name}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function idOf(name: string): { readonly uid: number; readonly gid: number } | undefined {
  const numberOf = (flag: string): number =>
    Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim() || Number.NaN);
  const [uid, gid] = [numberOf('-u'), numberOf('-g')];
  return Number.isNaN(uid) || Number.isNaN(gid) ? undefined : { uid, gid };
}
