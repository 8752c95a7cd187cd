/** Written by `npm run generate` from the schema. */

/** The types that an object of each interface or union may have; without them a cache drops what is selected by interface. */
export const possibleTypes = {
  Device: [
    'OathDevice',
    'PushDevice',
    'WebAuthnDevice',
    'BoundDevice',
    'ProfileDevice',
    'TrustedDevice',
  ],
  RemoveDeviceError: [
    'UserNotFound',
    'StepUpRequired',
    'NotSupportedUpstream',
    'ChangeRefused',
    'ChangeNotDone',
    'ChangeOutcomeUnknown',
    'DeviceNotFound',
  ],
  UserError: [
    'UserNotFound',
    'StepUpRequired',
    'NotSupportedUpstream',
    'ChangeRefused',
    'ChangeNotDone',
    'ChangeOutcomeUnknown',
    'DeviceNotFound',
    'DevicesChanged',
  ],
  RenameDeviceError: [
    'UserNotFound',
    'StepUpRequired',
    'NotSupportedUpstream',
    'ChangeRefused',
    'ChangeNotDone',
    'ChangeOutcomeUnknown',
    'DeviceNotFound',
  ],
  ResetDevicesError: [
    'UserNotFound',
    'StepUpRequired',
    'NotSupportedUpstream',
    'ChangeRefused',
    'ChangeNotDone',
    'ChangeOutcomeUnknown',
    'DevicesChanged',
  ],
};

/** For Apollo Client: `new InMemoryCache(apolloCacheOptions)`. Objects without an id are parts of what holds them. */
export const apolloCacheOptions = {
  possibleTypes,
  typePolicies: {
    UserActions: { merge: true },
    Permission: { merge: true },
    ProfileData: { merge: true },
    Capabilities: { merge: true },
    UserConnection: { merge: true },
    PageInfo: { merge: true },
    Viewer: { merge: true },
  },
};
