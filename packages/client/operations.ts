/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { ClientDocument, ClientFragment } from './client-document.ts';
/** The product that Access Management is. */
export type AccessManagementProduct =
  /** PingOne Advanced Identity Cloud. */
  | 'AIC'
  /** OpenAM 15 or 16. */
  | 'OPENAM'
  /** PingAM, or ForgeRock AM from 7.4, self-managed. */
  | 'PINGAM';

/** How a caller has shown who they are. */
export type AuthenticationMethod =
  /** By an OAuth access token. */
  | 'BEARER'
  /** By a session of Access Management. */
  | 'SESSION';

/** What a caller may be. Several may hold at once; their rights add up. */
export type CallerRole =
  /** An administrator, who may also remove and rename single devices. */
  | 'ADMINISTRATOR'
  /** An auditor, who may read what was changed, and nothing else of other people. */
  | 'AUDITOR'
  /** Help desk, who may find people and reset their devices. */
  | 'HELP_DESK'
  /** A person of a served realm, who may see and reset their own devices. */
  | 'SELF'
  /** Access Management's super user, who may act for everybody. */
  | 'SUPER_USER';

/** What a change does. */
export type ChangeEffect =
  /** Removes one device. */
  | 'REMOVE'
  /** Gives one device another label. */
  | 'RENAME'
  /** Removes every device of some kinds. */
  | 'RESET';

/** Which changes of a realm are meant: those for which every given member holds. */
export type ChangeFilter = {
  /** Asked for by this person: their global id, or Access Management's own in the realm of the list. */
  actor?: string | number | null | undefined;
  /** Ended so. Times and order are then those of the end. */
  outcome?: RecordedOutcome | null | undefined;
  /** Of this person: their global id, or Access Management's own, letter by letter as records have it. */
  person?: string | number | null | undefined;
  /** Whether it was refused. Absent or null: both, for those to whom refusals are told. */
  refused?: boolean | null | undefined;
  /** Not before this moment. */
  since?: string | null | undefined;
  /** Before this moment. */
  until?: string | null | undefined;
};

/** How the change of one device ended. */
export type ChangeOutcome =
  /** It was done, and a list read afterwards shows it. */
  | 'DONE'
  /** It was not done; `errors` says why. */
  | 'NOT_DONE'
  /** Nobody can tell whether it was done. Look at the devices before trying again. */
  | 'UNKNOWN';

/** Whose devices a change is about. Exactly one of the two must be given: a missing id means nobody, and never the caller. */
export type ChangeTarget =
  {   /** The caller: true. */
  self: boolean; user?: never; }
  |  { self?: never;   /** A person by id. */
  user: PersonInput; };

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

/** Whether the person may skip the step that asks for a one-time password. It matters only where two-step verification is not mandatory. */
export type OathSkip =
  /** Not decided; the next sign-in offers to register a device. */
  | 'NOT_SET'
  /** The step is required. */
  | 'REQUIRED'
  /** The person has opted out of the step. */
  | 'SKIPPABLE';

/** A person. */
export type PersonInput = {
  /** The person's global id, or Access Management's own: a user name, a UUID in Advanced Identity Cloud. */
  id: string | number;
  /** The name of a served realm, for Access Management's own id. Absent or null: the caller's own, or the default one. */
  realm?: string | null | undefined;
};

/** The platform of a phone that answers push requests. */
export type PushPlatform =
  /** Android. */
  | 'ANDROID'
  /** iOS or iPadOS. */
  | 'IOS';

/** How a recorded change ended. */
export type RecordedOutcome =
  /** Found done afterwards, since the gateway had stopped in the middle. */
  | 'CONFIRMED'
  /** It was done, and a list read afterwards shows it. */
  | 'DONE'
  /** No device was registered. */
  | 'NOTHING_TO_RESET'
  /** At least one device is as it was. */
  | 'NOT_DONE'
  /** Nobody can tell whether it was done. */
  | 'UNKNOWN'
  /** A dry run. */
  | 'WOULD_RESET';

/** The kinds of registered device. */
export type RegisteredDeviceKind =
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

/** Which device to remove. */
export type RemoveDeviceInput = {
  /** The device's global id, or Access Management's own together with its kind. */
  deviceId: string | number;
  /** End the person's sessions after the change, but never the one that asks. Absent or null: true where staff change it, false for oneself. `sessionsEnding` tells what came of it. */
  endSessions?: boolean | null | undefined;
  /** A key of the client's own for this change, 1 to 200 characters, such as a UUID. Sent again within 24 hours by the same caller with the same arguments, the first answer comes again and nothing is sent. Without one, the same change within five seconds counts as a double click. */
  idempotencyKey?: string | null | undefined;
  /** The kind of the device, for Access Management's own id. */
  kind?: RegisteredDeviceKind | null | undefined;
  /** Pass the limit of changes to one person; for administrators and the super user, with a reason. It is recorded. */
  overrideLimit?: boolean;
  /** Why, in 1 to 500 characters; it is recorded. A deployment may demand it of staff. */
  reason?: string | null | undefined;
  /** Whose devices. */
  target: ChangeTarget;
  /** The ticket that asks for it, at most 100 characters; it is recorded. A deployment may demand it of staff, in a form of its own. */
  ticket?: string | null | undefined;
  /** How the person was made sure of. A deployment may demand it of staff. */
  verification?: VerificationInput | null | undefined;
};

