/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { ClientDocument, ClientFragment } from './client-document.ts';
/** How the change of one device ended. */
export type ChangeOutcome =
  /** It was done, and a list read afterwards shows it. */
  | 'DONE'
  /** It was not done; `errors` says why. */
  | 'NOT_DONE'
  /** Nobody can tell whether it was done. Look at the devices before trying again. */
  | 'UNKNOWN';

/** Why something is not allowed. */
export type DenialReason =
  /** The caller has no right to it. */
  | 'FORBIDDEN'
  /** The access token lacks the scope for it. */
  | 'INSUFFICIENT_SCOPE'
  /** This Access Management does not have it. */
  | 'NOT_SUPPORTED'
  /** Staff cannot do it to their own account by name. */
  | 'OWN_ACCOUNT'
  /** Whether the person is privileged cannot be told, and the caller may not act for privileged people. */
  | 'PRIVILEGE_UNKNOWN'
  /** The person is privileged, and the caller may not act for privileged people. */
  | 'TARGET_PRIVILEGED'
  /** Nobody is signed in. */
  | 'UNAUTHENTICATED';

/** The kinds of registered device. */
export type DeviceKind =
  /** A device bound to the person by a key in its hardware. */
  | 'BOUND'
  /** A generator of one-time passwords: an authenticator app or token. */
  | 'OATH'
  /** What an app or browser told of the machine that it runs on. */
  | 'PROFILE'
  /** A phone that answers push requests. */
  | 'PUSH'
  /** A browser that the person chose to trust. */
  | 'TRUSTED'
  /** A security key or passkey. */
  | 'WEB_AUTHN';

/** The product that Access Management is. */
export type Flavor =
  /** PingOne Advanced Identity Cloud. */
  | 'aic'
  /** OpenAM 15 or 16. */
  | 'openam'
  /** PingAM, or ForgeRock AM from 7.4, self-managed. */
  | 'pingam';

/** How a caller has shown who they are. */
export type Means =
  /** By an OAuth access token. */
  | 'BEARER'
  /** By a session of Access Management. */
  | 'SESSION';

/** Whether the person may skip the step that asks for a one-time password. It matters only where two-step verification is not mandatory. */
export type OathSkip =
  /** Not decided; the next sign-in offers to register a device. */
  | 'NOT_SET'
  /** The step is required. */
  | 'REQUIRED'
  /** The person has opted out of the step. */
  | 'SKIPPABLE';

/** The platform of a phone that answers push requests. */
export type PushPlatform =
  /** Android. */
  | 'ANDROID'
  /** iOS or iPadOS. */
  | 'IOS'
  /** A platform that this gateway does not know. */
  | 'UNKNOWN';

/** Which device to remove. */
export type RemoveDeviceInput = {
  /** The id of the device. */
  deviceId: string | number;
  /** The kind of the device. */
  kind: DeviceKind;
  /** The name of the person's realm. Absent or null: the caller's own, or the default one. */
  realm?: string | null | undefined;
  /** Why, in 1 to 500 characters. A deployment may demand it of staff. It is checked, and not yet recorded. */
  reason?: string | null | undefined;
  /** The ticket that asks for it, at most 100 characters. A deployment may demand it of staff, in a form of its own. It is checked, and not yet recorded. */
  ticket?: string | null | undefined;
  /** The person; absent or null: the caller. */
  userId?: string | number | null | undefined;
};

/** Which device to rename, and how. */
export type RenameDeviceInput = {
  /** The id of the device. */
  deviceId: string | number;
  /** The kind of the device. */
  kind: DeviceKind;
  /** The new label, 1 to 64 characters. */
  name: string;
  /** The name of the person's realm. Absent or null: the caller's own, or the default one. */
  realm?: string | null | undefined;
  /** Why, in 1 to 500 characters. A deployment may demand it of staff. It is checked, and not yet recorded. */
  reason?: string | null | undefined;
  /** The ticket that asks for it, at most 100 characters. A deployment may demand it of staff, in a form of its own. It is checked, and not yet recorded. */
  ticket?: string | null | undefined;
  /** The person; absent or null: the caller. */
  userId?: string | number | null | undefined;
};

