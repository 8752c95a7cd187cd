/** A gateway in front of a sandbox that can be slow, with a clock that stands still. */
import { bearer, bearerEnv } from '../support/stage.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { oneApproval } from '../support/one-approval.ts';
import { oneProof } from '../support/one-proof.ts';
import {
  openSandboxPeer,
  proofEnv,
  type SandboxPeer,
  type SessionHeader,
} from '../support/peer.ts';
import { slowDown } from './waves.ts';

/** The callers; all except bob and his bearer act for another person. */
export type Who = 'bob' | 'a bearer' | 'helen' | 'ada' | 'amadmin';

export interface Stage {
  readonly peer: SandboxPeer;
  readonly gateway: TestGateway;
  /** Nothing that is remembered counts any more. */
  readonly forget: () => void;
  close(): Promise<void>;
}

/** The gateway's caches last until the test clears them. */
export async function openStage(): Promise<Stage> {
  const peer = await openSandboxPeer();
  let now = Date.now();
  const gateway = await startTestGateway(peer, {
    env: {
      ...peer.staffEnv(),
      ...proofEnv,
      ...bearerEnv(peer.sandbox),
      SESSION_CACHE_SECONDS: '1',
    },
    now: () => now,
    ledger: {
      proofs: oneProof(() => now),
      approvals: oneApproval(),
    },
  });
  const forget = (): void => void (now += 1_001);
  const close = async (): Promise<void> => {
    await gateway.stop();
    await peer.close();
  };
  return { peer, gateway, forget, close };
}

/** Resets everything; what is `known` of the caller and groups stays cached. */
export async function begin(
  { peer, gateway, forget }: Stage,
  who: Who,
  { known, slow }: { readonly known: boolean; readonly slow: boolean },
): Promise<SessionHeader> {
  peer.sandbox.reset();
  forget();
  // The gateway has a session of its own, and has met the keys of bearers.
  await gateway.ask('{ gatewayCaller { roles } }', await peer.signIn('helen'));
  await gateway.ask('{ gatewayCaller { roles } }', bearer(peer.sandbox, 'carol'));
  forget();
  const scopes = ['devices:read', 'devices:reset'];
  const as = who === 'a bearer' ? bearer(peer.sandbox, 'bob', { scopes }) : await peer.signIn(who);
  if (known)
    await gateway.ask(
      '{ gatewayCaller { roles } user(id: "carol") { callerCan(action: RESET, kind: OATH) { isAllowed } } }',
      as,
    );
  peer.sandbox.clearReceived();
  if (slow) slowDown(peer.sandbox);
  return as;
}
