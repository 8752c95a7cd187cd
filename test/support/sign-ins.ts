import type { SecondFactor } from '../../src/sandbox/index.ts';
import type { SandboxPeer, SessionHeader } from './peer.ts';

/** Returns a session of the sandbox whose sign-in has used these second factors. */
export function sessionAfter(
  { sandbox, cookieName }: SandboxPeer,
  person: string,
  secondFactors: readonly SecondFactor[],
): SessionHeader {
  return { [cookieName]: sandbox.startSession(person, secondFactors) };
}