/** Whose devices to reset, of which kinds. */
export type ResetDevicesInput = {
  /** Only tell what a reset would remove; nothing is changed. */
  dryRun?: boolean;
  /** The ids of the devices that are to go, as the caller has seen them, at most 100. Where another device is registered meanwhile, nothing is changed (`DevicesChanged`); one that is gone already does not count. Absent or null: whatever is registered. */
  expectedDeviceIds?: Array<string | number> | null | undefined;
  /** Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step. */
  force?: boolean;
  /** The kinds to reset, each once; they are reset in the order of the kinds. */
  kinds: Array<DeviceKind>;
  /** The name of the person's realm. Absent or null: the caller's own, or the default one. */
  realm?: string | null | undefined;
  /** Why, in 1 to 500 characters. A deployment may demand it of staff. It is checked, and not yet recorded. */
  reason?: string | null | undefined;
  /** The ticket that asks for it, at most 100 characters. A deployment may demand it of staff, in a form of its own. It is checked, and not yet recorded. */
  ticket?: string | null | undefined;
  /** The person; absent or null: the caller. */
  userId?: string | number | null | undefined;
};

/** Whose one-time password devices to reset. */
export type ResetOathDevicesInput = {
  /** Only tell what a reset would remove; nothing is changed. */
  dryRun?: boolean;
  /** The ids of the devices that are to go, as the caller has seen them, at most 100. Where another device is registered meanwhile, nothing is changed (`DevicesChanged`); one that is gone already does not count. Absent or null: whatever is registered. */
  expectedDeviceIds?: Array<string | number> | null | undefined;
  /** Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step. */
  force?: boolean;
  /** The name of the person's realm. Absent or null: the caller's own, or the default one. */
  realm?: string | null | undefined;
  /** Why, in 1 to 500 characters. A deployment may demand it of staff. It is checked, and not yet recorded. */
  reason?: string | null | undefined;
  /** The ticket that asks for it, at most 100 characters. A deployment may demand it of staff, in a form of its own. It is checked, and not yet recorded. */
  ticket?: string | null | undefined;
  /** The person; absent or null: the caller. */
  userId?: string | number | null | undefined;
};

/** How a reset ended. */
export type ResetOutcome =
  /** The devices that were registered are gone. */
  | 'DONE'
  /** No device was registered, or another change has just removed them; this one changed nothing. */
  | 'NOTHING_TO_RESET'
  /** At least one device is still registered; `errors` says why. */
  | 'NOT_DONE'
  /** Nobody can tell whether it was done. Look at the devices before trying again: a second reset would also remove a device registered in between. */
  | 'UNKNOWN'
  /** A dry run: a reset would remove the devices listed. */
  | 'WOULD_RESET';

/** Whose push devices to reset. */
export type ResetPushDevicesInput = {
  /** Only tell what a reset would remove; nothing is changed. */
  dryRun?: boolean;
  /** The ids of the devices that are to go, as the caller has seen them, at most 100. Where another device is registered meanwhile, nothing is changed (`DevicesChanged`); one that is gone already does not count. Absent or null: whatever is registered. */
  expectedDeviceIds?: Array<string | number> | null | undefined;
  /** Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step. */
  force?: boolean;
  /** The name of the person's realm. Absent or null: the caller's own, or the default one. */
  realm?: string | null | undefined;
  /** Why, in 1 to 500 characters. A deployment may demand it of staff. It is checked, and not yet recorded. */
  reason?: string | null | undefined;
  /** The ticket that asks for it, at most 100 characters. A deployment may demand it of staff, in a form of its own. It is checked, and not yet recorded. */
  ticket?: string | null | undefined;
  /** The person; absent or null: the caller. */
  userId?: string | number | null | undefined;
};

/** How every device of a kind is removed. */
export type ResetWay =
  /** By one request, all or none. */
  | 'AT_ONCE'
  /** By one request per device; a failure in between leaves the rest. */
  | 'ONE_BY_ONE';

/** Whether an account may sign in. */
export type UserStatus =
  /** It may sign in. */
  | 'ACTIVE'
  /** It may not sign in; its devices can be reset all the same. */
  | 'INACTIVE'
  /** Access Management does not tell. */
  | 'UNKNOWN';

/** What a caller may be. Several may hold at once; their rights add up. */
export type ViewerRole =
  /** An administrator, who may also remove and rename single devices. */
  | 'ADMINISTRATOR'
  /** Help desk, who may find people and reset their devices. */
  | 'HELP_DESK'
  /** A person of a served realm, who may see and reset their own devices. */
  | 'SELF'
  /** Access Management's super user, who may act for everybody. */
  | 'SUPER_USER';

