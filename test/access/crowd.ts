/** Many people, created and removed through AM's own interface. */
import { listAt, textAt } from '../support/json.ts';
import type { Stage } from '../support/stage.ts';

const people = '/json/realms/root/realms/alpha/users';

/** The name of one of a crowd: `zed`, `zed001` and so on. */
export function nameInCrowd(number: number, name = 'zed'): string {
  return number === 0 ? name : `${name}${String(number).padStart(3, '0')}`;
}

/** Creates a crowd, under this name or another one. */
export async function populate(
  { peer }: Pick<Stage, 'peer'>,
  count: number,
  name = 'zed',
): Promise<void> {
  const headers = await peer.signIn('amadmin');
  const create = async (username: string): Promise<void> => {
    const { status } = await peer.rest.call(`${people}?_action=create`, {
      method: 'POST',
      resource: peer.flavor === 'openam' ? '3.0' : '4.0',
      headers,
      json: { username, userpassword: 'sandbox-password', mail: `${username}@example.com` },
    });
    if (status !== 201) throw new Error(`AM answered ${status} to a new person`);
  };
  await Promise.all(
    Array.from({ length: count }, (_, number) => create(nameInCrowd(number, name))),
  );
}

/** Removes somebody at AM, as the super user would. */
export async function remove({ peer }: Stage, name: string): Promise<void> {
  const headers = await peer.signIn('amadmin');
  const resource = peer.flavor === 'openam' ? '3.0' : '4.0';
  const filter = encodeURIComponent(`uid eq "${name}"`);
  const found = await peer.rest.call(`${people}?_queryFilter=${filter}`, { resource, headers });
  const id = textAt(listAt(found.body, 'result')[0], '_id');
  const { status } = await peer.rest.call(`${people}/${id}`, {
    method: 'DELETE',
    resource,
    headers,
  });
  if (status !== 200) throw new Error(`AM answered ${status} to a removal of ${name}`);
}
