/** Written by `npm run generate` from a run of the operations on the sandbox. */
import type {
  WhoAmIQuery,
  CapabilitiesQuery,
  MyDevicesQuery,
  AllMyDevicesQuery,
  SearchPeopleQuery,
  PersonDevicesQuery,
  PersonActionsQuery,
  ResetOathDevicesMutation,
  ResetPushDevicesMutation,
  ResetDevicesMutation,
  RemoveDeviceMutation,
  RenameDeviceMutation,
} from './operations.ts';

/** The data of an answer to each documented operation, by the operation's name. */
export interface SampleAnswers {
  readonly WhoAmI: WhoAmIQuery;
  readonly Capabilities: CapabilitiesQuery;
  readonly MyDevices: MyDevicesQuery;
  readonly AllMyDevices: AllMyDevicesQuery;
  readonly SearchPeople: SearchPeopleQuery;
  readonly PersonDevices: PersonDevicesQuery;
  readonly PersonActions: PersonActionsQuery;
  readonly ResetOathDevices: ResetOathDevicesMutation;
  readonly ResetPushDevices: ResetPushDevicesMutation;
  readonly ResetDevices: ResetDevicesMutation;
  readonly RemoveDevice: RemoveDeviceMutation;
  readonly RenameDevice: RenameDeviceMutation;
}

