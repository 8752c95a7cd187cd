import { Arg, ID, Query, Resolver } from 'type-graphql';
import type { DeviceKind } from '../../domain/device.ts';
import { readGlobalId } from '../../domain/global-id.ts';
import type { Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { ownedBy } from '../device/device-owned.ts';
import type { DeviceOwned } from '../device/device-owned.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { Node } from './node.type.ts';

/** Reads whatever has a global id. */
@Resolver()
export class NodeResolver {
  @Access({ effect: 'viewPerson', on: 'node' })
  @Cost({ calls: 2 })
  @Query(() => Node, {
    nullable: true,
    description:
      'The person or device of a global id. Null where there is none any more; whoever may not see it is refused, as by every other way.',
  })
  async node(
    @Arg('id', () => ID, { description: 'The global id.' }) id: string,
    @Granted() { person, loaders }: PersonGrant,
  ): Promise<Person | DeviceOwned<DeviceKind> | null> {
    const asked = readGlobalId(id);
    if (person === null || asked?.type !== 'Device') return person;
    const devices = ownedBy<DeviceKind>(person, await loaders.devices.load(asked.kind, person));
    return devices.find((device) => device.id === id) ?? null;
  }
}
