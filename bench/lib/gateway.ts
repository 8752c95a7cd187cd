/** Builds the gateway and starts it in production, with AM's address as its only setting. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { places } from './places.ts';
import { say, BenchError } from './say.ts';
import { startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { asEnvironment } from '../../test/support/with-lists.ts';

/** Builds the package, unless `skip` is set and a build exists. */
export function buildGateway({ skip }: { readonly skip: boolean }): void {
  if (skip && existsSync(places.gateway)) return;
  say('Building the gateway: npm run build');
  const { status } = spawnSync('npm', ['run', '-s', 'build'], {
    cwd: places.root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new BenchError('The build of the gateway failed.');
}

/** The settings of a gateway. */
export interface GatewaySettings {
  readonly name: string;
  readonly amUrl: string;
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The checkout whose build starts; by default, this one. */
  readonly checkout?: string;
  /** Flags of Node, for a probe. */
  readonly nodeFlags?: readonly string[];
}

/** Starts a gateway. */
export function startGateway(settings: GatewaySettings): Promise<ServerProcess> {
  const { name, amUrl, folder, env = {}, nodeFlags = [], checkout = places.root } = settings;
  return startServer({
    name,
    folder,
    command: process.execPath,
    args: () => [...nodeFlags, join(checkout, 'dist', 'main.js')],
    env: (port) => ({
      NODE_ENV: 'production',
      PORT: String(port),
      METRICS_PORT: '0',
      AM_URL: amUrl,
      AM_REALMS: 'alpha',
      DATA_DIR: join(folder, `${name}-data`),
      ...asEnvironment(env),
    }),
  });
}
