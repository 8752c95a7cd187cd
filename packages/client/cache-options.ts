/** Written by `npm run generate` from the schema. */

/** The types that an object of each interface or union may have; without them a cache drops what is selected by interface. */
export const possibleTypes = {
  Node: [
    'User',
    'OathDevice',
    'PushDevice',
    'WebAuthnDevice',
    'BoundDevice',
    'ProfileDevice',
    'TrustedDevice',
  ],
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
  ChangeError: [
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
    ProfileData: { merge: true },
    ActionPermission: { merge: true },
    Caller: { merge: true },
    Capabilities: { merge: true },
    UserConnection: { merge: true },
    PageInfo: { merge: true },
  },
};
