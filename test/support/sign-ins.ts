import type { SecondFactor } from '../../src/sandbox/index.ts';
import { textAt } from './json.ts';
import type { SandboxPeer, SessionHeader } from './peer.ts';

/** Returns a session of the sandbox whose sign-in has used these second factors. */
export async function sessionAfter(
  { sandbox, cookieName }: SandboxPeer,
  person: string,
  secondFactors: readonly SecondFactor[],
): Promise<SessionHeader> {
  const response = await fetch(`${new URL(sandbox.url).origin}/sandbox/session`, {
    method: 'POST',
    body: JSON.stringify({ person, secondFactors }),
  });
  return { [cookieName]: textAt(await response.json(), 'tokenId') };
}
