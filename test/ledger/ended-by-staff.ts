/** Changes by staff at the second gateway, which end sessions. */
import type { TwoGateways } from './two-gateways.ts';

/** Resets bob's one-time passwords in a realm. */
export const resetIn = (realm: string): string => `mutation {
  resetOathDevices(input: { target: { user: { id: "bob", realm: "${realm}" } }, force: true,
    idempotencyKey: "${performance.now()}" }) {
    outcome sessionsEnding sessionsEnded } }`;

/** Ends bob's sessions as the help desk, at the second gateway, and changes no device. */
export async function signOutOfBob({ peer, gateways }: TwoGateways): Promise<unknown> {
  const end = `mutation { endDeviceOwnerSessions(input: { target: { user: { id: "bob" } },
    idempotencyKey: "${performance.now()}" }) { outcome sessionsEnding sessionsEnded } }`;
  const { data } = await gateways[1].ask(end, await peer.signIn('helen'));
  return data?.['endDeviceOwnerSessions'];
}

/** Resets bob's devices as the help desk, at the second gateway. */
export async function resetOfBob({ peer, gateways }: TwoGateways): Promise<unknown> {
  const { data } = await gateways[1].ask(resetIn('alpha'), await peer.signIn('helen'));
  return data?.['resetOathDevices'];
}
