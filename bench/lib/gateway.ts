/** Ours: the built package, in production, configured by nothing but where AM is. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { places } from './places.ts';
import { say, Trouble } from './say.ts';
import { startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

/** Builds the package, unless what is built shall be measured as it is. */
export function buildGateway({ skip }: { readonly skip: boolean }): void {
  if (skip && existsSync(places.gateway)) return;
  say('Building the gateway: npm run build');
  const { status } = spawnSync('npm', ['run', '-s', 'build'], {
    cwd: places.root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Trouble('The gateway does not build.');
}

/** How a gateway is started beside the defaults. */
export interface GatewaySettings {
  readonly name: string;
  readonly amUrl: string;
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For a probe: flags of Node. */
  readonly nodeFlags?: readonly string[];
}

/** Starts one. */
export function startGateway(settings: GatewaySettings): Promise<ServerProcess> {
  const { name, amUrl, folder, env = {}, nodeFlags = [] } = settings;
  return startServer({
    name,
    folder,
    command: process.execPath,
    args: () => [...nodeFlags, places.gateway],
    env: (port) => ({
      NODE_ENV: 'production',
      PORT: String(port),
      METRICS_PORT: '0',
      AM_URL: amUrl,
      AM_REALMS: 'alpha',
      DATA_DIR: join(folder, `${name}-data`),
      ...env,
    }),
  });
}