export type AllMyDevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type AllMyDevicesQuery = { me: { __typename: 'User', id: string, devices: Array<
      | { __typename: 'BoundDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'OathDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'ProfileDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'PushDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'TrustedDevice', lastUsedText: string | null, useCount: number | null, id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'WebAuthnDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
    > | null } | null };

export type CapabilitiesQueryVariables = Exact<{ [key: string]: never; }>;


export type CapabilitiesQuery = { capabilities: { __typename: 'Capabilities', flavor: Flavor, kinds: Array<{ __typename: 'KindCapability', kind: DeviceKind, reset: ResetWay, canRename: boolean }> } };

export type MyDevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyDevicesQuery = { me: { __typename: 'User', id: string, displayName: string | null, oathSkip: OathSkip | null, oathDevices: Array<{ __typename: 'OathDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null, pushDevices: Array<{ __typename: 'PushDevice', platform: PushPlatform | null, issuer: string | null, id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null } | null };

type DeviceFacts_BoundDevice_Fragment = { __typename: 'BoundDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_OathDevice_Fragment = { __typename: 'OathDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_ProfileDevice_Fragment = { __typename: 'ProfileDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_PushDevice_Fragment = { __typename: 'PushDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_TrustedDevice_Fragment = { __typename: 'TrustedDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_WebAuthnDevice_Fragment = { __typename: 'WebAuthnDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

export type DeviceFactsFragment =
  | DeviceFacts_BoundDevice_Fragment
  | DeviceFacts_OathDevice_Fragment
  | DeviceFacts_ProfileDevice_Fragment
  | DeviceFacts_PushDevice_Fragment
  | DeviceFacts_TrustedDevice_Fragment
  | DeviceFacts_WebAuthnDevice_Fragment
;

export type PersonActionsQueryVariables = Exact<{
  id: string | number;
  realm?: string | null | undefined;
}>;


export type PersonActionsQuery = { user: { __typename: 'User', id: string, displayName: string | null, viewerCan: { __typename: 'UserActions', viewDevices: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, viewProfileData: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, resetOath: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, resetPush: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, resetWebAuthn: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, resetBound: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, resetProfile: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, resetTrusted: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, removeDevice: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null }, renameDevice: { __typename: 'Permission', allowed: boolean, reason: DenialReason | null } } } | null };

export type LeaveFragment = { __typename: 'Permission', allowed: boolean, reason: DenialReason | null };

export type PersonDevicesQueryVariables = Exact<{
  id: string | number;
  realm?: string | null | undefined;
}>;


export type PersonDevicesQuery = { user: { __typename: 'User', id: string, realm: string, username: string, displayName: string | null, givenName: string | null, familyName: string | null, email: string | null, status: UserStatus | null, oathSkip: OathSkip | null, oathDevices: Array<{ __typename: 'OathDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null, pushDevices: Array<{ __typename: 'PushDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null } | null };

export type RemoveDeviceMutationVariables = Exact<{
  input: RemoveDeviceInput;
}>;


export type RemoveDeviceMutation = { removeDevice: { __typename: 'RemoveDevicePayload', outcome: ChangeOutcome | null, removedDevice: { __typename: 'RemovedDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null } | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DeviceNotFound', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<DeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type RenameDeviceMutationVariables = Exact<{
  input: RenameDeviceInput;
}>;


export type RenameDeviceMutation = { renameDevice: { __typename: 'RenameDevicePayload', outcome: ChangeOutcome | null, device:
      | { __typename: 'BoundDevice', id: string | null, kind: DeviceKind, name: string | null }
      | { __typename: 'OathDevice', id: string | null, kind: DeviceKind, name: string | null }
      | { __typename: 'ProfileDevice', id: string | null, kind: DeviceKind, name: string | null }
      | { __typename: 'PushDevice', id: string | null, kind: DeviceKind, name: string | null }
      | { __typename: 'TrustedDevice', id: string | null, kind: DeviceKind, name: string | null }
      | { __typename: 'WebAuthnDevice', id: string | null, kind: DeviceKind, name: string | null }
     | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DeviceNotFound', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<DeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type ResetDevicesMutationVariables = Exact<{
  input: ResetDevicesInput;
}>;


export type ResetDevicesMutation = { resetDevices: { __typename: 'ResetDevicesPayload', results: Array<{ __typename: 'KindReset', kind: DeviceKind, outcome: ResetOutcome | null, verified: boolean, removedDevices: Array<{ __typename: 'RemovedDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null }>, errors: Array<
        | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
        | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
        | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
        | { __typename: 'DevicesChanged', message: string, path: Array<string> | null }
        | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
        | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<DeviceKind> }
        | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
      > }>, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DevicesChanged', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<DeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type ResetOathDevicesMutationVariables = Exact<{
  input: ResetOathDevicesInput;
}>;


export type ResetOathDevicesMutation = { resetOathDevices: { __typename: 'ResetOathDevicesPayload', outcome: ResetOutcome | null, verified: boolean, oathSkip: OathSkip | null, removedDevices: Array<{ __typename: 'RemovedDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null }>, user: { __typename: 'User', id: string, oathDevices: Array<{ __typename: 'OathDevice', id: string | null }> | null } | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DevicesChanged', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<DeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type ResetPushDevicesMutationVariables = Exact<{
  input: ResetPushDevicesInput;
}>;


export type ResetPushDevicesMutation = { resetPushDevices: { __typename: 'ResetPushDevicesPayload', outcome: ResetOutcome | null, verified: boolean, removedDevices: Array<{ __typename: 'RemovedDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null }>, user: { __typename: 'User', id: string, pushDevices: Array<{ __typename: 'PushDevice', id: string | null }> | null } | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DevicesChanged', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<DeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type SearchPeopleQueryVariables = Exact<{
  search: string;
  realm?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchPeopleQuery = { users: { __typename: 'UserConnection', edges: Array<{ __typename: 'UserEdge', cursor: string, node: { __typename: 'User', id: string, realm: string, username: string, displayName: string | null, email: string | null, status: UserStatus | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { __typename: 'Viewer', roles: Array<ViewerRole>, means: Means | null, realm: string | null, canSearch: boolean, canResetOthers: boolean, canChangeOwn: boolean, signedInAt: string | null, expiresAt: string | null, idleExpiresAt: string | null } };

export const DeviceFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientFragment<DeviceFactsFragment>;
export const LeaveFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Leave"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Permission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientFragment<LeaveFragment>;
export const AllMyDevicesDocument = {"__meta__":{"hash":"2d30cf05ca9db9adb5bb6140b3465222ba99ada4ef60bf803fe37475553a07ef","text":"query AllMyDevices {\n  me {\n    id\n    devices {\n      __typename\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n      ... on TrustedDevice {\n        lastUsedText\n        useCount\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AllMyDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrustedDevice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastUsedText"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<AllMyDevicesQuery, AllMyDevicesQueryVariables>;
export const CapabilitiesDocument = {"__meta__":{"hash":"fcaa416009cc182ef50d479438263d98b8d0ba769b9a8465cac0c4daf55e1e0b","text":"query Capabilities {\n  capabilities {\n    flavor\n    kinds {\n      kind\n      reset\n      canRename\n      __typename\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"flavor"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reset"}},{"kind":"Field","name":{"kind":"Name","value":"canRename"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<CapabilitiesQuery, CapabilitiesQueryVariables>;
export const MyDevicesDocument = {"__meta__":{"hash":"b1abe7a31b473bccc842ed85e9e5196d2a61338082250eb3a46bd260942184c0","text":"query MyDevices {\n  me {\n    id\n    displayName\n    oathSkip\n    oathDevices {\n      ...DeviceFacts\n      __typename\n    }\n    pushDevices {\n      ...DeviceFacts\n      platform\n      issuer\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment DeviceFacts on Device {\n  id\n  kind\n  name\n  registeredAt\n  lastUsedAt\n  canManage\n  __typename\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFacts"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFacts"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"issuer"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientDocument<MyDevicesQuery, MyDevicesQueryVariables>;
export const PersonActionsDocument = {"__meta__":{"hash":"7794888bbc5d8aa1602bfa78507fc70cd2002de3065defedae96040f51a79b37","text":"query PersonActions($id: ID!, $realm: String) {\n  user(id: $id, realm: $realm) {\n    id\n    displayName\n    viewerCan {\n      viewDevices {\n        ...Leave\n        __typename\n      }\n      viewProfileData {\n        ...Leave\n        __typename\n      }\n      resetOath {\n        ...Leave\n        __typename\n      }\n      resetPush {\n        ...Leave\n        __typename\n      }\n      resetWebAuthn {\n        ...Leave\n        __typename\n      }\n      resetBound {\n        ...Leave\n        __typename\n      }\n      resetProfile {\n        ...Leave\n        __typename\n      }\n      resetTrusted {\n        ...Leave\n        __typename\n      }\n      removeDevice {\n        ...Leave\n        __typename\n      }\n      renameDevice {\n        ...Leave\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment Leave on Permission {\n  allowed\n  reason\n  __typename\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PersonActions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"viewerCan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"viewProfileData"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetOath"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetPush"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetWebAuthn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetBound"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetProfile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetTrusted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removeDevice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"renameDevice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Leave"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Permission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientDocument<PersonActionsQuery, PersonActionsQueryVariables>;
export const PersonDevicesDocument = {"__meta__":{"hash":"6f1bc4349da90da0d191e7328e8a5ed35d682ddfafc6f1d300544add6d50eb8f","text":"query PersonDevices($id: ID!, $realm: String) {\n  user(id: $id, realm: $realm) {\n    id\n    realm\n    username\n    displayName\n    givenName\n    familyName\n    email\n    status\n    oathSkip\n    oathDevices {\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n      __typename\n    }\n    pushDevices {\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n      __typename\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PersonDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"familyName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<PersonDevicesQuery, PersonDevicesQueryVariables>;
export const RemoveDeviceDocument = {"__meta__":{"hash":"497ded6bb19029908a93f8f5b1bbc017b80fe9117f85ef6e2244e3044b30cbee","text":"mutation RemoveDevice($input: RemoveDeviceInput!) {\n  removeDevice(input: $input) {\n    outcome\n    removedDevice {\n      id\n      kind\n      name\n      registeredAt\n      __typename\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<RemoveDeviceMutation, RemoveDeviceMutationVariables>;
export const RenameDeviceDocument = {"__meta__":{"hash":"fdfa0c8601a679fc938f178add473fb511a289c2644c96db8cee7d0245e745e5","text":"mutation RenameDevice($input: RenameDeviceInput!) {\n  renameDevice(input: $input) {\n    outcome\n    device {\n      id\n      kind\n      name\n      __typename\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenameDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RenameDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"renameDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<RenameDeviceMutation, RenameDeviceMutationVariables>;
export const ResetDevicesDocument = {"__meta__":{"hash":"ed1138a94c62a49c5c6ec2f5542adde5833df4118c19d934d1fcdb8f41c93a50","text":"mutation ResetDevices($input: ResetDevicesInput!) {\n  resetDevices(input: $input) {\n    results {\n      kind\n      outcome\n      verified\n      removedDevices {\n        id\n        kind\n        name\n        registeredAt\n        __typename\n      }\n      errors {\n        __typename\n        ... on UserError {\n          message\n          path\n          __typename\n        }\n        ... on StepUpRequired {\n          acceptedKinds\n          __typename\n        }\n      }\n      __typename\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<ResetDevicesMutation, ResetDevicesMutationVariables>;
export const ResetOathDevicesDocument = {"__meta__":{"hash":"44321b9653947c49b872642611e8164cdc21d7ff9ff76be13317ac070be1fc49","text":"mutation ResetOathDevices($input: ResetOathDevicesInput!) {\n  resetOathDevices(input: $input) {\n    outcome\n    verified\n    removedDevices {\n      id\n      kind\n      name\n      registeredAt\n      __typename\n    }\n    oathSkip\n    user {\n      id\n      oathDevices {\n        id\n        __typename\n      }\n      __typename\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetOathDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetOathDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetOathDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<ResetOathDevicesMutation, ResetOathDevicesMutationVariables>;
export const ResetPushDevicesDocument = {"__meta__":{"hash":"c3b3c7192ddd1a58d45357c6eb7ccc45bddcbbd60d5fce8550d5c8b6756c17ad","text":"mutation ResetPushDevices($input: ResetPushDevicesInput!) {\n  resetPushDevices(input: $input) {\n    outcome\n    verified\n    removedDevices {\n      id\n      kind\n      name\n      registeredAt\n      __typename\n    }\n    user {\n      id\n      pushDevices {\n        id\n        __typename\n      }\n      __typename\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetPushDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetPushDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetPushDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<ResetPushDevicesMutation, ResetPushDevicesMutationVariables>;
export const SearchPeopleDocument = {"__meta__":{"hash":"ea57b437a0bf3920c3dd5b0065717970a45671571c801b89761f786510541208","text":"query SearchPeople($search: String!, $realm: String, $first: Int, $after: String) {\n  users(search: $search, realm: $realm, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        id\n        realm\n        username\n        displayName\n        email\n        status\n        __typename\n      }\n      __typename\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n      __typename\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SearchPeople"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<SearchPeopleQuery, SearchPeopleQueryVariables>;
export const WhoAmIDocument = {"__meta__":{"hash":"a7fa0184a62f1a3f6840b5d39f330d0ad02ae9c08de7fcf6642c476ec6db9fd3","text":"query WhoAmI {\n  viewer {\n    roles\n    means\n    realm\n    canSearch\n    canResetOthers\n    canChangeOwn\n    signedInAt\n    expiresAt\n    idleExpiresAt\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"means"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"canSearch"}},{"kind":"Field","name":{"kind":"Name","value":"canResetOthers"}},{"kind":"Field","name":{"kind":"Name","value":"canChangeOwn"}},{"kind":"Field","name":{"kind":"Name","value":"signedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"idleExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<WhoAmIQuery, WhoAmIQueryVariables>;