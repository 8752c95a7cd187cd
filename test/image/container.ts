/**
 * Runs the image like a container runtime: with its user, folder and environment, as process 1, on
 * a read-only root.
 */
import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { followProcess } from '../support/gateway-process.ts';
import type { GatewayProcess } from '../support/gateway-process.ts';

/** The image's file system, and what it says of itself, as `check.sh` has made them. */
export const root = process.env['IMAGE_ROOT'] ?? '';
export const image: unknown = JSON.parse(readFileSync(process.env['IMAGE_JSON'] ?? '', 'utf8'));
export const settings: unknown = fieldAt(image, 'OCIv1', 'config');
/** The command of the health check, which only Docker's format has. */
export const healthCheck = listAt(fieldAt(image, 'Docker', 'config', 'Healthcheck'), 'Test').map(
  String,
);

/** A volume for `/data`, as the image's user owns it. */
export function createVolume(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'identity-gateway-volume-'));
  const [uid = 0, gid = 0] = user().map(Number);
  chownSync(path, uid, gid);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

// The network stays this machine's; everything else that a process sees is the image's.
const script = `
  root=$1 volume=$2 folder=$3 uid=$4 gid=$5
  shift 5
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --bind "$volume" "$root/data"
  mount -o remount,bind,ro "$root"
  exec unshare --root "$root" --wd "$folder" --setgid "$gid" --setuid "$uid" "$@"`;

/** Starts a container with the image's entry point, or another. */
export function startContainer(
  volume: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  entrypoint: readonly string[] = listAt(settings, 'Entrypoint').map(String),
): GatewayProcess {
  const folder = textAt(settings, 'WorkingDir');
  const given = listAt(settings, 'Env').map((line) => String(line).split(/=(.*)/s).slice(0, 2));
  const child = spawn(
    'unshare',
    // prettier-ignore
    ['--mount', '--pid', '--fork', '--kill-child', 'bash', '-euc', script, 'bash', root, volume, folder, ...user(), ...entrypoint, ...args],
    {
      env: { PATH: process.env['PATH'], ...Object.fromEntries(given), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return followProcess(child, (name) => {
    const inner = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
    process.kill(Number(inner), name);
  });
}

/** The number of the image's user, and of their group. */
function user(): string[] {
  return textAt(settings, 'User').split(':');
}
