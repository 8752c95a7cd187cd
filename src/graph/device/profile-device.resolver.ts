import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { ProfileData } from '../../domain/device.ts';
import { Access, Granted } from '../access.ts';
import { permitOwner } from '../permits.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Cost } from '../cost.ts';
import type { DeviceOwned } from './device-owned.ts';
import { ProfileDevice } from './device.type.ts';
import { DeviceProfileData } from './profile-data.type.ts';

/** Fetches personal data separately, only when it is selected and permitted (security E6). */
@Resolver(() => ProfileDevice)
export class ProfileDeviceResolver {
  @Access({ effect: 'viewProfileData', permit: permitOwner })
  @Cost({ calls: 1 })
  @FieldResolver(() => DeviceProfileData, {
    nullable: true,
    description: 'The content of the profile. Null if the profile is empty.',
  })
  async data(
    @Root() { amId, owner }: DeviceOwned<'PROFILE'>,
    @Granted() { loaders }: PersonGrant,
  ): Promise<ProfileData | null> {
    const all = await loaders.profileData.load(owner);
    return all.find(({ deviceId }) => deviceId === amId) ?? null;
  }
}
