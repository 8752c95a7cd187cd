import { Ctx, Directive, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Flavor } from '../../domain/people/flavor.ts';
import { RecipientKind } from '../../domain/outbox/outbox.ts';
import { Access } from '../fields/access.ts';
import { DeviceKind, Product } from '../enums/enums.ts';
import { NullableField } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';

@Access('public')
@ObjectType({
  simpleResolvers: true,
  description: 'What this AM can do with one kind of device.',
})
class DeviceKindCapability {
  @Field(() => DeviceKind, { description: 'The kind of the devices.' })
  kind!: DeviceKind;

  @Field(() => Boolean, {
    description:
      'Whether one request removes all devices of the kind, or none. If not, each device is a request: if one fails, the remaining devices stay registered.',
  })
  isResetAtOnce!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether devices of the kind can be renamed. PingAM before 8 cannot rename OATH and push devices.',
  })
  canRename!: boolean;
}

@Access('public')
@ObjectType({
  simpleResolvers: true,
  description:
    'Which AM this is, and what it supports. Except for the version, the same for every caller.',
})
class AccessManagementCapabilities {
  @Field(() => Product, { description: 'The product behind the gateway.' })
  product!: Flavor;

  @NullableField(
    () => String,
    'The version of AM. Null if AM does not report it, if the caller is not signed in, or if the access token lacks a scope for it.',
  )
  version!: string | null;

  @Field(() => [DeviceKindCapability], {
    description: 'The kinds of device that this AM supports. Requests for other kinds are refused.',
  })
  kinds!: readonly DeviceKindCapability[];

  @Field(() => [RecipientKind], {
    description:
      'Who gets mail about a change of devices or sessions. Empty if the gateway sends no mail.',
  })
  notifiedOfChanges!: readonly RecipientKind[];

  @Field(() => Boolean, {
    description: 'Whether this gateway has campaigns. They need PostgreSQL.',
  })
  hasCampaigns!: boolean;
}

@Resolver(() => AccessManagementCapabilities)
export class CapabilitiesResolver {
  @Access('public')
  @Directive('@tag(name: "detail")')
  @Query(() => AccessManagementCapabilities, {
    description:
      'Which AM this is, and what it supports. The gateway requests the version from AM only if it is selected.',
  })
  gatewayCapabilities(@Ctx() context: RequestContext): object {
    const { flavor: product } = context.product;
    const kinds = context.product.kinds.map(({ resetMethod, ...kind }) => ({
      ...kind,
      isResetAtOnce: resetMethod === 'AT_ONCE',
    }));
    const { notifiedOfChanges, ledger } = context;
    return {
      product,
      kinds,
      notifiedOfChanges,
      hasCampaigns: ledger.campaigns !== null,
      version: () => context.version(),
    };
  }
}
