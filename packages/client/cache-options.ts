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
    'IdempotencyKeyReused',
    'DeviceNotFound',
  ],
  ChangeError: [
    'UserNotFound',
    'StepUpRequired',
    'NotSupportedUpstream',
    'ChangeRefused',
    'ChangeNotDone',
    'ChangeOutcomeUnknown',
    'IdempotencyKeyReused',
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
    'IdempotencyKeyReused',
    'DeviceNotFound',
  ],
  ResetDevicesError: [
    'UserNotFound',
    'StepUpRequired',
    'NotSupportedUpstream',
    'ChangeRefused',
    'ChangeNotDone',
    'ChangeOutcomeUnknown',
    'IdempotencyKeyReused',
    'DevicesChanged',
  ],
};

/** For Apollo Client: `new InMemoryCache(apolloCacheOptions)`. Objects without an id are parts of what holds them. */
export const apolloCacheOptions = {
  possibleTypes,
  typePolicies: {
    ProfileData: { merge: true },
    DeviceChangeConnection: { merge: true },
    ChangeActor: { merge: true },
    ChangeVerification: { merge: true },
    PageInfo: { merge: true },
    ActionPermission: { merge: true },
    Caller: { merge: true },
    Capabilities: { merge: true },
    UserConnection: { merge: true },
  },
};
