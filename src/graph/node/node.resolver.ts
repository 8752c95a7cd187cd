import { hasPerson } from '../../access/grant.ts';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, ID, Query, Resolver } from 'type-graphql';
import { badInput, Failure } from '../../domain/values/failure.ts';
import { readGlobalId, type GlobalId } from '../../domain/devices/global-id.ts';
import { visibleIn } from '../../changes/approvals/visible-pending.ts';
import { shownPending } from '../approval/shown-pending.ts';
import { permitCampaign } from '../../changes/campaigns/see-campaign.ts';
import { shownCampaign } from '../campaign/shown-campaign.ts';
import { Access, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { textOf } from '../../domain/values/member.ts';
import { findDevice, listsOfKinds } from '../device/device-owned.ts';
import { Node } from '../fields/node.type.ts';
import { NullableQuery } from '../fields/nullable-field.ts';
import { seeRecord } from '../../changes/records/see-record.ts';
import { shownTo } from '../history/shown-change.ts';
import type { RequestContext } from '../request/context.ts';
import { permitLevelOf, shownLevel } from '../threat/shown-level.ts';

/** The maximum number of ids in one `nodes` field. */
const maxIds = 50;

const rule = {
  effect: 'viewPerson',
  or: ['viewDevices', 'viewHistory', 'approve', 'viewCampaigns', 'viewThreatLevel'],
} as const;

@Resolver()
export class NodeResolver {
  @Access({ ...rule, read: (call) => readNode(call, textOf(call.args, 'id') ?? '', 'id') })
  @Cost({ calls: 5 })
  @NullableQuery(
    () => Node,
    'The object with this global id, by the rules of the query for its type. Null if it no longer exists.',
  )
  node(@Arg('id', () => ID, { description: 'The global id.' }) _id: string): never {
    throw new TypeError('the guard returns the object');
  }

  @Access({ ...rule, read: readNodes })
  @Cost({ callsPerItem: 5, items: 'ids' })
  @Query(() => [Node], {
    nullable: 'itemsAndList',
    description: `The objects with these global ids, in the same order, each as \`node\` returns it. At most ${maxIds}.`,
  })
  nodes(@Arg('ids', () => [ID], { description: 'The global ids.' }) _ids: string[]): never {
    throw new TypeError('the guard returns the objects');
  }
}

/** Reads each object apart, so that a refusal nulls only this one. @throws Failure */
function readNodes(call: GuardedCall): Promise<object | null>[] {
  const { ids } = call.args;
  if (!Array.isArray(ids)) throw new TypeError('the ids are not a list');
  if (ids.length > maxIds)
    throw new Failure('OPERATION_TOO_LARGE', `Send at most ${maxIds} ids.`, {
      facts: { most: maxIds },
    });
  return ids.map((id: unknown) => readNode(call, String(id), 'ids'));
}

/** Reads the object of a global id, or null. @throws Failure the refusal */
async function readNode(
  { context, info }: GuardedCall,
  id: string,
  argument: string,
): Promise<object | null> {
  const globalId = readGlobalId(id);
  if (globalId === null || !isInSchema(globalId, info))
    throw badInput(argument, 'This is not a global id.');
  return find(context, globalId, id);
}

/** A gateway for people has no types that are for staff. */
function isInSchema({ type }: GlobalId, { schema }: GraphQLResolveInfo): boolean {
  return schema.getType(type === 'Device' ? 'RegisteredDevice' : type) !== undefined;
}

async function find(
  context: RequestContext,
  globalId: GlobalId,
  id: string,
): Promise<object | null> {
  const { permissions } = context;
  switch (globalId.type) {
    case 'User':
      return (await permissions.forNamed('viewPerson', { id })).person;
    case 'Device':
    case 'DevicesOfKind': {
      const { owner, realm, kind } = globalId;
      const grant = await permissions.forNamed('viewDevices', { id: owner, realm });
      if (!hasPerson(grant)) return null;
      if (globalId.type === 'Device') return findDevice(grant, { kind, id });
      return typed(globalId, listsOfKinds(grant, [kind])[0]);
    }
    // The ledger also finds numbers in other spellings, but an object has one global id.
    case 'DeviceChange': {
      const seen = await seeRecord(context, { reference: globalId.id });
      if (seen?.change.id !== globalId.id) return null;
      return typed(globalId, shownTo(context, seen.change, seen.role));
    }
    case 'ResetCampaign': {
      const granted = await permitCampaign(context, 'viewCampaigns', globalId.id);
      if (granted?.campaign.id !== globalId.id) return null;
      return typed(globalId, shownCampaign(granted.campaign));
    }
    case 'PendingDeviceChange': {
      const seen = await visibleIn(context, globalId.id);
      return typed(globalId, seen && shownPending(context, seen));
    }
    case 'RealmThreatLevel': {
      const { realm } = await permitLevelOf(context, globalId.realm);
      return typed(globalId, await shownLevel(context, realm));
    }
  }
}

/** Names the type of an object, by which the interface resolves it. */
function typed({ type }: GlobalId, found: object | null | undefined): object | null {
  return found ? { __typename: type, ...found } : null;
}
