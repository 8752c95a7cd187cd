import type { Server } from 'node:http';
import type { DeviceManagement } from './am.ts';
import { serviceAccountOf, type ServiceAccount } from './control/callers-by-name.ts';
import { isLoopback } from './control/control-guard.ts';
import { createDemoControls, type DemoControls } from './control/demo-controls.ts';
import { createControls, type SandboxControls } from './control/sandbox-controls.ts';
import { createHttpServer } from './http/http-server.ts';
import { MailCatcher } from './mail/mail-catcher.ts';
import { issuerOf } from './signing/issuer.ts';
import { createRsaKeyPair, type RsaKeyPair } from './signing/rsa-key.ts';
import { personalities } from './personality.ts';
import type { Flavor } from './personality.ts';
import { createState } from './state.ts';
import { startVendor, type SandboxVendor } from './vendor/vendor-server.ts';

/** The options of a sandbox; every member has a default. */
export interface SandboxOptions {
  /** The product to simulate. Default: `pingam`. */
  readonly flavor?: Flavor;
  /** The version of PingAM to simulate. Default: 8.0.1. */
  readonly version?: string | undefined;
  /** The rule for changes by a device's owner. Default: `SAME`, as in AM. */
  readonly deviceManagement?: DeviceManagement | undefined;
  /** Default: 0, any free port. */
  readonly port?: number;
  /** Loopback only. Default: `127.0.0.1`. */
  readonly host?: string;
  /** The clock of sessions, in milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  /** Default: `iPlanetDirectoryPro`; in `aic` a random hexadecimal name (contract §7). */
  readonly cookieName?: string;
  /** Default: 30 (contract §6.2, recorded). */
  readonly idleTimeoutMinutes?: number;
  /** Default: 120 (contract §6.2, recorded). */
  readonly maxTimeMinutes?: number;
  /** `production` is refused. */
  readonly nodeEnv?: string;
  /** Whether it has the users, groups and lost answers of a demo, too. Default: false. */
  readonly isDemo?: boolean;
  /** Whether to catch mail on a port of its own. Default: false. */
  readonly catchesMail?: boolean;
  /** Whether it has a vendor that verifies people, on a port of its own. Default: false. */
  readonly hasVendor?: boolean;
  /** Creates the keys of tokens and of AIC's service account, at first use. Default: new ones. */
  readonly createKeyPair?: () => RsaKeyPair;
}

/** A running sandbox. */
export interface Sandbox extends SandboxControls {
  readonly flavor: Flavor;
  /** `http://127.0.0.1:PORT/am`, for OpenAM `/openam`. */
  readonly url: string;
  readonly origin: string;
  /** Where mail is caught, for the page of the users; null if none is caught. */
  readonly mailPort: number | null;
  /** The vendor that verifies people; null without one. */
  readonly vendor: SandboxVendor | null;
  readonly cookieName: string;
  /** AIC's service account. Its key pair does not change while the sandbox runs. */
  readonly serviceAccount: ServiceAccount;
  /** The issuer of realm alpha, as in the discovery document. */
  readonly issuer: string;
  /** What a demo of the gateway does. */
  readonly demo: DemoControls;
  close(): Promise<void>;
}

/** Starts an in-memory AM that implements the contract over HTTP (design D13). */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { flavor = 'pingam', version, port = 0, host = '127.0.0.1' } = options;
  refuseUnsafe(host, options.nodeEnv);
  const state = createState({
    flavor,
    version,
    isDemo: options.isDemo ?? false,
    deviceManagement: options.deviceManagement ?? 'SAME',
    now: options.now ?? Date.now,
    cookieName: options.cookieName,
    idleTimeoutMinutes: options.idleTimeoutMinutes ?? 30,
    maxTimeMinutes: options.maxTimeMinutes ?? 120,
    createKeyPair: options.createKeyPair ?? createRsaKeyPair,
  });
  const server = createHttpServer(state);
  await listen(server, port, host);
  // Only now: a taken port leaves nothing open.
  const catcher = options.catchesMail === true ? await MailCatcher.start() : null;
  state.mails = catcher;
  const vendor = options.hasVendor === true ? await startVendor(options) : null;
  const origin = originOf(server, host);
  const { am } = state;
  am.oauth.origin = origin;
  return {
    flavor,
    origin,
    url: `${origin}${personalities[flavor].deployPath}`,
    mailPort: catcher?.port ?? null,
    vendor,
    cookieName: am.cookieName,
    ...createControls(state),
    get serviceAccount() {
      return serviceAccountOf(am);
    },
    issuer: issuerOf(am, '/alpha'),
    demo: createDemoControls(state),
    close: async () => {
      await close(server);
      await catcher?.close();
      await vendor?.close();
    },
  };
}

/** Rejects production and hosts other than loopback, because the sandbox's passwords are public. */
function refuseUnsafe(host: string, nodeEnv: string | undefined): void {
  if (nodeEnv === 'production') {
    throw new Error(
      'The sandbox refuses to run with NODE_ENV=production: its passwords are public.',
    );
  }
  if (!isLoopback(host)) {
    throw new Error(`The sandbox listens on a loopback address only, not on ${host}.`);
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function originOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
