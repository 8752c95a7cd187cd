/** Many people, created and removed through AM's own interface. */
import { listAt, textAt } from '../openam/am-rest.ts';
import type { Stage } from './cast.ts';

/** Creates `zed`, `zed001` and so on, or under another name, through AM's own interface. */
export async function populate({ peer }: Stage, count: number, name = 'zed'): Promise<void> {
  const headers = await peer.signIn('amadmin');
  for (let number = 0; number < count; number += 1) {
    const username = number === 0 ? name : `${name}${String(number).padStart(3, '0')}`;
    const answer = await peer.rest.call('/json/realms/root/realms/alpha/users?_action=create', {
      method: 'POST',
      resource: peer.flavor === 'openam' ? '3.0' : '4.0',
      headers,
      json: { username, userpassword: 'sandbox-password', mail: `${username}@example.com` },
    });
    if (answer.status !== 201) throw new Error(`AM answered ${answer.status} to a new person`);
  }
}

/** Removes somebody at AM, as the super user would. */
export async function remove({ peer }: Stage, name: string): Promise<void> {
  const headers = await peer.signIn('amadmin');
  const people = '/json/realms/root/realms/alpha/users';
  const resource = peer.flavor === 'openam' ? '3.0' : '4.0';
  const filter = encodeURIComponent(`uid eq "${name}"`);
  const found = await peer.rest.call(`${people}?_queryFilter=${filter}`, { resource, headers });
  const id = textAt(listAt(found.body, 'result')[0], '_id') ?? '';
  const answer = await peer.rest.call(`${people}/${id}`, { method: 'DELETE', resource, headers });
  if (answer.status !== 200)
    throw new Error(`AM answered ${answer.status} to a removal of ${name}`);
}
