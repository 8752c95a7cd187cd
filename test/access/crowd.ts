/** Many people, created and removed through AM's own interface. */
import { realmPath } from '../openam/am-rest.ts';
import { inTurns } from '../reliability/am-traffic.ts';
import { listAt, textAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import type { Stage } from '../support/stage.ts';

const people = `${realmPath('alpha')}/users`;

/** The name of one of a crowd: `zed`, `zed001` and so on. */
export function nameInCrowd(number: number, name = 'zed'): string {
  return number === 0 ? name : `${name}${String(number).padStart(3, '0')}`;
}

/** A person to create, and the session of a super user. */
interface Newcomer {
  readonly username: string;
  readonly realm?: string;
  readonly headers: SessionHeader;
  /** Further attributes, such as a name. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Creates a person, and returns AM's id of them. */
export async function createPerson(
  { peer }: Pick<Stage, 'peer'>,
  { username, realm = 'alpha', headers, attributes = {} }: Newcomer,
): Promise<string> {
  const { status, body } = await peer.rest.call(`${realmPath(realm)}/users?_action=create`, {
    method: 'POST',
    resource: peer.flavor === 'openam' ? '3.0' : '4.0',
    headers,
    json: {
      username,
      userpassword: 'sandbox-password',
      mail: `${username}@example.com`,
      ...attributes,
    },
  });
  if (status !== 201) throw new Error(`AM answered ${status} to a new person`);
  return textAt(body, '_id');
}

/** Creates a crowd, under this name or another one. */
export async function populate(
  stage: Pick<Stage, 'peer'>,
  count: number,
  name = 'zed',
): Promise<void> {
  const headers = await stage.peer.signIn('amadmin');
  const names = Array.from({ length: count }, (_, number) => nameInCrowd(number, name));
  // Thousands of connections at once would be reset.
  await inTurns(names, (username) => createPerson(stage, { username, headers }));
}

/** Removes a person at AM as the super user. */
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
