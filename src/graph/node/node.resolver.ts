import { Arg, ID, Query, Resolver } from 'type-graphql';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { badInput } from '../../domain/values/failure.ts';
import { readGlobalId } from '../../domain/devices/global-id.ts';
import type { Person } from '../../domain/people/person.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { textOf } from '../../domain/values/member.ts';
import { findDevice, type DeviceOwned } from '../device/device-owned.ts';
import type { PersonGrant } from '../../access/grant.ts';
import { Node } from '../fields/node.type.ts';

@Resolver()
export class NodeResolver {
  @Access({ effect: 'viewPerson', or: 'viewDevices', permit: permitNode })
  @Cost({ calls: 2 })
  @Query(() => Node, {
    nullable: true,
    description: 'The user or device with this global id. Null if it no longer exists.',
  })
  async node(
    @Arg('id', () => ID, { description: 'The global id.' }) id: string,
    @Granted() { person, loaders }: PersonGrant,
  ): Promise<Person | DeviceOwned<DeviceKind> | null> {
    const globalId = readGlobalId(id);
    if (person === null || globalId?.type !== 'Device') return person;
    return findDevice(person, { kind: globalId.kind, id }, loaders);
  }
}

/** Returns the permission to see the person, or the devices of the owner, of a global id. */
async function permitNode({ effect, args, context }: GuardedCall): Promise<PersonGrant> {
  const id = textOf(args, 'id') ?? '';
  const globalId = readGlobalId(id);
  if (globalId === null) throw badInput('id', 'This is not a global id.');
  const { permissions } = context;
  return globalId.type === 'User'
    ? permissions.forNamed(effect, { id })
    : permissions.forNamed('viewDevices', { id: globalId.owner, realm: globalId.realm });
}
