import type { Flavor } from '../../src/domain/flavor.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway, TestGatewayOptions } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';

/** A gateway in front of a sandbox, both in this process, over real HTTP. */
export interface Stage {
  readonly peer: SandboxPeer;
  readonly sandbox: Sandbox;
  readonly gateway: TestGateway;
  /** People, devices and sessions back to the start, and nothing received. */
  restart(): void;
  close(): Promise<void>;
}

/** Sets the stage; the gateway knows AM's cookie name already, so that AM has received nothing. */
export async function openStage(
  flavor: Flavor = 'pingam',
  options: TestGatewayOptions = {},
): Promise<Stage> {
  const peer = await openSandboxPeer(flavor);
  const { sandbox } = peer;
  const gateway = await startTestGateway(peer, options);
  await gateway.ask('{ viewer { roles } }');
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

/** Sets a stage for one act; it is cleared whatever the act comes to. */
export async function onStage<T>(
  flavor: Flavor,
  options: TestGatewayOptions,
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await openStage(flavor, options);
  try {
    return await act(stage);
  } finally {
    await stage.close();
  }
}
