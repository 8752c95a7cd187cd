import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { ProfileData as ProfileDataValue } from '../../domain/device.ts';
import { Access } from '../access.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { Cost } from '../cost.ts';
import type { DeviceOwned } from './device-owned.ts';
import { ProfileDevice } from './device.type.ts';
import { ProfileData } from './profile-data.type.ts';

/** Fetches personal data separately, only when it is selected and permitted (security E6). */
@Resolver(() => ProfileDevice)
export class ProfileDeviceResolver {
  @Access({ effect: 'viewProfileData', on: 'owner' })
  @Cost({ calls: 1 })
  @FieldResolver(() => ProfileData, {
    nullable: true,
    description: 'What the profile holds; null where it holds nothing.',
  })
  async data(
    @Root() { amId, owner }: DeviceOwned<'PROFILE'>,
    @Granted() { loaders }: PersonGrant,
  ): Promise<ProfileDataValue | null> {
    const all = await loaders.profileData.load(owner);
    return all.find(({ deviceId }) => deviceId === amId) ?? null;
  }
}
