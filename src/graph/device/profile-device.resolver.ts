import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ProfileData as ProfileDataValue } from '../../domain/device.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import type { DeviceOwned } from './device-owned.ts';
import { ProfileDevice } from './device.type.ts';
import { ProfileData } from './profile-data.type.ts';

/** Personal data is fetched on its own, when it is asked for and allowed (security E6). */
@Resolver(() => ProfileDevice)
export class ProfileDeviceResolver {
  @Access({ effect: 'viewProfileData', on: 'owner' })
  @Cost({ calls: 1 })
  @FieldResolver(() => ProfileData, {
    nullable: true,
    description: 'What the profile holds; null where it holds nothing.',
  })
  async data(
    @Root() { id, owner }: DeviceOwned<'PROFILE'>,
    @Ctx() context: RequestContext,
  ): Promise<ProfileDataValue | null> {
    const { loaders } = await context.grantOn('viewProfileData', owner);
    const all = await loaders.profileData.load(owner);
    return all.find(({ deviceId }) => deviceId === id) ?? null;
  }
}
