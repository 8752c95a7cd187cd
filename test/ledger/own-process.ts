/** A gateway in a process of its own, on the store of a test, which can be killed. */
import type { Workplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess } from '../support/gateway-process.ts';
import type { Peer } from '../support/peer.ts';
import type { TestStore } from './stores.ts';

/** Where the gateway runs, and its AM. */
interface OwnProcess {
  readonly workplace: Workplace;
  readonly peer: Peer;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts it on the store. */
export function startOn(
  { settings: { folder, postgres } }: TestStore,
  { workplace, peer, env }: OwnProcess,
): GatewayProcess {
  return workplace.start({
    ...peer.staffEnv(),
    AM_URL: peer.url,
    AM_FLAVOR: peer.flavor,
    // AM does not answer a held call before the gateway is killed.
    AM_TIMEOUT_MS: '60000',
    PORT: '0',
    LOG_LEVEL: 'error',
    DATA_DIR: folder,
    ...(postgres !== undefined && { DATABASE_URL: postgres.url }),
    ...env,
  });
}
