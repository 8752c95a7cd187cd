import 'reflect-metadata';
import { isInputObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { guardSchema } from './access.ts';
import { CallerResolver } from './caller/caller.resolver.ts';
import { CapabilitiesResolver } from './capabilities/capabilities.resolver.ts';
import { ChangeTarget } from './change/change.input.ts';
import { DeviceChangeResolver } from './change/device-change.resolver.ts';
import { ResetResolver } from './change/reset.resolver.ts';
import { deviceTypes } from './device/device.type.ts';
import { ProfileDeviceResolver } from './device/profile-device.resolver.ts';
import { EntitiesResolver } from './federation/entities.resolver.ts';
import { ServiceResolver } from './federation/service.resolver.ts';
import {
  CallerActivityResolver,
  ChangeResolver,
  UserHistoryResolver,
} from './history/history.resolver.ts';
import { NodeResolver } from './node/node.resolver.ts';
import { RealmHistoryResolver } from './history/realm-history.resolver.ts';
import { SearchResolver } from './search/search.resolver.ts';
import { UserActionsResolver } from './user/user-actions.resolver.ts';
import { UserDevicesResolver } from './user/user-devices.resolver.ts';
import { UserResolver } from './user/user.resolver.ts';

/**
 * Builds the schema and guards every field; `federation` adds the fields that routers use.
 * @throws Error where a field has no access rule
 */
export async function createSchema({ federation = false } = {}): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      CallerResolver,
      CapabilitiesResolver,
      UserResolver,
      UserDevicesResolver,
      UserActionsResolver,
      SearchResolver,
      NodeResolver,
      UserHistoryResolver,
      CallerActivityResolver,
      ChangeResolver,
      RealmHistoryResolver,
      ProfileDeviceResolver,
      ResetResolver,
      DeviceChangeResolver,
      ...(federation ? [EntitiesResolver, ServiceResolver] : []),
    ],
    orphanedTypes: Object.values(deviceTypes),
    validate: false,
  });
  requireOneMember(schema, ChangeTarget.name);
  describe(schema);
  return guardSchema(schema);
}

function describe(schema: GraphQLSchema): void {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (!query || !mutation) throw new TypeError('there is a root type missing');
  schema.description =
    'Devices of people at Access Management, seen and reset by themselves, by the help desk and by administrators.';
  query.description = 'What can be read. A refusal is an error with a code in its extensions.';
  mutation.description =
    'What can be changed. What the caller can act on is in the `errors` of each payload; a refusal is an error with a code.';
}

/** Makes an input type one of which exactly one member is given (`@oneOf`), for which type-graphql has no option. */
function requireOneMember(schema: GraphQLSchema, name: string): void {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new TypeError(`${name} is no input type`);
  type.isOneOf = true;
}
