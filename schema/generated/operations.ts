/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The kinds of registered device. */
export type DeviceKind =
  /** A generator of one-time passwords: an authenticator app or token. */
  | 'OATH'
  /** A phone that answers push requests. */
  | 'PUSH';

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

/** Whose one-time password devices to reset. */
export type ResetOathDevicesInput = {
  /** Only tell what a reset would remove; nothing is changed. */
  dryRun?: boolean;
  /** Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step. */
  force?: boolean;
  /** The name of the person's realm. Absent or null: the caller's own, or the default one. */
  realm?: string | null | undefined;
  /** The person; absent or null: the caller. */
  userId?: string | number | null | undefined;
};

/** How a reset ended. */
export type ResetOutcome =
  /** The devices that were registered are gone. */
  | 'DONE'
  /** No device was registered; nothing was changed. */
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
  /** Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step. */
  force?: boolean;
  /** The name of the person's realm. Absent or null: the caller's own, or the default one. */
  realm?: string | null | undefined;
  /** The person; absent or null: the caller. */
  userId?: string | number | null | undefined;
};

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
  /** A person of a served realm, who may see and reset their own devices. */
  | 'SELF'
  /** Access Management's super user, who may act for everybody. */
  | 'SUPER_USER';

export type MyDevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyDevicesQuery = { me: { id: string, displayName: string | null, oathSkip: OathSkip | null, oathDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null, pushDevices: Array<{ platform: PushPlatform | null, issuer: string | null, id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null } | null };

type DeviceFacts_OathDevice_Fragment = { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

type DeviceFacts_PushDevice_Fragment = { id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean };

export type DeviceFactsFragment =
  | DeviceFacts_OathDevice_Fragment
  | DeviceFacts_PushDevice_Fragment
;

export type PersonDevicesQueryVariables = Exact<{
  id: string | number;
  realm?: string | null | undefined;
}>;


export type PersonDevicesQuery = { user: { id: string, realm: string, username: string, displayName: string | null, givenName: string | null, familyName: string | null, email: string | null, status: UserStatus | null, oathSkip: OathSkip | null, oathDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null, pushDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean }> | null } | null };

export type ResetOathDevicesMutationVariables = Exact<{
  input: ResetOathDevicesInput;
}>;


export type ResetOathDevicesMutation = { resetOathDevices: { outcome: ResetOutcome | null, verified: boolean, oathSkip: OathSkip | null, removedDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null }>, user: { id: string, oathDevices: Array<{ id: string | null }> | null } | null, errors: Array<
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'ResetNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ResetOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ResetRefused', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type ResetPushDevicesMutationVariables = Exact<{
  input: ResetPushDevicesInput;
}>;


export type ResetPushDevicesMutation = { resetPushDevices: { outcome: ResetOutcome | null, verified: boolean, removedDevices: Array<{ id: string | null, kind: DeviceKind, name: string | null, registeredAt: string | null }>, user: { id: string, pushDevices: Array<{ id: string | null }> | null } | null, errors: Array<
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'ResetNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ResetOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ResetRefused', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { roles: Array<ViewerRole>, realm: string | null, expiresAt: string | null, idleExpiresAt: string | null } };

export const DeviceFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}}]}}]} as unknown as DocumentNode<DeviceFactsFragment, unknown>;
export const MyDevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFacts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFacts"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"issuer"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}}]}}]} as unknown as DocumentNode<MyDevicesQuery, MyDevicesQueryVariables>;
export const PersonDevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PersonDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"familyName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}}]}}]}}]}}]} as unknown as DocumentNode<PersonDevicesQuery, PersonDevicesQueryVariables>;
export const ResetOathDevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetOathDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetOathDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetOathDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ResetOathDevicesMutation, ResetOathDevicesMutationVariables>;
export const ResetPushDevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetPushDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetPushDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetPushDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ResetPushDevicesMutation, ResetPushDevicesMutationVariables>;
export const WhoAmIDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"idleExpiresAt"}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables>;