/** The members of groups, changed through AM's own interface. */
import { realmPath } from '../openam/am-rest.ts';
import { fieldAt, listAt } from '../support/json.ts';
import type { Peer } from '../support/peer.ts';

/** The entry of a person of alpha, as a group lists its members. */
export function entryOf({ flavor, idOf }: Peer, name: string): string {
  if (flavor === 'aic') return `fr-idm-uuid=${idOf(name)},ou=user,o=alpha,o=root,ou=identities`;
  const suffix = flavor === 'openam' ? 'dc=openam,dc=example,dc=org' : 'ou=identities';
  return `uid=${name},ou=people,${suffix}`;
}

/** Changes the members of a group of alpha, as the super user would. */
export async function changeMembers(
  { rest, signIn }: Peer,
  group: string,
  change: (members: readonly string[]) => readonly string[],
): Promise<void> {
  const path = `${realmPath('alpha')}/groups/${group}`;
  const headers = { ...(await signIn('amadmin')) };
  const resource = '3.0';
  const read = await rest.call(path, { headers, resource });
  const members =
    fieldAt(read.body, 'uniqueMember') === undefined ? [] : listAt(read.body, 'uniqueMember');
  const uniqueMember = change(members.map(String));
  const { status } = await rest.call(path, {
    method: 'PUT',
    headers,
    resource,
    json: { uniqueMember },
  });
  if (status !== 200) throw new Error(`AM answered ${status} to a change of ${group}`);
}
