import { GraphQLScalarType } from 'graphql';
import { Arg, createUnionType, Query, Resolver } from 'type-graphql';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { badInput, Failure } from '../../domain/values/failure.ts';
import { readGlobalId, userOfGlobalId } from '../../domain/devices/global-id.ts';
import type { Person } from '../../domain/people/person.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { findDevice, type DeviceOwned } from '../device/device-owned.ts';
import { deviceTypes, RegisteredDevice } from '../device/device.type.ts';
import { withWholePath } from '../fields/input-path.ts';
import { memberOf } from '../../domain/values/member.ts';
import { refuseOddInput } from '../fields/refuse-odd-input.ts';
import { hasPerson, type PersonGrant } from '../../access/grant.ts';
import type { NamedPerson } from '../../access/named-person.ts';
import { User } from '../user/user.type.ts';

/** The maximum number of references in one request, over all its `_entities` fields. */
export const maxReferences = 100;

const argument = 'representations';

const Representation = new GraphQLScalarType({
  name: '_Any',
  description: 'A reference to an entity: its `__typename` and the fields of one of its keys.',
});

const Entity = createUnionType({
  name: '_Entity',
  description: 'Every type that other subgraphs may refer to.',
  types: () => [User, ...Object.values(deviceTypes)] as const,
  resolveType: (value) => ('kind' in value ? deviceTypes[value.kind] : User),
});

/** The device that a reference means, by its global id; null if it means the person. */
interface Referenced {
  readonly named: NamedPerson;
  readonly device: { readonly kind: DeviceKind; readonly id: string } | null;
}

type EntityGrant = PersonGrant & Pick<Referenced, 'device'>;

/** Resolves the entity references of a router (Apollo Federation 2, subgraph specification). */
@Resolver()
export class EntitiesResolver {
  @Access({ effect: 'viewPerson', permit: permitReferences })
  @Cost({ callsPerItem: 2, items: 'representations' })
  @Query(() => [Entity], {
    name: '_entities',
    nullable: 'items',
    description: `The users and devices that the references mean, in the same order. Each one that the caller may not view is null, with an error. Each one that does not exist is null. At most ${maxReferences} references in one request.`,
  })
  entities(
    @Arg('representations', () => [Representation], { description: 'The references.' })
    _representations: readonly unknown[],
    @Granted() grants: readonly Promise<EntityGrant>[],
  ): Promise<Person | DeviceOwned<DeviceKind> | null>[] {
    return grants.map(async (granted) => {
      const grant = await granted;
      const { device } = grant;
      return device === null || !hasPerson(grant) ? grant.person : findDevice(grant, device);
    });
  }
}

/**
 * Returns the permission for each reference, each decided separately, so that a refusal nulls only
 * its entity: to see the user, or for a device to see the devices of its owner.
 * @throws Failure OPERATION_TOO_LARGE before any call to AM if the request has too many references
 */
async function permitReferences({
  effect,
  args: { representations },
  context,
  info,
}: GuardedCall): Promise<Promise<EntityGrant>[]> {
  if (!Array.isArray(representations)) throw new TypeError('the references are not a list');
  const count = context.countReferences(representations.length);
  // All root fields of a query start before the first one continues, so all are counted by then.
  await Promise.resolve();
  if (count() > maxReferences) {
    throw new Failure(
      'OPERATION_TOO_LARGE',
      `The request has more than ${maxReferences} references.`,
      { facts: { most: maxReferences } },
    );
  }
  return representations.map(async (representation: unknown) => {
    const { named, device } = referenced(representation);
    const wanted = device === null ? effect : 'viewDevices';
    try {
      return { ...(await context.permissions.forNamed(wanted, named)), device };
    } catch (error) {
      throw withWholePath(error, info.parentType.getFields()[info.fieldName]?.args ?? []);
    }
  });
}

/** Reads what a reference means. @throws Failure BAD_USER_INPUT */
function referenced(representation: unknown): Referenced {
  refuseOddInput({ [argument]: representation });
  const type = memberOf(representation, '__typename');
  if (type === User.name) return { named: personOf(representation), device: null };
  const id = memberOf(representation, 'id');
  const globalId = typeof id === 'string' ? readGlobalId(id) : null;
  if (typeof id === 'string' && globalId?.type === 'Device') {
    const { kind, owner, realm } = globalId;
    if (type === RegisteredDevice.name || type === deviceTypes[kind].name)
      return { named: { id: owner, realm, idArgument: argument }, device: { kind, id } };
  }
  throw badInput(argument, 'A reference must be to a User, or to a device by its id.');
}

/** Reads the person that a reference names: by the global `id`, or by `amId` and `realm`. */
function personOf(representation: unknown): NamedPerson {
  const id = memberOf(representation, 'id') ?? undefined;
  if (typeof id === 'string' && userOfGlobalId(id) !== null) return { id, idArgument: argument };
  if (id !== undefined) throw badInput(argument, 'The id of a reference must be that of a User.');
  const amId = memberOf(representation, 'amId');
  const realm = memberOf(representation, 'realm') ?? undefined;
  if (typeof amId !== 'string')
    throw badInput(argument, 'A reference to a User needs its id, or its amId and realm.');
  if (realm !== undefined && typeof realm !== 'string')
    throw badInput(argument, 'The realm of a reference must be a name.');
  return { id: amId, realm, idArgument: argument };
}
