/** A gateway in front of a sandbox, both in this process, over HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { AccessTokenOptions, DeviceManagement, Sandbox } from '../../src/sandbox/index.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import { startTestGateway } from './gateway.ts';
import type { TestGateway, TestGatewayOptions } from './gateway.ts';
import { openSandboxPeer } from './peer.ts';
import type { SandboxPeer, SessionHeader } from './peer.ts';

/** A gateway and its sandbox. */
export interface Stage {
  readonly peer: SandboxPeer;
  readonly sandbox: Sandbox;
  readonly gateway: TestGateway;
  /** Resets users, devices, sessions and received requests. */
  restart(): void;
  close(): Promise<void>;
}

/** The options of a stage. */
export interface StageOptions extends Omit<TestGatewayOptions, 'env'> {
  /**
   * Options as an operator sets them; a function if they depend on the sandbox, like
   * `everyCallerEnv`.
   */
  readonly env?: Environment | ((peer: SandboxPeer) => Environment);
  /** AM's rule for changes by a device's owner. Default: `NONE`, a password is enough. */
  readonly deviceManagement?: DeviceManagement;
  /** The clock of the sandbox. Default: the system's. */
  readonly amNow?: () => number;
  /**
   * Whether each test gets its own stage, so that the gateway's state, such as open circuit
   * breakers, does not affect the next test.
   */
  readonly anew?: boolean;
}

/** Opens a stage. The gateway has AM's cookie name cached, and AM's record of calls is empty. */
export async function openStage(
  flavor: Flavor = 'pingam',
  { env = {}, amNow, deviceManagement = 'NONE', ...options }: StageOptions = {},
): Promise<Stage> {
  const peer = await openSandboxPeer(flavor, {
    deviceManagement,
    ...(amNow !== undefined && { now: amNow }),
  });
  const { sandbox } = peer;
  const gateway = await startTestGateway(peer, {
    env: {
      ...(flavor !== 'openam' && { DEVICE_MANAGEMENT: deviceManagement }),
      ...(typeof env === 'function' ? env(peer) : env),
    },
    ...options,
  });
  await gateway.ask('{ gatewayCaller { roles } }');
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

/** Returns the stage for the tests of a file or block. It is reset before each test. */
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

/** Opens a stage for one function, and closes it in any case. */
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

/** Returns the options of a gateway that accepts the sandbox's access tokens. */
export function bearerEnv({ issuer }: Sandbox): Environment {
  return {
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: `${issuer}/connect/jwk_uri`,
  };
}

/**
 * Returns the options of a gateway with every kind of caller, in two realms. `more` overrides them.
 */
export function everyCallerEnv(more: Environment = {}): (peer: SandboxPeer) => Environment {
  return (peer) => ({
    ...peer.staffEnv(),
    ...bearerEnv(peer.sandbox),
    AM_REALMS: 'alpha,beta',
    ...more,
  });
}

/** Returns the header for an access token. */
export function bearer(
  sandbox: Sandbox,
  person: string,
  about: AccessTokenOptions = {},
): SessionHeader {
  return { authorization: `Bearer ${sandbox.mintAccessToken({ person, ...about })}` };
}

/**
 * Signs in as a text says: `nobody`, `helen`, or `helen devices:read`, which is a token of helen
 * with the scopes that follow.
 */
export async function actAs(
  { peer, sandbox }: Pick<Stage, 'peer' | 'sandbox'>,
  who: string,
): Promise<SessionHeader> {
  const [name = '', ...scopes] = who.split(' ');
  if (name === 'nobody') return {};
  return scopes.length > 0 ? bearer(sandbox, name, { scopes }) : peer.signIn(name);
}