/** What the sandbox answers about bob; to `WhoAmI`, about the caller. */
export const sampleAnswers: SampleAnswers = {
  WhoAmI: {
    viewer: {
      roles: ['SELF', 'HELP_DESK'],
      means: 'SESSION',
      realm: 'alpha',
      canSearch: true,
      canResetOthers: true,
      canChangeOwn: true,
      signedInAt: null,
      expiresAt: '2026-12-01T11:02:04.000Z',
      idleExpiresAt: '2026-12-01T09:32:04.000Z',
      __typename: 'Viewer',
    },
  },
  Capabilities: {
    capabilities: {
      flavor: 'pingam',
      kinds: [
        { kind: 'OATH', reset: 'AT_ONCE', canRename: true, __typename: 'KindCapability' },
        { kind: 'PUSH', reset: 'AT_ONCE', canRename: true, __typename: 'KindCapability' },
        { kind: 'WEB_AUTHN', reset: 'ONE_BY_ONE', canRename: true, __typename: 'KindCapability' },
        { kind: 'BOUND', reset: 'ONE_BY_ONE', canRename: true, __typename: 'KindCapability' },
        { kind: 'PROFILE', reset: 'ONE_BY_ONE', canRename: true, __typename: 'KindCapability' },
        { kind: 'TRUSTED', reset: 'ONE_BY_ONE', canRename: false, __typename: 'KindCapability' },
      ],
      __typename: 'Capabilities',
    },
  },
  MyDevices: {
    me: {
      id: 'bob',
      displayName: 'Bob Example',
      oathSkip: 'REQUIRED',
      oathDevices: [
        {
          id: 'b0b00000-0a70-4000-8000-000000000001',
          kind: 'OATH',
          name: "Bob's phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
          __typename: 'OathDevice',
        },
        {
          id: 'b0b00000-0a70-4000-8000-000000000002',
          kind: 'OATH',
          name: "Bob's old phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
          __typename: 'OathDevice',
        },
      ],
      pushDevices: [
        {
          id: 'b0b00000-9054-4000-8000-000000000001',
          kind: 'PUSH',
          name: "Bob's push phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
          __typename: 'PushDevice',
          platform: null,
          issuer: null,
        },
      ],
      __typename: 'User',
    },
  },
  AllMyDevices: {
    me: {
      id: 'bob',
      devices: [
        {
          __typename: 'OathDevice',
          id: 'b0b00000-0a70-4000-8000-000000000001',
          kind: 'OATH',
          name: "Bob's phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'OathDevice',
          id: 'b0b00000-0a70-4000-8000-000000000002',
          kind: 'OATH',
          name: "Bob's old phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'PushDevice',
          id: 'b0b00000-9054-4000-8000-000000000001',
          kind: 'PUSH',
          name: "Bob's push phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'WebAuthnDevice',
          id: 'b0b00000-3eba-4000-8000-000000000001',
          kind: 'WEB_AUTHN',
          name: "Bob's security key",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'BoundDevice',
          id: 'b0b00000-b1d0-4000-8000-000000000001',
          kind: 'BOUND',
          name: "Bob's bound phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'ProfileDevice',
          id: 'b0b5f9c2e1d4-MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A',
          kind: 'PROFILE',
          name: "Bob's browser",
          registeredAt: null,
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'TrustedDevice',
          id: 'b0b00000-7205-4000-8000-000000000001',
          kind: 'TRUSTED',
          name: "Bob's laptop",
          registeredAt: null,
          lastUsedAt: null,
          canManage: true,
          lastUsedText: 'Nov 20, 2026, 10:00 AM',
          useCount: 12,
        },
      ],
      __typename: 'User',
    },
  },
  SearchPeople: {
    users: {
      edges: [
        {
          cursor: 'MCBib2I',
          node: {
            id: 'bob',
            realm: 'alpha',
            username: 'bob',
            displayName: 'Bob Example',
            email: 'bob@example.com',
            status: 'ACTIVE',
            __typename: 'User',
          },
          __typename: 'UserEdge',
        },
      ],
      pageInfo: { hasNextPage: false, endCursor: 'MCBib2I', __typename: 'PageInfo' },
      __typename: 'UserConnection',
    },
  },
  PersonDevices: {
    user: {
      id: 'bob',
      realm: 'alpha',
      username: 'bob',
      displayName: 'Bob Example',
      givenName: 'Bob',
      familyName: 'Example',
      email: 'bob@example.com',
      status: 'ACTIVE',
      oathSkip: 'REQUIRED',
      oathDevices: [
        {
          id: 'b0b00000-0a70-4000-8000-000000000001',
          kind: 'OATH',
          name: "Bob's phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
          __typename: 'OathDevice',
        },
        {
          id: 'b0b00000-0a70-4000-8000-000000000002',
          kind: 'OATH',
          name: "Bob's old phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
          __typename: 'OathDevice',
        },
      ],
      pushDevices: [
        {
          id: 'b0b00000-9054-4000-8000-000000000001',
          kind: 'PUSH',
          name: "Bob's push phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
          __typename: 'PushDevice',
        },
      ],
      __typename: 'User',
    },
  },
  PersonActions: {
    user: {
      id: 'bob',
      displayName: 'Bob Example',
      viewerCan: {
        viewDevices: { allowed: true, reason: null, __typename: 'Permission' },
        viewProfileData: { allowed: false, reason: 'FORBIDDEN', __typename: 'Permission' },
        resetOath: { allowed: true, reason: null, __typename: 'Permission' },
        resetPush: { allowed: true, reason: null, __typename: 'Permission' },
        resetWebAuthn: { allowed: true, reason: null, __typename: 'Permission' },
        resetBound: { allowed: true, reason: null, __typename: 'Permission' },
        resetProfile: { allowed: true, reason: null, __typename: 'Permission' },
        resetTrusted: { allowed: true, reason: null, __typename: 'Permission' },
        removeDevice: { allowed: false, reason: 'FORBIDDEN', __typename: 'Permission' },
        renameDevice: { allowed: false, reason: 'FORBIDDEN', __typename: 'Permission' },
        __typename: 'UserActions',
      },
      __typename: 'User',
    },
  },
  ResetOathDevices: {
    resetOathDevices: {
      outcome: 'DONE',
      verified: true,
      removedDevices: [
        {
          id: 'b0b00000-0a70-4000-8000-000000000001',
          kind: 'OATH',
          name: "Bob's phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          __typename: 'RemovedDevice',
        },
        {
          id: 'b0b00000-0a70-4000-8000-000000000002',
          kind: 'OATH',
          name: "Bob's old phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          __typename: 'RemovedDevice',
        },
      ],
      oathSkip: 'NOT_SET',
      user: { id: 'bob', oathDevices: [], __typename: 'User' },
      errors: [],
      __typename: 'ResetOathDevicesPayload',
    },
  },
  ResetPushDevices: {
    resetPushDevices: {
      outcome: 'DONE',
      verified: true,
      removedDevices: [
        {
          id: 'b0b00000-9054-4000-8000-000000000001',
          kind: 'PUSH',
          name: "Bob's push phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          __typename: 'RemovedDevice',
        },
      ],
      user: { id: 'bob', pushDevices: [], __typename: 'User' },
      errors: [],
      __typename: 'ResetPushDevicesPayload',
    },
  },
  ResetDevices: {
    resetDevices: {
      results: [
        {
          kind: 'OATH',
          outcome: 'DONE',
          verified: true,
          removedDevices: [
            {
              id: 'b0b00000-0a70-4000-8000-000000000001',
              kind: 'OATH',
              name: "Bob's phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              __typename: 'RemovedDevice',
            },
            {
              id: 'b0b00000-0a70-4000-8000-000000000002',
              kind: 'OATH',
              name: "Bob's old phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              __typename: 'RemovedDevice',
            },
          ],
          errors: [],
          __typename: 'KindReset',
        },
        {
          kind: 'TRUSTED',
          outcome: 'DONE',
          verified: true,
          removedDevices: [
            {
              id: 'b0b00000-7205-4000-8000-000000000001',
              kind: 'TRUSTED',
              name: "Bob's laptop",
              registeredAt: null,
              __typename: 'RemovedDevice',
            },
          ],
          errors: [],
          __typename: 'KindReset',
        },
      ],
      errors: [],
      __typename: 'ResetDevicesPayload',
    },
  },
  RemoveDevice: {
    removeDevice: {
      outcome: 'DONE',
      removedDevice: {
        id: 'b0b00000-0a70-4000-8000-000000000001',
        kind: 'OATH',
        name: "Bob's phone",
        registeredAt: '2026-01-05T08:00:00.000Z',
        __typename: 'RemovedDevice',
      },
      errors: [],
      __typename: 'RemoveDevicePayload',
    },
  },
  RenameDevice: {
    renameDevice: {
      outcome: 'DONE',
      device: {
        id: 'b0b00000-0a70-4000-8000-000000000001',
        kind: 'OATH',
        name: 'Work phone',
        __typename: 'OathDevice',
      },
      errors: [],
      __typename: 'RenameDevicePayload',
    },
  },
};
