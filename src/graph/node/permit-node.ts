import { badInput } from '../../domain/failure.ts';
import { readGlobalId } from '../../domain/global-id.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';

/**
 * Returns the permission for what a global id names: to see the person, or the devices of the one whose device it is.
 * @throws Failure the policy's refusal, or BAD_USER_INPUT for a text that is no global id
 */
export function permitNode(context: RequestContext, id = ''): Promise<PersonGrant> {
  const asked = readGlobalId(id);
  if (asked === null) throw badInput('id', 'This is no global id.');
  const { permissions } = context;
  return asked.type === 'User'
    ? permissions.forNamed('viewPerson', { id })
    : permissions.forNamed('viewDevices', { id: asked.owner, realm: asked.realm });
}