/** Which device to rename, and how. */
export type RenameDeviceInput = {
  /** The device's global id, or Access Management's own together with its kind. */
  deviceId: string | number;
  /** End the person's sessions after the change, but never the one that asks. Absent or null: true where staff change it, false for oneself. `sessionsEnding` tells what came of it. */
  endSessions?: boolean | null | undefined;
  /** A key of the client's own for this change, 1 to 200 characters, such as a UUID. Sent again within 24 hours by the same caller with the same arguments, the first answer comes again and nothing is sent. Without one, the same change within five seconds counts as a double click. */
  idempotencyKey?: string | null | undefined;
  /** The kind of the device, for Access Management's own id. */
  kind?: RegisteredDeviceKind | null | undefined;
  /** The new label, 1 to 64 characters. */
  name: string;
  /** Pass the limit of changes to one person; for administrators and the super user, with a reason. It is recorded. */
  overrideLimit?: boolean;
  /** Why, in 1 to 500 characters; it is recorded. A deployment may demand it of staff. */
  reason?: string | null | undefined;
  /** Whose devices. */
  target: ChangeTarget;
  /** The ticket that asks for it, at most 100 characters; it is recorded. A deployment may demand it of staff, in a form of its own. */
  ticket?: string | null | undefined;
  /** How the person was made sure of. A deployment may demand it of staff. */
  verification?: VerificationInput | null | undefined;
};

/** Whose devices to reset, of which kinds. */
export type ResetDevicesInput = {
  /** Only tell what a reset would remove; nothing is changed. */
  dryRun?: boolean;
  /** End the person's sessions after the change, but never the one that asks. Absent or null: true where staff change it, false for oneself. `sessionsEnding` tells what came of it. */
  endSessions?: boolean | null | undefined;
  /** The global ids of the devices that are to go, as the caller has seen them, at most 100. Where another device is registered meanwhile, nothing is changed (`DevicesChanged`); one that is gone already does not count. Absent or null: whatever is registered. */
  expectedDeviceIds?: Array<string | number> | null | undefined;
  /** Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step. */
  force?: boolean;
  /** A key of the client's own for this change, 1 to 200 characters, such as a UUID. Sent again within 24 hours by the same caller with the same arguments, the first answer comes again and nothing is sent. Without one, the same change within five seconds counts as a double click. */
  idempotencyKey?: string | null | undefined;
  /** The kinds to reset, each once; they are reset in the order of the kinds. */
  kinds: Array<RegisteredDeviceKind>;
  /** Pass the limit of changes to one person; for administrators and the super user, with a reason. It is recorded. */
  overrideLimit?: boolean;
  /** Why, in 1 to 500 characters; it is recorded. A deployment may demand it of staff. */
  reason?: string | null | undefined;
  /** Whose devices. */
  target: ChangeTarget;
  /** The ticket that asks for it, at most 100 characters; it is recorded. A deployment may demand it of staff, in a form of its own. */
  ticket?: string | null | undefined;
  /** How the person was made sure of. A deployment may demand it of staff. */
  verification?: VerificationInput | null | undefined;
};

/** Whose one-time password devices to reset. */
export type ResetOathDevicesInput = {
  /** Only tell what a reset would remove; nothing is changed. */
  dryRun?: boolean;
  /** End the person's sessions after the change, but never the one that asks. Absent or null: true where staff change it, false for oneself. `sessionsEnding` tells what came of it. */
  endSessions?: boolean | null | undefined;
  /** The global ids of the devices that are to go, as the caller has seen them, at most 100. Where another device is registered meanwhile, nothing is changed (`DevicesChanged`); one that is gone already does not count. Absent or null: whatever is registered. */
  expectedDeviceIds?: Array<string | number> | null | undefined;
  /** Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step. */
  force?: boolean;
  /** A key of the client's own for this change, 1 to 200 characters, such as a UUID. Sent again within 24 hours by the same caller with the same arguments, the first answer comes again and nothing is sent. Without one, the same change within five seconds counts as a double click. */
  idempotencyKey?: string | null | undefined;
  /** Pass the limit of changes to one person; for administrators and the super user, with a reason. It is recorded. */
  overrideLimit?: boolean;
  /** Why, in 1 to 500 characters; it is recorded. A deployment may demand it of staff. */
  reason?: string | null | undefined;
  /** Whose devices. */
  target: ChangeTarget;
  /** The ticket that asks for it, at most 100 characters; it is recorded. A deployment may demand it of staff, in a form of its own. */
  ticket?: string | null | undefined;
  /** How the person was made sure of. A deployment may demand it of staff. */
  verification?: VerificationInput | null | undefined;
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
  /** End the person's sessions after the change, but never the one that asks. Absent or null: true where staff change it, false for oneself. `sessionsEnding` tells what came of it. */
  endSessions?: boolean | null | undefined;
  /** The global ids of the devices that are to go, as the caller has seen them, at most 100. Where another device is registered meanwhile, nothing is changed (`DevicesChanged`); one that is gone already does not count. Absent or null: whatever is registered. */
  expectedDeviceIds?: Array<string | number> | null | undefined;
  /** Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step. */
  force?: boolean;
  /** A key of the client's own for this change, 1 to 200 characters, such as a UUID. Sent again within 24 hours by the same caller with the same arguments, the first answer comes again and nothing is sent. Without one, the same change within five seconds counts as a double click. */
  idempotencyKey?: string | null | undefined;
  /** Pass the limit of changes to one person; for administrators and the super user, with a reason. It is recorded. */
  overrideLimit?: boolean;
  /** Why, in 1 to 500 characters; it is recorded. A deployment may demand it of staff. */
  reason?: string | null | undefined;
  /** Whose devices. */
  target: ChangeTarget;
  /** The ticket that asks for it, at most 100 characters; it is recorded. A deployment may demand it of staff, in a form of its own. */
  ticket?: string | null | undefined;
  /** How the person was made sure of. A deployment may demand it of staff. */
  verification?: VerificationInput | null | undefined;
};

/** How every device of a kind is removed. */
export type ResetWay =
  /** By one request, all or none. */
  | 'AT_ONCE'
  /** By one request per device; a failure in between leaves the rest. */
  | 'ONE_BY_ONE';

