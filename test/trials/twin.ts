/** A user with the same AM id as a user of another realm. */
import type { Stage } from '../support/stage.ts';

/** Creates a second bob, in beta. */
export async function createTwin({ peer }: Pick<Stage, 'peer'>): Promise<void> {
  const { status } = await peer.rest.call('/json/realms/root/realms/beta/users?_action=create', {
    method: 'POST',
    resource: '4.0',
    headers: await peer.signIn('amadmin'),
    json: { username: 'bob', userpassword: 'sandbox-password', mail: 'bob@beta.example.com' },
  });
  if (status !== 201) throw new Error(`AM answered ${status} to a new person`);
}
