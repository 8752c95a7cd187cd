/** A gateway in front of a sandbox that can be slow, with a clock that stands still. */
import { bearer, bearerEnv } from '../support/stage.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { slowDown } from './waves.ts';

/** Who calls; all but bob and the bearer for him act for somebody else. */
export type Who = 'bob' | 'a bearer' | 'helen' | 'ada' | 'amadmin';

export interface Stage {
  readonly peer: SandboxPeer;
  readonly gateway: TestGateway;
  /** Nothing that is remembered counts any more. */
  readonly forget: () => void;
  close(): Promise<void>;
}

/** What the gateway remembers stays until it is told to forget. */
export async function openStage(): Promise<Stage> {
  const peer = await openSandboxPeer();
  let now = Date.now();
  const gateway = await startTestGateway(peer, {
    env: { ...peer.staffEnv(), ...bearerEnv(peer.sandbox), SESSION_CACHE_SECONDS: '1' },
    now: () => now,
  });
  const forget = (): void => void (now += 1_001);
  const close = async (): Promise<void> => {
    await gateway.stop();
    await peer.close();
  };
  return { peer, gateway, forget, close };
}

/** Everything back to the start; what is `known` of the caller and of groups is remembered from a request before. */
export async function begin(
  { peer, gateway, forget }: Stage,
  who: Who,
  { known, slow }: { readonly known: boolean; readonly slow: boolean },
): Promise<SessionHeader> {
  peer.sandbox.reset();
  forget();
  // The gateway has a session of its own, and has met the keys of bearers.
  await gateway.ask('{ caller { roles } }', await peer.signIn('helen'));
  await gateway.ask('{ caller { roles } }', bearer(peer.sandbox, 'carol'));
  forget();
  const scopes = ['devices:read', 'devices:reset'];
  const as = who === 'a bearer' ? bearer(peer.sandbox, 'bob', { scopes }) : await peer.signIn(who);
  if (known)
    await gateway.ask(
      '{ caller { roles } user(id: "carol") { callerCan(action: RESET, kind: OATH) { allowed } } }',
      as,
    );
  peer.sandbox.clearReceived();
  if (slow) slowDown(peer.sandbox);
  return as;
}
