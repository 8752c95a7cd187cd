/** The router of `examples/routers/hive` in front of the gateway and `examples/portal`. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openStage } from '../access/cast.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { type ClientAnswer, read } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import type { Stage } from '../support/stage.ts';
import { freePort } from '../support/free-port.ts';
import { type Background, startInBackground } from '../support/background.ts';
import { copyCheckout } from './checkout.ts';
import { type Recorder, startRecorder } from './recorder.ts';

const run = promisify(execFile);

/** The running processes. */
export interface Federated {
  readonly stage: Stage;
  /** Records the requests to the portal. */
  readonly portal: Recorder;
  /** Sends a request to the router. */
  ask(
    query: string,
    as?: SessionHeader,
    variables?: object,
  ): Promise<ClientAnswer<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Composes the supergraph and starts all processes on free ports. */
export async function openFederated(env: Environment = {}): Promise<Federated> {
  const checkout = await copyCheckout({ withRouter: true });
  const stage = await openStage('pingam', { env });
  const [portal, router] = [await freePort(), await freePort()];
  const recorder = await startRecorder(`http://127.0.0.1:${portal}/`);
  const started: Background[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.stop()));
    await recorder.stop();
    await stage.close();
    await checkout.remove();
  };
  const hive = join(checkout.folder, 'examples/routers/hive');
  const own = {
    ...process.env,
    NODE_OPTIONS: '',
    AM_COOKIE_NAME: stage.peer.cookieName,
    IDENTITY_URL: `${stage.gateway.url}/graphql`,
    PORTAL_URL: recorder.url,
  };
  try {
    await run('npm', ['run', '-s', 'compose'], { cwd: hive, env: own });
    const commands = [
      { folder: join(checkout.folder, 'examples/portal'), port: portal, ready: 'Portal ' },
      { folder: hive, port: router, ready: 'Listening on' },
    ];
    for (const { folder, port, ready } of commands) {
      const script = 'npm -s start';
      started.push(
        await startInBackground({ script, folder, env: { ...own, PORT: `${port}` }, ready }),
      );
    }
  } catch (error) {
    await close();
    throw error;
  }
  const routerUrl = `http://127.0.0.1:${router}/graphql`;
  return {
    stage,
    portal: recorder,
    ask: async (query, as = {}, variables = {}) =>
      read(
        await fetch(routerUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...as },
          body: JSON.stringify({ query, variables }),
        }),
      ),
    close,
  };
}
