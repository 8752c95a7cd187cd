import { Ctx, Query, Resolver } from 'type-graphql';
import type { KindCapability as KindCapabilityValue } from '../../domain/device.ts';
import type { Flavor } from '../../domain/flavor.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';
import { Capabilities } from './capabilities.type.ts';

/** Resolves the root field that describes AM's product. */
@Resolver(() => Capabilities)
export class CapabilitiesResolver {
  @Access('public')
  @Query(() => Capabilities, {
    description:
      'What Access Management is, and what it can do; asks it for its version only where that is selected.',
  })
  capabilities(@Ctx() context: RequestContext): {
    readonly product: Flavor;
    readonly kinds: readonly KindCapabilityValue[];
    readonly version: () => Promise<string | null>;
  } {
    const { flavor: product, ...facts } = context.product();
    return { product, ...facts };
  }
}
