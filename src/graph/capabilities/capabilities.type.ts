import { Field, ObjectType } from 'type-graphql';
import type { Flavor } from '../../domain/flavor.ts';
import { Access } from '../access.ts';
import { DeviceKind, Product, ResetWay } from '../enums.ts';

/** What the product supports for one kind of device. */
@Access('public')
@ObjectType({
  simpleResolvers: true,
  description: 'What this Access Management can do with one kind of device.',
})
export class KindCapability {
  @Field(() => DeviceKind, { description: 'The kind.' })
  kind!: DeviceKind;

  @Field(() => ResetWay, { description: 'How every device of the kind is removed.' })
  reset!: ResetWay;

  @Field(() => Boolean, {
    description: 'Whether a device can be renamed. PingAM before 8 cannot rename OATH and push.',
  })
  canRename!: boolean;
}

/** The product that AM is, and what it supports. */
@Access('public')
@ObjectType({
  simpleResolvers: true,
  description:
    'What Access Management is, and what it can do; but for the version the same for every caller.',
})
export class Capabilities {
  @Field(() => Product, { description: 'The product.' })
  product!: Flavor;

  @Field(() => String, {
    nullable: true,
    description:
      'Its version; null where it does not tell this gateway, for a caller who is not signed in, and for an access token without a scope for reading or for staff.',
  })
  version!: string | null;

  @Field(() => [KindCapability], {
    description: 'The kinds of device that it has; a kind that is absent here is refused.',
  })
  kinds!: readonly KindCapability[];
}
