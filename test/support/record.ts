import { readFileSync } from 'node:fs';
import type { Peer } from './peer.ts';
import { commandResult, type CommandResult } from './run-command.ts';

/** The options of a gateway for a peer, whose help desk and administrators are groups. */
export function envOf(peer: Peer): Record<string, string> {
  const env = { NODE_ENV: 'test', AM_URL: peer.url, AM_FLAVOR: peer.flavor, AM_REALMS: 'alpha' };
  return { ...env, ...peer.staffEnv() };
}

/** Runs `check --record` for a user of a peer. `text` is the file. */
export async function record(
  peer: Peer,
  { file, user = 'bob', more = [] }: RecordOptions,
): Promise<CommandResult & { readonly text: string }> {
  const args = ['check', '--record', file, '--user', peer.idOf(user), ...more];
  const result = await commandResult(args, envOf(peer));
  return { ...result, text: result.code === 0 || result.code === 65 ? textOf(file) : '' };
}

interface RecordOptions {
  readonly file: string;
  readonly user?: string;
  readonly more?: readonly string[];
}

/** The text of a file; empty if the file does not exist. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
