/** A page of docs that an operator follows where only the program is installed. */
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { type Background, startInBackground } from './background.ts';
import { commandPages, type CommandPage } from './command-pages.ts';
import { freePort } from './free-port.ts';
import { installation, operatorEnv, pageFolder } from './installation.ts';
import { followPage, type Followed, type PageBlock } from './page.ts';
import type { Peer } from './peer.ts';

const isRealAm = process.env['OPENAM'] === '1';

/** The pages that are run in this way; with `OPENAM=1` those that also run in front of OpenAM. */
export function installedPages(runs: CommandPage['runs']): string[] {
  return Object.entries(commandPages)
    .filter(([, page]) => page.runs === runs && (!isRealAm || 'onOpenAm' in page))
    .map(([name]) => name);
}

/** The options of gateways and commands for an AM. */
export function amEnv(peer: Peer): Record<string, string> {
  return { AM_URL: peer.url, AM_FLAVOR: peer.flavor, AM_REALMS: 'alpha', ...peer.staffEnv() };
}

interface InstalledRun {
  /** Further variables of every command. */
  readonly env?: Readonly<Record<string, string>>;
  readonly adapt?: (text: string) => string;
}

/**
 * Follows a page in an empty folder that has the release as `current`. `start` blocks run in the
 * background on free ports; each is stopped, with exit code 0, before the next.
 */
export async function followInstalled(page: string, run: InstalledRun = {}): Promise<Followed> {
  const folder = await mkdtemp(join(tmpdir(), 'operator-'));
  await symlink(join(installation(), 'current'), join(folder, 'current'));
  await mkdir(join(folder, 'secrets'));
  const free = await Promise.all([freePort(), freePort(), freePort()]);
  const [PORT, SANDBOX_PORT, RELAY_PORT] = free.map(String);
  const ports: Readonly<Record<string, string | undefined>> = {
    4000: PORT,
    4001: SANDBOX_PORT,
    4002: RELAY_PORT,
  };
  // In front of a real AM no sandbox is started.
  const ofLane = (text: string): string =>
    run.env?.['AM_URL'] === undefined ? text : text.replaceAll('gateway sandbox', 'gateway');
  const adapt = (text: string): string =>
    ofLane(run.adapt?.(text) ?? text)
      .replaceAll(/\b(?:4000|4001|4002)\b/g, (port) => ports[port] ?? port)
      .replaceAll(/\bidentity-gateway-sign-in\b/g, `SANDBOX_PORT=${SANDBOX_PORT} $&`)
      .replaceAll('/run/secrets', join(folder, 'secrets'))
      .replaceAll(pageFolder, folder);
  const env = { ...operatorEnv(folder), ...run.env };
  let gateway: Background | undefined;
  const start = async ({ text: script }: PageBlock): Promise<string> => {
    if (gateway !== undefined) expect(await gateway.stop()).toBe(0);
    const own = { ...env, PORT, SANDBOX_PORT, NODE_ENV: 'development' };
    gateway = await startInBackground({ script, folder, env: own, ready: '/graphql' });
    return '';
  };
  try {
    const follower = { folder, env };
    return await followPage(page, { follower, adapt, also: { start } });
  } finally {
    await gateway?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
