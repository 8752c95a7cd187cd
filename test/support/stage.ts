/** A gateway in front of a sandbox, both in this process, over real HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { AccessTokenOptions, Sandbox } from '../../src/sandbox/index.ts';
import type { Flavor } from '../../src/domain/flavor.ts';
import { startTestGateway } from './gateway.ts';
import type { TestGateway, TestGatewayOptions } from './gateway.ts';
import { openSandboxPeer } from './peer.ts';
import type { SandboxPeer, SessionHeader } from './peer.ts';

/** A sandbox with a gateway in front of it. */
export interface Stage {
  readonly peer: SandboxPeer;
  readonly sandbox: Sandbox;
  readonly gateway: TestGateway;
  /** People, devices and sessions back to the start, and nothing received. */
  restart(): void;
  close(): Promise<void>;
}

/** What a test changes about the gateway and its sandbox. */
export interface StageOptions extends Omit<TestGatewayOptions, 'env'> {
  /** Options as a user sets them; a function where they depend on the sandbox, as `everyCallerEnv` does. */
  readonly env?: Environment | ((peer: SandboxPeer) => Environment);
  /** The clock of the sandbox; the system's when left out. */
  readonly amNow?: () => number;
  /** Whether each test has a stage of its own: what a gateway has learnt of AM in one, such as that it fails, is not for the next. */
  readonly anew?: boolean;
}

/** Opens a stage; the gateway knows AM's cookie name already, and AM's record of calls is empty. */
export async function openStage(
  flavor: Flavor = 'pingam',
  { env = {}, now, elapsed, amNow, ledger, pagesFolder }: StageOptions = {},
): Promise<Stage> {
  const peer = await openSandboxPeer(flavor, amNow === undefined ? {} : { now: amNow });
  const { sandbox } = peer;
  const gateway = await startTestGateway(peer, {
    env: typeof env === 'function' ? env(peer) : env,
    ...(now !== undefined && { now }),
    ...(elapsed !== undefined && { elapsed }),
    ...(ledger !== undefined && { ledger }),
    ...(pagesFolder !== undefined && { pagesFolder }),
  });
  await gateway.ask('{ caller { roles } }');
  sandbox.clearReceived();
  return {
    peer,
    sandbox,
    gateway,
    restart: () => sandbox.reset(),
    close: async () => {
      await gateway.stop();
      await peer.close();
    },
  };
}

/** The stage of the tests of a file or a block: open while they run, and at its start before each. */
export function useStage(flavor: Flavor = 'pingam', options: StageOptions = {}): Stage {
  let opened: Stage | undefined;
  const stage = (): Stage => {
    if (opened === undefined) throw new Error('The stage opens before the first test.');
    return opened;
  };
  const open = async (): Promise<void> => {
    opened = await openStage(flavor, options);
  };
  const close = (): Promise<void> | undefined => opened?.close();
  if (options.anew === true) {
    beforeEach(open);
    afterEach(close);
  } else {
    beforeAll(open);
    beforeEach(() => stage().restart());
    afterAll(close);
  }
  return {
    get peer() {
      return stage().peer;
    },
    get sandbox() {
      return stage().sandbox;
    },
    get gateway() {
      return stage().gateway;
    },
    restart: () => stage().restart(),
    close: () => stage().close(),
  };
}

/** Opens a stage for one act, and closes it whatever the act comes to. */
export async function onStage<T>(
  flavor: Flavor,
  options: StageOptions,
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await openStage(flavor, options);
  try {
    return await act(stage);
  } finally {
    await stage.close();
  }
}

/** Options of a gateway that takes the sandbox's access tokens. */
export function bearerEnv({ issuer }: Sandbox): Environment {
  return {
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: `${issuer}/connect/jwk_uri`,
  };
}

/** Options of a gateway that serves every kind of caller, in two realms; `more` is put over them. */
export function everyCallerEnv(more: Environment = {}): (peer: SandboxPeer) => Environment {
  return (peer) => ({
    ...peer.staffEnv(),
    ...bearerEnv(peer.sandbox),
    AM_REALMS: 'alpha,beta',
    ...more,
  });
}

/** The header of an access token. */
export function bearer(
  sandbox: Sandbox,
  person: string,
  about: AccessTokenOptions = {},
): SessionHeader {
  return { authorization: `Bearer ${sandbox.mintAccessToken({ person, ...about })}` };
}
