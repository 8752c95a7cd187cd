/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
import type { ClientDocument } from './client-document.ts';
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


export type AllMyDevicesQuery = { me: { id: string, devices: Array<
      | { __typename: 'BoundDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'OathDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'ProfileDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'PushDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'TrustedDevice', lastUsedText: string | null, useCount: number | null, id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
      | { __typename: 'WebAuthnDevice', id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }
    > | null } | null };

export type CapabilitiesQueryVariables = Exact<{ [key: string]: never; }>;


export type CapabilitiesQuery = { capabilities: { flavor: Flavor, kinds: Array<{ kind: DeviceKind, reset: ResetWay, canRename: boolean }> } };

export type MyDevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyDevicesQuery = { me: { id: string, displayName: string | null, oathSkip: OathSkip | null, oathDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null, pushDevices: Array<{ platform: PushPlatform | null, issuer: string | null, id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null } | null };

type DeviceFacts_BoundDevice_Fragment = { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_OathDevice_Fragment = { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_ProfileDevice_Fragment = { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_PushDevice_Fragment = { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_TrustedDevice_Fragment = { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_WebAuthnDevice_Fragment = { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

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


export type PersonActionsQuery = { user: { id: string, displayName: string | null, viewerCan: { viewDevices: { allowed: boolean, reason: DenialReason | null }, viewProfileData: { allowed: boolean, reason: DenialReason | null }, resetOath: { allowed: boolean, reason: DenialReason | null }, resetPush: { allowed: boolean, reason: DenialReason | null }, resetWebAuthn: { allowed: boolean, reason: DenialReason | null }, resetBound: { allowed: boolean, reason: DenialReason | null }, resetProfile: { allowed: boolean, reason: DenialReason | null }, resetTrusted: { allowed: boolean, reason: DenialReason | null }, removeDevice: { allowed: boolean, reason: DenialReason | null }, renameDevice: { allowed: boolean, reason: DenialReason | null } } } | null };

export type LeaveFragment = { allowed: boolean, reason: DenialReason | null };

export type PersonDevicesQueryVariables = Exact<{
  id: string | number;
  realm?: string | null | undefined;
}>;


export type PersonDevicesQuery = { user: { id: string, realm: string, username: string, displayName: string | null, givenName: string | null, familyName: string | null, email: string | null, status: UserStatus | null, oathSkip: OathSkip | null, oathDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null, pushDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null } | null };

export type RemoveDeviceMutationVariables = Exact<{
  input: RemoveDeviceInput;
}>;


export type RemoveDeviceMutation = { removeDevice: { outcome: ChangeOutcome | null, removedDevice: { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null } | null, errors: Array<
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


export type RenameDeviceMutation = { renameDevice: { outcome: ChangeOutcome | null, device:
      | { id: string | null, kind: DeviceKind, name: string | null }
      | { id: string | null, kind: DeviceKind, name: string | null }
      | { id: string | null, kind: DeviceKind, name: string | null }
      | { id: string | null, kind: DeviceKind, name: string | null }
      | { id: string | null, kind: DeviceKind, name: string | null }
      | { id: string | null, kind: DeviceKind, name: string | null }
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


export type ResetDevicesMutation = { resetDevices: { results: Array<{ kind: DeviceKind, outcome: ResetOutcome | null, verified: boolean, removedDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null }>, errors: Array<
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


export type ResetOathDevicesMutation = { resetOathDevices: { outcome: ResetOutcome | null, verified: boolean, oathSkip: OathSkip | null, removedDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null }>, user: { id: string, oathDevices: Array<{ id: string | null }> | null } | null, errors: Array<
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


export type ResetPushDevicesMutation = { resetPushDevices: { outcome: ResetOutcome | null, verified: boolean, removedDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null }>, user: { id: string, pushDevices: Array<{ id: string | null }> | null } | null, errors: Array<
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


export type SearchPeopleQuery = { users: { edges: Array<{ cursor: string, node: { id: string, realm: string, username: string, displayName: string | null, email: string | null, status: UserStatus | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { roles: Array<ViewerRole>, means: Means | null, realm: string | null, canSearch: boolean, canResetOthers: boolean, canChangeOwn: boolean, signedInAt: string | null, expiresAt: string | null, idleExpiresAt: string | null } };

export const DeviceFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}}]}}]} as unknown as DocumentNode<DeviceFactsFragment, unknown>;
export const LeaveFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Leave"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Permission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]} as unknown as DocumentNode<LeaveFragment, unknown>;
export const AllMyDevicesDocument = {"__meta__":{"hash":"45b393dca6618e0c115e99cc50d55ef73bc650703bbc4ccc3bb70e5e4b4d007c","text":"query AllMyDevices {\n  me {\n    id\n    devices {\n      __typename\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n      ... on TrustedDevice {\n        lastUsedText\n        useCount\n      }\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AllMyDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrustedDevice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastUsedText"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}}]}}]}}]}}]}}]} as unknown as ClientDocument<AllMyDevicesQuery, AllMyDevicesQueryVariables>;
export const CapabilitiesDocument = {"__meta__":{"hash":"6801da452e2bf506651daed4065cddb7ef4b4f95cf1f4c57c482605aefc869c9","text":"query Capabilities {\n  capabilities {\n    flavor\n    kinds {\n      kind\n      reset\n      canRename\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"flavor"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reset"}},{"kind":"Field","name":{"kind":"Name","value":"canRename"}}]}}]}}]}}]} as unknown as ClientDocument<CapabilitiesQuery, CapabilitiesQueryVariables>;
export const MyDevicesDocument = {"__meta__":{"hash":"dbfdbdf3f1b1cc7b1f39e3d026fe0e78b1d37b767e58ba111b338e154746c10c","text":"query MyDevices {\n  me {\n    id\n    displayName\n    oathSkip\n    oathDevices {\n      ...DeviceFacts\n    }\n    pushDevices {\n      ...DeviceFacts\n      platform\n      issuer\n    }\n  }\n}\n\nfragment DeviceFacts on Device {\n  id\n  kind\n  name\n  registeredAt\n  lastUsedAt\n  canManage\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFacts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFacts"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"issuer"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}}]}}]} as unknown as ClientDocument<MyDevicesQuery, MyDevicesQueryVariables>;
export const PersonActionsDocument = {"__meta__":{"hash":"fcf67836df458561e1e19d15b49783db9363d16ccbb86c30ef99aa67afe322e2","text":"query PersonActions($id: ID!, $realm: String) {\n  user(id: $id, realm: $realm) {\n    id\n    displayName\n    viewerCan {\n      viewDevices {\n        ...Leave\n      }\n      viewProfileData {\n        ...Leave\n      }\n      resetOath {\n        ...Leave\n      }\n      resetPush {\n        ...Leave\n      }\n      resetWebAuthn {\n        ...Leave\n      }\n      resetBound {\n        ...Leave\n      }\n      resetProfile {\n        ...Leave\n      }\n      resetTrusted {\n        ...Leave\n      }\n      removeDevice {\n        ...Leave\n      }\n      renameDevice {\n        ...Leave\n      }\n    }\n  }\n}\n\nfragment Leave on Permission {\n  allowed\n  reason\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PersonActions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"viewerCan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"viewProfileData"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetOath"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetPush"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetWebAuthn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetBound"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetProfile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetTrusted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removeDevice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}},{"kind":"Field","name":{"kind":"Name","value":"renameDevice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Leave"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Leave"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Permission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]} as unknown as ClientDocument<PersonActionsQuery, PersonActionsQueryVariables>;
export const PersonDevicesDocument = {"__meta__":{"hash":"f7f9635bb13cd3a6850d4372cda041486d1bca5c669f8c6200633d3cacdf490f","text":"query PersonDevices($id: ID!, $realm: String) {\n  user(id: $id, realm: $realm) {\n    id\n    realm\n    username\n    displayName\n    givenName\n    familyName\n    email\n    status\n    oathSkip\n    oathDevices {\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n    }\n    pushDevices {\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PersonDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"familyName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}}]}}]}}]}}]} as unknown as ClientDocument<PersonDevicesQuery, PersonDevicesQueryVariables>;
export const RemoveDeviceDocument = {"__meta__":{"hash":"4eb028dd5e7dac7ab66896ddf4e7383c6efc8e75f77b5e48bc765ea1cf170142","text":"mutation RemoveDevice($input: RemoveDeviceInput!) {\n  removeDevice(input: $input) {\n    outcome\n    removedDevice {\n      id\n      kind\n      name\n      registeredAt\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n      }\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}}]}}]}}]}}]}}]} as unknown as ClientDocument<RemoveDeviceMutation, RemoveDeviceMutationVariables>;
export const RenameDeviceDocument = {"__meta__":{"hash":"5216e18899bd0aa02ccc9eabeb9bffd7ae8b684fb52bc70d3e5e6d447cf490bd","text":"mutation RenameDevice($input: RenameDeviceInput!) {\n  renameDevice(input: $input) {\n    outcome\n    device {\n      id\n      kind\n      name\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n      }\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenameDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RenameDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"renameDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}}]}}]}}]}}]}}]} as unknown as ClientDocument<RenameDeviceMutation, RenameDeviceMutationVariables>;
export const ResetDevicesDocument = {"__meta__":{"hash":"016fba5c85d2e51fa680fe4e28ea1812e469f9ef3fd754760c2a37eebf0562ab","text":"mutation ResetDevices($input: ResetDevicesInput!) {\n  resetDevices(input: $input) {\n    results {\n      kind\n      outcome\n      verified\n      removedDevices {\n        id\n        kind\n        name\n        registeredAt\n      }\n      errors {\n        __typename\n        ... on UserError {\n          message\n          path\n        }\n        ... on StepUpRequired {\n          acceptedKinds\n        }\n      }\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n      }\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}}]}}]}}]}}]}}]} as unknown as ClientDocument<ResetDevicesMutation, ResetDevicesMutationVariables>;
export const ResetOathDevicesDocument = {"__meta__":{"hash":"15c0073fcad6c243d6dcc0010d126ab8be295a79593edb2c27ce5b6547222745","text":"mutation ResetOathDevices($input: ResetOathDevicesInput!) {\n  resetOathDevices(input: $input) {\n    outcome\n    verified\n    removedDevices {\n      id\n      kind\n      name\n      registeredAt\n    }\n    oathSkip\n    user {\n      id\n      oathDevices {\n        id\n      }\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n      }\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetOathDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetOathDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetOathDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}}]}}]}}]}}]}}]} as unknown as ClientDocument<ResetOathDevicesMutation, ResetOathDevicesMutationVariables>;
export const ResetPushDevicesDocument = {"__meta__":{"hash":"f157beb2d0dc74f1249ff8ff0b33548c6dbf5ce402e816873e06f9cd7a8ff0da","text":"mutation ResetPushDevices($input: ResetPushDevicesInput!) {\n  resetPushDevices(input: $input) {\n    outcome\n    verified\n    removedDevices {\n      id\n      kind\n      name\n      registeredAt\n    }\n    user {\n      id\n      pushDevices {\n        id\n      }\n    }\n    errors {\n      __typename\n      ... on UserError {\n        message\n        path\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n      }\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetPushDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetPushDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetPushDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}}]}}]}}]}}]}}]} as unknown as ClientDocument<ResetPushDevicesMutation, ResetPushDevicesMutationVariables>;
export const SearchPeopleDocument = {"__meta__":{"hash":"762639f118a8f6ac1985101c7c6990230a8d9b83b3b831d654112458ffbfed63","text":"query SearchPeople($search: String!, $realm: String, $first: Int, $after: String) {\n  users(search: $search, realm: $realm, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        id\n        realm\n        username\n        displayName\n        email\n        status\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SearchPeople"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as ClientDocument<SearchPeopleQuery, SearchPeopleQueryVariables>;
export const WhoAmIDocument = {"__meta__":{"hash":"0d9f2de18319c34f9a11c98124d7ee8f3f1d01cdaaac71d8bc911982e2d09ced","text":"query WhoAmI {\n  viewer {\n    roles\n    means\n    realm\n    canSearch\n    canResetOthers\n    canChangeOwn\n    signedInAt\n    expiresAt\n    idleExpiresAt\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"means"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"canSearch"}},{"kind":"Field","name":{"kind":"Name","value":"canResetOthers"}},{"kind":"Field","name":{"kind":"Name","value":"canChangeOwn"}},{"kind":"Field","name":{"kind":"Name","value":"signedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"idleExpiresAt"}}]}}]}}]} as unknown as ClientDocument<WhoAmIQuery, WhoAmIQueryVariables>;