/** What became of a person's other sessions after a change. */
export type SessionsEnding =
  /** They have ended. */
  | 'ENDED'
  /** The change stands, but perhaps not all of them have ended. */
  | 'FAILED'
  /** It was not asked for, or nothing was changed. */
  | 'NOT_ASKED'
  /** They go on. Access Management cannot end them, or not without the session that asks, or the gateway has no credential for it. A person's own other sessions end where Access Management is OpenAM and they come with a session. */
  | 'NOT_SUPPORTED';

/** Whether an account may sign in. */
export type UserStatus =
  /** It may sign in. */
  | 'ACTIVE'
  /** It may not sign in; its devices can be reset all the same. */
  | 'INACTIVE';

/** How and when staff made sure of the person; it is recorded. */
export type VerificationInput = {
  /** When; a deployment takes it for some minutes. */
  at: string;
  /** The method, one of those that this deployment takes (`Caller.verificationMethods`). */
  method: string;
  /** Where it can be looked up, at most 100 characters; never a code or a secret. */
  reference?: string | null | undefined;
};

export type AllMyDevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type AllMyDevicesQuery = { me: { __typename: 'User', id: string, devices: Array<
      | { __typename: 'BoundDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
      | { __typename: 'OathDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
      | { __typename: 'ProfileDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
      | { __typename: 'PushDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
      | { __typename: 'TrustedDevice', lastUsedText: string | null, useCount: number | null, id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
      | { __typename: 'WebAuthnDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
    > | null } | null };

export type CapabilitiesQueryVariables = Exact<{ [key: string]: never; }>;


export type CapabilitiesQuery = { capabilities: { __typename: 'Capabilities', product: AccessManagementProduct, kinds: Array<{ __typename: 'KindCapability', kind: RegisteredDeviceKind, reset: ResetWay, canRename: boolean }> } };

export type HelpDeskPersonQueryVariables = Exact<{
  id: string | number;
}>;


export type HelpDeskPersonQuery = { user: { __typename: 'User', id: string, realm: string, username: string, displayName: string | null, givenName: string | null, email: string | null, status: UserStatus | null, devicesByKind: Array<{ __typename: 'DevicesOfKind', kind: RegisteredDeviceKind, devices: Array<
        | { __typename: 'BoundDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'OathDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'ProfileDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'PushDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'TrustedDevice', lastUsedText: string | null, useCount: number | null, id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'WebAuthnDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
      > | null }> | null, reset: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, remove: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, rename: { __typename: 'ActionPermission', allowed: boolean }, history: { __typename: 'DeviceChangeConnection', edges: Array<{ __typename: 'DeviceChangeEdge', node: { __typename: 'DeviceChange', id: string, at: string, effect: ChangeEffect, kinds: Array<RegisteredDeviceKind>, dryRun: boolean, outcome: RecordedOutcome | null, refusal: string | null, ticket: string | null, reason: string | null, isOverride: boolean, actor: { __typename: 'ChangeActor', amId: string, role: CallerRole }, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null }>, verification: { __typename: 'ChangeVerification', method: string, at: string } | null } }> } | null } | null };

type DeviceFound_BoundDevice_Fragment = { __typename: 'BoundDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFound_OathDevice_Fragment = { __typename: 'OathDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFound_ProfileDevice_Fragment = { __typename: 'ProfileDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFound_PushDevice_Fragment = { __typename: 'PushDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFound_TrustedDevice_Fragment = { __typename: 'TrustedDevice', lastUsedText: string | null, useCount: number | null, id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFound_WebAuthnDevice_Fragment = { __typename: 'WebAuthnDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

export type DeviceFoundFragment =
  | DeviceFound_BoundDevice_Fragment
  | DeviceFound_OathDevice_Fragment
  | DeviceFound_ProfileDevice_Fragment
  | DeviceFound_PushDevice_Fragment
  | DeviceFound_TrustedDevice_Fragment
  | DeviceFound_WebAuthnDevice_Fragment
;

export type ChangeFoundFragment = { __typename: 'DeviceChange', id: string, at: string, effect: ChangeEffect, kinds: Array<RegisteredDeviceKind>, dryRun: boolean, outcome: RecordedOutcome | null, refusal: string | null, ticket: string | null, reason: string | null, isOverride: boolean, actor: { __typename: 'ChangeActor', amId: string, role: CallerRole }, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null }>, verification: { __typename: 'ChangeVerification', method: string, at: string } | null };

export type MyDevicesPageQueryVariables = Exact<{ [key: string]: never; }>;


export type MyDevicesPageQuery = { me: { __typename: 'User', id: string, devicesByKind: Array<{ __typename: 'DevicesOfKind', kind: RegisteredDeviceKind, devices: Array<
        | { __typename: 'BoundDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'OathDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'ProfileDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'PushDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'TrustedDevice', lastUsedText: string | null, useCount: number | null, id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
        | { __typename: 'WebAuthnDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }
      > | null }> | null, reset: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, remove: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, rename: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, history: { __typename: 'DeviceChangeConnection', edges: Array<{ __typename: 'DeviceChangeEdge', node: { __typename: 'DeviceChange', id: string, at: string, effect: ChangeEffect, kinds: Array<RegisteredDeviceKind>, dryRun: boolean, outcome: RecordedOutcome | null, refusal: string | null, actor: { __typename: 'ChangeActor', role: CallerRole }, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null }> } }> } | null } | null };

type DeviceRow_BoundDevice_Fragment = { __typename: 'BoundDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceRow_OathDevice_Fragment = { __typename: 'OathDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceRow_ProfileDevice_Fragment = { __typename: 'ProfileDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceRow_PushDevice_Fragment = { __typename: 'PushDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceRow_TrustedDevice_Fragment = { __typename: 'TrustedDevice', lastUsedText: string | null, useCount: number | null, id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceRow_WebAuthnDevice_Fragment = { __typename: 'WebAuthnDevice', id: string, amId: string | null, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

export type DeviceRowFragment =
  | DeviceRow_BoundDevice_Fragment
  | DeviceRow_OathDevice_Fragment
  | DeviceRow_ProfileDevice_Fragment
  | DeviceRow_PushDevice_Fragment
  | DeviceRow_TrustedDevice_Fragment
  | DeviceRow_WebAuthnDevice_Fragment
;

export type ChangeRowFragment = { __typename: 'DeviceChange', id: string, at: string, effect: ChangeEffect, kinds: Array<RegisteredDeviceKind>, dryRun: boolean, outcome: RecordedOutcome | null, refusal: string | null, actor: { __typename: 'ChangeActor', role: CallerRole }, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null }> };

export type MyDevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyDevicesQuery = { me: { __typename: 'User', id: string, displayName: string | null, oathSkip: OathSkip | null, oathDevices: Array<{ __typename: 'OathDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }> | null, pushDevices: Array<{ __typename: 'PushDevice', platform: PushPlatform | null, issuer: string | null, id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }> | null } | null };

type DeviceFacts_BoundDevice_Fragment = { __typename: 'BoundDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFacts_OathDevice_Fragment = { __typename: 'OathDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFacts_ProfileDevice_Fragment = { __typename: 'ProfileDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFacts_PushDevice_Fragment = { __typename: 'PushDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFacts_TrustedDevice_Fragment = { __typename: 'TrustedDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

type DeviceFacts_WebAuthnDevice_Fragment = { __typename: 'WebAuthnDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null };

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


export type PersonActionsQuery = { user: { __typename: 'User', id: string, displayName: string | null, viewDevices: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, viewProfileData: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, reset: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, remove: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null }, rename: { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null } } | null };

export type AllowedFragment = { __typename: 'ActionPermission', allowed: boolean, reason: DenialReason | null };

export type PersonDevicesQueryVariables = Exact<{
  id: string | number;
  realm?: string | null | undefined;
}>;


export type PersonDevicesQuery = { user: { __typename: 'User', id: string, realm: string, username: string, displayName: string | null, givenName: string | null, familyName: string | null, email: string | null, status: UserStatus | null, oathSkip: OathSkip | null, oathDevices: Array<{ __typename: 'OathDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }> | null, pushDevices: Array<{ __typename: 'PushDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null, lastUsedAt: string | null, canManage: boolean | null }> | null } | null };

export type PersonHistoryQueryVariables = Exact<{
  id: string | number;
  realm?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type PersonHistoryQuery = { user: { __typename: 'User', id: string, displayName: string | null, history: { __typename: 'DeviceChangeConnection', edges: Array<{ __typename: 'DeviceChangeEdge', cursor: string, node: { __typename: 'DeviceChange', id: string, at: string, effect: ChangeEffect, kinds: Array<RegisteredDeviceKind>, dryRun: boolean, outcome: RecordedOutcome | null, refusal: string | null, reason: string | null, ticket: string | null, isOverride: boolean, actor: { __typename: 'ChangeActor', amId: string, realm: string | null, role: CallerRole }, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null }>, verification: { __typename: 'ChangeVerification', method: string, at: string, reference: string | null } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type RealmHistoryQueryVariables = Exact<{
  realm?: string | null | undefined;
  filter?: ChangeFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type RealmHistoryQuery = { changes: { __typename: 'DeviceChangeConnection', edges: Array<{ __typename: 'DeviceChangeEdge', cursor: string, node: { __typename: 'DeviceChange', id: string, at: string, effect: ChangeEffect, kinds: Array<RegisteredDeviceKind>, dryRun: boolean, outcome: RecordedOutcome | null, refusal: string | null, personAmId: string, realm: string, sessionsEnding: SessionsEnding, sessionsEnded: number | null, reason: string | null, ticket: string | null, isOverride: boolean, correlationId: string, actor: { __typename: 'ChangeActor', amId: string, realm: string | null, role: CallerRole, method: AuthenticationMethod, clientId: string | null }, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null }>, verification: { __typename: 'ChangeVerification', method: string, at: string, reference: string | null } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type RemoveDeviceMutationVariables = Exact<{
  input: RemoveDeviceInput;
}>;


export type RemoveDeviceMutation = { removeDevice: { __typename: 'RemoveDevicePayload', outcome: ChangeOutcome, replayed: boolean, sessionsEnding: SessionsEnding, sessionsEnded: number | null, removedDevice: { __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null } | null, user: { __typename: 'User', id: string, devices: Array<
        | { __typename: 'BoundDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'OathDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'ProfileDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'PushDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'TrustedDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'WebAuthnDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
      > | null, oathDevices: Array<{ __typename: 'OathDevice', id: string }> | null, pushDevices: Array<{ __typename: 'PushDevice', id: string }> | null } | null, change: { __typename: 'ChangeReference', id: string, at: string } | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DeviceNotFound', message: string, path: Array<string> | null }
      | { __typename: 'IdempotencyKeyReused', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<RegisteredDeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type RenameDeviceMutationVariables = Exact<{
  input: RenameDeviceInput;
}>;


export type RenameDeviceMutation = { renameDevice: { __typename: 'RenameDevicePayload', outcome: ChangeOutcome, replayed: boolean, sessionsEnding: SessionsEnding, sessionsEnded: number | null, device:
      | { __typename: 'BoundDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
      | { __typename: 'OathDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
      | { __typename: 'ProfileDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
      | { __typename: 'PushDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
      | { __typename: 'TrustedDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
      | { __typename: 'WebAuthnDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
     | null, user: { __typename: 'User', id: string } | null, change: { __typename: 'ChangeReference', id: string, at: string } | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DeviceNotFound', message: string, path: Array<string> | null }
      | { __typename: 'IdempotencyKeyReused', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<RegisteredDeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type ResetDevicesMutationVariables = Exact<{
  input: ResetDevicesInput;
}>;


export type ResetDevicesMutation = { resetDevices: { __typename: 'ResetDevicesPayload', replayed: boolean, sessionsEnding: SessionsEnding, sessionsEnded: number | null, results: Array<{ __typename: 'KindReset', kind: RegisteredDeviceKind, outcome: ResetOutcome, verified: boolean, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null }>, errors: Array<
        | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
        | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
        | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
        | { __typename: 'DevicesChanged', message: string, path: Array<string> | null }
        | { __typename: 'IdempotencyKeyReused', message: string, path: Array<string> | null }
        | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
        | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<RegisteredDeviceKind> }
        | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
      > }>, user: { __typename: 'User', id: string, devices: Array<
        | { __typename: 'BoundDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'OathDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'ProfileDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'PushDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'TrustedDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
        | { __typename: 'WebAuthnDevice', id: string, kind: RegisteredDeviceKind, name: string | null }
      > | null, oathDevices: Array<{ __typename: 'OathDevice', id: string }> | null, pushDevices: Array<{ __typename: 'PushDevice', id: string }> | null } | null, change: { __typename: 'ChangeReference', id: string, at: string } | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DevicesChanged', message: string, path: Array<string> | null }
      | { __typename: 'IdempotencyKeyReused', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<RegisteredDeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type ResetOathDevicesMutationVariables = Exact<{
  input: ResetOathDevicesInput;
}>;


export type ResetOathDevicesMutation = { resetOathDevices: { __typename: 'ResetOathDevicesPayload', outcome: ResetOutcome, verified: boolean, oathSkip: OathSkip | null, replayed: boolean, sessionsEnding: SessionsEnding, sessionsEnded: number | null, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null }>, user: { __typename: 'User', id: string, oathDevices: Array<{ __typename: 'OathDevice', id: string }> | null } | null, change: { __typename: 'ChangeReference', id: string, at: string } | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DevicesChanged', message: string, path: Array<string> | null }
      | { __typename: 'IdempotencyKeyReused', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<RegisteredDeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type ResetPushDevicesMutationVariables = Exact<{
  input: ResetPushDevicesInput;
}>;


export type ResetPushDevicesMutation = { resetPushDevices: { __typename: 'ResetPushDevicesPayload', outcome: ResetOutcome, verified: boolean, replayed: boolean, sessionsEnding: SessionsEnding, sessionsEnded: number | null, removedDevices: Array<{ __typename: 'RemovedDevice', id: string, kind: RegisteredDeviceKind, name: string | null, registeredAt: string | null }>, user: { __typename: 'User', id: string, pushDevices: Array<{ __typename: 'PushDevice', id: string }> | null } | null, change: { __typename: 'ChangeReference', id: string, at: string } | null, errors: Array<
      | { __typename: 'ChangeNotDone', message: string, path: Array<string> | null }
      | { __typename: 'ChangeOutcomeUnknown', message: string, path: Array<string> | null }
      | { __typename: 'ChangeRefused', message: string, path: Array<string> | null }
      | { __typename: 'DevicesChanged', message: string, path: Array<string> | null }
      | { __typename: 'IdempotencyKeyReused', message: string, path: Array<string> | null }
      | { __typename: 'NotSupportedUpstream', message: string, path: Array<string> | null }
      | { __typename: 'StepUpRequired', message: string, path: Array<string> | null, acceptedKinds: Array<RegisteredDeviceKind> }
      | { __typename: 'UserNotFound', message: string, path: Array<string> | null }
    > } | null };

export type SearchPeopleQueryVariables = Exact<{
  search: string;
  realm?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchPeopleQuery = { users: { __typename: 'UserConnection', edges: Array<{ __typename: 'UserEdge', cursor: string, node: { __typename: 'User', id: string, realm: string, username: string, displayName: string | null, email: string | null, status: UserStatus | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { caller: { __typename: 'Caller', roles: Array<CallerRole>, realm: string | null, realms: Array<string>, reasonRequired: boolean, ticketPattern: string | null, verificationMethods: Array<string>, canSearch: boolean, canResetOthers: boolean, canChangeOwn: boolean, signedInAt: string | null, expiresAt: string | null, idleExpiresAt: string | null }, capabilities: { __typename: 'Capabilities', product: AccessManagementProduct, kinds: Array<{ __typename: 'KindCapability', kind: RegisteredDeviceKind, canRename: boolean }> }, me: { __typename: 'User', id: string, displayName: string | null, username: string } | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { caller: { __typename: 'Caller', roles: Array<CallerRole>, method: AuthenticationMethod | null, realm: string | null, realms: Array<string>, reasonRequired: boolean, ticketPattern: string | null, verificationMethods: Array<string>, canSearch: boolean, canResetOthers: boolean, canChangeOwn: boolean, signedInAt: string | null, expiresAt: string | null, idleExpiresAt: string | null } };

export const DeviceFoundFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFound"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrustedDevice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastUsedText"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientFragment<DeviceFoundFragment>;
export const ChangeFoundFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangeFound"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"effect"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amId"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"isOverride"}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientFragment<ChangeFoundFragment>;
export const DeviceRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrustedDevice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastUsedText"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientFragment<DeviceRowFragment>;
export const ChangeRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"effect"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientFragment<ChangeRowFragment>;
export const DeviceFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientFragment<DeviceFactsFragment>;
export const AllowedFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Allowed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionPermission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientFragment<AllowedFragment>;
export const AllMyDevicesDocument = {"__meta__":{"hash":"2d30cf05ca9db9adb5bb6140b3465222ba99ada4ef60bf803fe37475553a07ef","text":"query AllMyDevices {\n  me {\n    id\n    devices {\n      __typename\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n      ... on TrustedDevice {\n        lastUsedText\n        useCount\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AllMyDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrustedDevice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastUsedText"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<AllMyDevicesQuery, AllMyDevicesQueryVariables>;
export const CapabilitiesDocument = {"__meta__":{"hash":"9aee19679428e9bb0d79dc83e620802c3706e97028f87fd3268189721be25316","text":"query Capabilities {\n  capabilities {\n    product\n    kinds {\n      kind\n      reset\n      canRename\n      __typename\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"product"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reset"}},{"kind":"Field","name":{"kind":"Name","value":"canRename"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<CapabilitiesQuery, CapabilitiesQueryVariables>;
export const HelpDeskPersonDocument = {"__meta__":{"hash":"71f79e5c5095ad07e3c84196c0437b56441c6dc72974891ea635fb274e96b84e","text":"query HelpDeskPerson($id: ID!) {\n  user(id: $id) {\n    id\n    realm\n    username\n    displayName\n    givenName\n    email\n    status\n    devicesByKind {\n      kind\n      devices {\n        ...DeviceFound\n        __typename\n      }\n      __typename\n    }\n    reset: callerCan(action: RESET) {\n      allowed\n      reason\n      __typename\n    }\n    remove: callerCan(action: REMOVE) {\n      allowed\n      reason\n      __typename\n    }\n    rename: callerCan(action: RENAME) {\n      allowed\n      __typename\n    }\n    history(first: 10) {\n      edges {\n        node {\n          ...ChangeFound\n          __typename\n        }\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment DeviceFound on Device {\n  __typename\n  id\n  amId\n  kind\n  name\n  registeredAt\n  lastUsedAt\n  canManage\n  ... on TrustedDevice {\n    lastUsedText\n    useCount\n    __typename\n  }\n}\n\nfragment ChangeFound on DeviceChange {\n  id\n  at\n  effect\n  kinds\n  dryRun\n  outcome\n  refusal\n  actor {\n    amId\n    role\n    __typename\n  }\n  removedDevices {\n    id\n    kind\n    name\n    __typename\n  }\n  ticket\n  reason\n  isOverride\n  verification {\n    method\n    at\n    __typename\n  }\n  __typename\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"HelpDeskPerson"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"devicesByKind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFound"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"reset"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"RESET"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"remove"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"REMOVE"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"rename"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"RENAME"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangeFound"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFound"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrustedDevice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastUsedText"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangeFound"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"effect"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amId"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"isOverride"}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientDocument<HelpDeskPersonQuery, HelpDeskPersonQueryVariables>;
export const MyDevicesPageDocument = {"__meta__":{"hash":"9b3a3e87b560b0ee6fae4bbb862cd44ea034dc377b9f1e8e8cc3e623ee913648","text":"query MyDevicesPage {\n  me {\n    id\n    devicesByKind {\n      kind\n      devices {\n        ...DeviceRow\n        __typename\n      }\n      __typename\n    }\n    reset: callerCan(action: RESET) {\n      allowed\n      reason\n      __typename\n    }\n    remove: callerCan(action: REMOVE) {\n      allowed\n      reason\n      __typename\n    }\n    rename: callerCan(action: RENAME) {\n      allowed\n      reason\n      __typename\n    }\n    history(first: 10) {\n      edges {\n        node {\n          ...ChangeRow\n          __typename\n        }\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment DeviceRow on Device {\n  __typename\n  id\n  amId\n  kind\n  name\n  registeredAt\n  lastUsedAt\n  canManage\n  ... on TrustedDevice {\n    lastUsedText\n    useCount\n    __typename\n  }\n}\n\nfragment ChangeRow on DeviceChange {\n  id\n  at\n  effect\n  kinds\n  dryRun\n  outcome\n  refusal\n  actor {\n    role\n    __typename\n  }\n  removedDevices {\n    id\n    kind\n    name\n    __typename\n  }\n  __typename\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyDevicesPage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"devicesByKind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceRow"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"reset"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"RESET"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"remove"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"REMOVE"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"rename"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"RENAME"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangeRow"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrustedDevice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastUsedText"}},{"kind":"Field","name":{"kind":"Name","value":"useCount"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"effect"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientDocument<MyDevicesPageQuery, MyDevicesPageQueryVariables>;
export const MyDevicesDocument = {"__meta__":{"hash":"b1abe7a31b473bccc842ed85e9e5196d2a61338082250eb3a46bd260942184c0","text":"query MyDevices {\n  me {\n    id\n    displayName\n    oathSkip\n    oathDevices {\n      ...DeviceFacts\n      __typename\n    }\n    pushDevices {\n      ...DeviceFacts\n      platform\n      issuer\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment DeviceFacts on Device {\n  id\n  kind\n  name\n  registeredAt\n  lastUsedAt\n  canManage\n  __typename\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFacts"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeviceFacts"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"issuer"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeviceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Device"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientDocument<MyDevicesQuery, MyDevicesQueryVariables>;
export const PersonActionsDocument = {"__meta__":{"hash":"8650c86c8ccfd1d08d6dc998d2afe27b95abcd3b809e7f632f613602b778bdff","text":"query PersonActions($id: ID!, $realm: String) {\n  user(id: $id, realm: $realm) {\n    id\n    displayName\n    viewDevices: callerCan(action: VIEW_DEVICES) {\n      ...Allowed\n      __typename\n    }\n    viewProfileData: callerCan(action: VIEW_PROFILE_DATA) {\n      ...Allowed\n      __typename\n    }\n    reset: callerCan(action: RESET) {\n      ...Allowed\n      __typename\n    }\n    remove: callerCan(action: REMOVE) {\n      ...Allowed\n      __typename\n    }\n    rename: callerCan(action: RENAME) {\n      ...Allowed\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment Allowed on ActionPermission {\n  allowed\n  reason\n  __typename\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PersonActions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","alias":{"kind":"Name","value":"viewDevices"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"VIEW_DEVICES"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Allowed"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"viewProfileData"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"VIEW_PROFILE_DATA"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Allowed"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"reset"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"RESET"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Allowed"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"remove"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"REMOVE"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Allowed"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"rename"},"name":{"kind":"Name","value":"callerCan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"EnumValue","value":"RENAME"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Allowed"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Allowed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionPermission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]} as unknown as ClientDocument<PersonActionsQuery, PersonActionsQueryVariables>;
export const PersonDevicesDocument = {"__meta__":{"hash":"6f1bc4349da90da0d191e7328e8a5ed35d682ddfafc6f1d300544add6d50eb8f","text":"query PersonDevices($id: ID!, $realm: String) {\n  user(id: $id, realm: $realm) {\n    id\n    realm\n    username\n    displayName\n    givenName\n    familyName\n    email\n    status\n    oathSkip\n    oathDevices {\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n      __typename\n    }\n    pushDevices {\n      id\n      kind\n      name\n      registeredAt\n      lastUsedAt\n      canManage\n      __typename\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PersonDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"familyName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"canManage"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<PersonDevicesQuery, PersonDevicesQueryVariables>;
export const PersonHistoryDocument = {"__meta__":{"hash":"3f2400acac1b80986e89220e1ddb22578ecf38771ba47fa16c8432d952dcab8d","text":"query PersonHistory($id: ID!, $realm: String, $first: Int! = 10, $after: String) {\n  user(id: $id, realm: $realm) {\n    id\n    displayName\n    history(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          effect\n          kinds\n          dryRun\n          outcome\n          refusal\n          actor {\n            amId\n            realm\n            role\n            __typename\n          }\n          removedDevices {\n            id\n            kind\n            name\n            registeredAt\n            __typename\n          }\n          reason\n          ticket\n          verification {\n            method\n            at\n            reference\n            __typename\n          }\n          isOverride\n          __typename\n        }\n        __typename\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PersonHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},"defaultValue":{"kind":"IntValue","value":"10"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"effect"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amId"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isOverride"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<PersonHistoryQuery, PersonHistoryQueryVariables>;
export const RealmHistoryDocument = {"__meta__":{"hash":"96a5a26b2049a03b7fee7f43c2c7d094dfeeb8d7a89aa3974088d9fa3d65b049","text":"query RealmHistory($realm: String, $filter: ChangeFilter, $first: Int! = 20, $after: String) {\n  changes(realm: $realm, filter: $filter, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        id\n        at\n        effect\n        kinds\n        dryRun\n        outcome\n        refusal\n        personAmId\n        realm\n        actor {\n          amId\n          realm\n          role\n          method\n          clientId\n          __typename\n        }\n        removedDevices {\n          id\n          kind\n          name\n          registeredAt\n          __typename\n        }\n        sessionsEnding\n        sessionsEnded\n        reason\n        ticket\n        verification {\n          method\n          at\n          reference\n          __typename\n        }\n        isOverride\n        correlationId\n        __typename\n      }\n      __typename\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n      __typename\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RealmHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"effect"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"personAmId"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amId"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnding"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnded"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isOverride"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<RealmHistoryQuery, RealmHistoryQueryVariables>;
export const RemoveDeviceDocument = {"__meta__":{"hash":"6302de1a6d899ef56039eeb8ef48161c655c061e67c0d3c99cb96fe6443620b1","text":"mutation RemoveDevice($input: RemoveDeviceInput!) {\n  removeDevice(input: $input) {\n    outcome\n    removedDevice {\n      id\n      kind\n      name\n      registeredAt\n      __typename\n    }\n    user {\n      id\n      devices {\n        id\n        kind\n        name\n        __typename\n      }\n      oathDevices {\n        id\n        __typename\n      }\n      pushDevices {\n        id\n        __typename\n      }\n      __typename\n    }\n    change {\n      id\n      at\n      __typename\n    }\n    replayed\n    sessionsEnding\n    sessionsEnded\n    errors {\n      __typename\n      ... on ChangeError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnding"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnded"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<RemoveDeviceMutation, RemoveDeviceMutationVariables>;
export const RenameDeviceDocument = {"__meta__":{"hash":"53a3cd0d5907ea1d57dcaeccc585f6153f2028aab60d5ec82da07126725165c1","text":"mutation RenameDevice($input: RenameDeviceInput!) {\n  renameDevice(input: $input) {\n    outcome\n    device {\n      id\n      kind\n      name\n      __typename\n    }\n    user {\n      id\n      __typename\n    }\n    change {\n      id\n      at\n      __typename\n    }\n    replayed\n    sessionsEnding\n    sessionsEnded\n    errors {\n      __typename\n      ... on ChangeError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenameDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RenameDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"renameDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnding"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnded"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<RenameDeviceMutation, RenameDeviceMutationVariables>;
export const ResetDevicesDocument = {"__meta__":{"hash":"fd9927158e2dd7af3e9c8e65a012e1c61e0801c94293ceb9b1c3109fb63fa965","text":"mutation ResetDevices($input: ResetDevicesInput!) {\n  resetDevices(input: $input) {\n    results {\n      kind\n      outcome\n      verified\n      removedDevices {\n        id\n        kind\n        name\n        registeredAt\n        __typename\n      }\n      errors {\n        __typename\n        ... on ChangeError {\n          message\n          path\n          __typename\n        }\n        ... on StepUpRequired {\n          acceptedKinds\n          __typename\n        }\n      }\n      __typename\n    }\n    user {\n      id\n      devices {\n        id\n        kind\n        name\n        __typename\n      }\n      oathDevices {\n        id\n        __typename\n      }\n      pushDevices {\n        id\n        __typename\n      }\n      __typename\n    }\n    change {\n      id\n      at\n      __typename\n    }\n    replayed\n    sessionsEnding\n    sessionsEnded\n    errors {\n      __typename\n      ... on ChangeError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnding"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnded"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<ResetDevicesMutation, ResetDevicesMutationVariables>;
export const ResetOathDevicesDocument = {"__meta__":{"hash":"f4dd00d6dc630a5965be8c8b640bbfab587c468706a15c336bd096ccfde062d2","text":"mutation ResetOathDevices($input: ResetOathDevicesInput!) {\n  resetOathDevices(input: $input) {\n    outcome\n    verified\n    removedDevices {\n      id\n      kind\n      name\n      registeredAt\n      __typename\n    }\n    oathSkip\n    user {\n      id\n      oathDevices {\n        id\n        __typename\n      }\n      __typename\n    }\n    change {\n      id\n      at\n      __typename\n    }\n    replayed\n    sessionsEnding\n    sessionsEnded\n    errors {\n      __typename\n      ... on ChangeError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetOathDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetOathDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetOathDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"oathSkip"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"oathDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnding"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnded"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<ResetOathDevicesMutation, ResetOathDevicesMutationVariables>;
export const ResetPushDevicesDocument = {"__meta__":{"hash":"5e206e78a392f262fe26d69d3ee62f261413d74b4a8a6084ea3016d1270bbf4e","text":"mutation ResetPushDevices($input: ResetPushDevicesInput!) {\n  resetPushDevices(input: $input) {\n    outcome\n    verified\n    removedDevices {\n      id\n      kind\n      name\n      registeredAt\n      __typename\n    }\n    user {\n      id\n      pushDevices {\n        id\n        __typename\n      }\n      __typename\n    }\n    change {\n      id\n      at\n      __typename\n    }\n    replayed\n    sessionsEnding\n    sessionsEnded\n    errors {\n      __typename\n      ... on ChangeError {\n        message\n        path\n        __typename\n      }\n      ... on StepUpRequired {\n        acceptedKinds\n        __typename\n      }\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResetPushDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetPushDevicesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetPushDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"removedDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"registeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"pushDevices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnding"}},{"kind":"Field","name":{"kind":"Name","value":"sessionsEnded"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StepUpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedKinds"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<ResetPushDevicesMutation, ResetPushDevicesMutationVariables>;
export const SearchPeopleDocument = {"__meta__":{"hash":"ea57b437a0bf3920c3dd5b0065717970a45671571c801b89761f786510541208","text":"query SearchPeople($search: String!, $realm: String, $first: Int, $after: String) {\n  users(search: $search, realm: $realm, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        id\n        realm\n        username\n        displayName\n        email\n        status\n        __typename\n      }\n      __typename\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n      __typename\n    }\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SearchPeople"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"realm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"realm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"realm"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<SearchPeopleQuery, SearchPeopleQueryVariables>;
export const ViewerDocument = {"__meta__":{"hash":"1a6419c9427add5365a2dc4b40fab3b9610dd6989c914ffa37936080109a3d2b","text":"query Viewer {\n  caller {\n    roles\n    realm\n    realms\n    reasonRequired\n    ticketPattern\n    verificationMethods\n    canSearch\n    canResetOthers\n    canChangeOwn\n    signedInAt\n    expiresAt\n    idleExpiresAt\n    __typename\n  }\n  capabilities {\n    product\n    kinds {\n      kind\n      canRename\n      __typename\n    }\n    __typename\n  }\n  me {\n    id\n    displayName\n    username\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caller"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"realms"}},{"kind":"Field","name":{"kind":"Name","value":"reasonRequired"}},{"kind":"Field","name":{"kind":"Name","value":"ticketPattern"}},{"kind":"Field","name":{"kind":"Name","value":"verificationMethods"}},{"kind":"Field","name":{"kind":"Name","value":"canSearch"}},{"kind":"Field","name":{"kind":"Name","value":"canResetOthers"}},{"kind":"Field","name":{"kind":"Name","value":"canChangeOwn"}},{"kind":"Field","name":{"kind":"Name","value":"signedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"idleExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"product"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"canRename"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<ViewerQuery, ViewerQueryVariables>;
export const WhoAmIDocument = {"__meta__":{"hash":"639814216dbe68a3866d191beb4b6da538c7ca8fe96feee17cc97460c95eb5c6","text":"query WhoAmI {\n  caller {\n    roles\n    method\n    realm\n    realms\n    reasonRequired\n    ticketPattern\n    verificationMethods\n    canSearch\n    canResetOthers\n    canChangeOwn\n    signedInAt\n    expiresAt\n    idleExpiresAt\n    __typename\n  }\n}"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"caller"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"realm"}},{"kind":"Field","name":{"kind":"Name","value":"realms"}},{"kind":"Field","name":{"kind":"Name","value":"reasonRequired"}},{"kind":"Field","name":{"kind":"Name","value":"ticketPattern"}},{"kind":"Field","name":{"kind":"Name","value":"verificationMethods"}},{"kind":"Field","name":{"kind":"Name","value":"canSearch"}},{"kind":"Field","name":{"kind":"Name","value":"canResetOthers"}},{"kind":"Field","name":{"kind":"Name","value":"canChangeOwn"}},{"kind":"Field","name":{"kind":"Name","value":"signedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"idleExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as ClientDocument<WhoAmIQuery, WhoAmIQueryVariables>;