/** Written by `npm run generate` from a run of the operations on the sandbox. */
import type {
  WhoAmIQuery,
  CapabilitiesQuery,
  MyDevicesQuery,
  AllMyDevicesQuery,
  ViewerQuery,
  MyDevicesPageQuery,
  SearchPeopleQuery,
  PersonDevicesQuery,
  HelpDeskPersonQuery,
  PersonHistoryQuery,
  RealmHistoryQuery,
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
  readonly Viewer: ViewerQuery;
  readonly MyDevicesPage: MyDevicesPageQuery;
  readonly SearchPeople: SearchPeopleQuery;
  readonly PersonDevices: PersonDevicesQuery;
  readonly HelpDeskPerson: HelpDeskPersonQuery;
  readonly PersonHistory: PersonHistoryQuery;
  readonly RealmHistory: RealmHistoryQuery;
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
    caller: {
      roles: ['SELF', 'HELP_DESK'],
      method: 'SESSION',
      realm: 'alpha',
      realms: ['alpha'],
      reasonRequired: false,
      ticketPattern: null,
      verificationMethods: [],
      canSearch: true,
      canResetOthers: true,
      canChangeOwn: true,
      signedInAt: null,
      expiresAt: '2026-12-01T11:02:04.000Z',
      idleExpiresAt: '2026-12-01T09:32:04.000Z',
      __typename: 'Caller',
    },
  },
  Capabilities: {
    capabilities: {
      product: 'PINGAM',
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
      id: 'User=WyJhbHBoYSIsImJvYiJd',
      displayName: 'Bob Example',
      oathSkip: 'REQUIRED',
      oathDevices: [
        {
          id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
          kind: 'OATH',
          name: "Bob's phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
          __typename: 'OathDevice',
        },
        {
          id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
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
          id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
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
      id: 'User=WyJhbHBoYSIsImJvYiJd',
      devices: [
        {
          __typename: 'OathDevice',
          id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
          kind: 'OATH',
          name: "Bob's phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'OathDevice',
          id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
          kind: 'OATH',
          name: "Bob's old phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'PushDevice',
          id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
          kind: 'PUSH',
          name: "Bob's push phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'WebAuthnDevice',
          id: 'Device=WyJhbHBoYSIsImJvYiIsIldFQl9BVVRITiIsImIwYjAwMDAwLTNlYmEtNDAwMC04MDAwLTAwMDAwMDAwMDAwMSJd',
          kind: 'WEB_AUTHN',
          name: "Bob's security key",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'BoundDevice',
          id: 'Device=WyJhbHBoYSIsImJvYiIsIkJPVU5EIiwiYjBiMDAwMDAtYjFkMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0',
          kind: 'BOUND',
          name: "Bob's bound phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
        },
        {
          __typename: 'ProfileDevice',
          id: 'Device=WyJhbHBoYSIsImJvYiIsIlBST0ZJTEUiLCJiMGI1ZjljMmUxZDQtTUlJQklqQU5CZ2txaGtpRzl3MEJBUUVGQUFPQ0FROEEiXQ',
          kind: 'PROFILE',
          name: "Bob's browser",
          registeredAt: null,
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: null,
        },
        {
          __typename: 'TrustedDevice',
          id: 'Device=WyJhbHBoYSIsImJvYiIsIlRSVVNURUQiLCJiMGIwMDAwMC03MjA1LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
          kind: 'TRUSTED',
          name: "Bob's laptop",
          registeredAt: null,
          lastUsedAt: null,
          canManage: null,
          lastUsedText: 'Nov 20, 2026, 10:00 AM',
          useCount: 12,
        },
      ],
      __typename: 'User',
    },
  },
  Viewer: {
    caller: {
      roles: ['SELF', 'HELP_DESK'],
      realm: 'alpha',
      realms: ['alpha'],
      reasonRequired: false,
      ticketPattern: null,
      verificationMethods: [],
      canSearch: true,
      canResetOthers: true,
      canChangeOwn: true,
      signedInAt: null,
      expiresAt: '2026-12-01T11:08:16.000Z',
      idleExpiresAt: '2026-12-01T09:38:16.000Z',
      __typename: 'Caller',
    },
    capabilities: {
      product: 'PINGAM',
      kinds: [
        { kind: 'OATH', canRename: true, __typename: 'KindCapability' },
        { kind: 'PUSH', canRename: true, __typename: 'KindCapability' },
        { kind: 'WEB_AUTHN', canRename: true, __typename: 'KindCapability' },
        { kind: 'BOUND', canRename: true, __typename: 'KindCapability' },
        { kind: 'PROFILE', canRename: true, __typename: 'KindCapability' },
        { kind: 'TRUSTED', canRename: false, __typename: 'KindCapability' },
      ],
      __typename: 'Capabilities',
    },
    me: {
      id: 'User=WyJhbHBoYSIsImhlbGVuIl0',
      displayName: 'Helen Example',
      username: 'helen',
      __typename: 'User',
    },
  },
  MyDevicesPage: {
    me: {
      id: 'User=WyJhbHBoYSIsImJvYiJd',
      devicesByKind: [
        {
          kind: 'OATH',
          devices: [
            {
              __typename: 'OathDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
              amId: 'b0b00000-0a70-4000-8000-000000000001',
              kind: 'OATH',
              name: "Bob's phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
            {
              __typename: 'OathDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
              amId: 'b0b00000-0a70-4000-8000-000000000002',
              kind: 'OATH',
              name: "Bob's old phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'PUSH',
          devices: [
            {
              __typename: 'PushDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
              amId: 'b0b00000-9054-4000-8000-000000000001',
              kind: 'PUSH',
              name: "Bob's push phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'WEB_AUTHN',
          devices: [
            {
              __typename: 'WebAuthnDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIldFQl9BVVRITiIsImIwYjAwMDAwLTNlYmEtNDAwMC04MDAwLTAwMDAwMDAwMDAwMSJd',
              amId: 'b0b00000-3eba-4000-8000-000000000001',
              kind: 'WEB_AUTHN',
              name: "Bob's security key",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'BOUND',
          devices: [
            {
              __typename: 'BoundDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIkJPVU5EIiwiYjBiMDAwMDAtYjFkMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0',
              amId: 'b0b00000-b1d0-4000-8000-000000000001',
              kind: 'BOUND',
              name: "Bob's bound phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'PROFILE',
          devices: [
            {
              __typename: 'ProfileDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIlBST0ZJTEUiLCJiMGI1ZjljMmUxZDQtTUlJQklqQU5CZ2txaGtpRzl3MEJBUUVGQUFPQ0FROEEiXQ',
              amId: 'b0b5f9c2e1d4-MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A',
              kind: 'PROFILE',
              name: "Bob's browser",
              registeredAt: null,
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: null,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'TRUSTED',
          devices: [
            {
              __typename: 'TrustedDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIlRSVVNURUQiLCJiMGIwMDAwMC03MjA1LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
              amId: 'b0b00000-7205-4000-8000-000000000001',
              kind: 'TRUSTED',
              name: "Bob's laptop",
              registeredAt: null,
              lastUsedAt: null,
              canManage: null,
              lastUsedText: 'Nov 20, 2026, 10:00 AM',
              useCount: 12,
            },
          ],
          __typename: 'DevicesOfKind',
        },
      ],
      reset: { allowed: true, reason: null, __typename: 'ActionPermission' },
      remove: { allowed: true, reason: null, __typename: 'ActionPermission' },
      rename: { allowed: true, reason: null, __typename: 'ActionPermission' },
      history: { edges: [], __typename: 'DeviceChangeConnection' },
      __typename: 'User',
    },
  },
  SearchPeople: {
    users: {
      edges: [
        {
          cursor: 'MCBib2I',
          node: {
            id: 'User=WyJhbHBoYSIsImJvYiJd',
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
      id: 'User=WyJhbHBoYSIsImJvYiJd',
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
          id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
          kind: 'OATH',
          name: "Bob's phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: true,
          __typename: 'OathDevice',
        },
        {
          id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
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
          id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
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
  HelpDeskPerson: {
    user: {
      id: 'User=WyJhbHBoYSIsImJvYiJd',
      realm: 'alpha',
      username: 'bob',
      displayName: 'Bob Example',
      givenName: 'Bob',
      email: 'bob@example.com',
      status: 'ACTIVE',
      devicesByKind: [
        {
          kind: 'OATH',
          devices: [
            {
              __typename: 'OathDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
              amId: 'b0b00000-0a70-4000-8000-000000000001',
              kind: 'OATH',
              name: "Bob's phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
            {
              __typename: 'OathDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
              amId: 'b0b00000-0a70-4000-8000-000000000002',
              kind: 'OATH',
              name: "Bob's old phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'PUSH',
          devices: [
            {
              __typename: 'PushDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
              amId: 'b0b00000-9054-4000-8000-000000000001',
              kind: 'PUSH',
              name: "Bob's push phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'WEB_AUTHN',
          devices: [
            {
              __typename: 'WebAuthnDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIldFQl9BVVRITiIsImIwYjAwMDAwLTNlYmEtNDAwMC04MDAwLTAwMDAwMDAwMDAwMSJd',
              amId: 'b0b00000-3eba-4000-8000-000000000001',
              kind: 'WEB_AUTHN',
              name: "Bob's security key",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'BOUND',
          devices: [
            {
              __typename: 'BoundDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIkJPVU5EIiwiYjBiMDAwMDAtYjFkMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0',
              amId: 'b0b00000-b1d0-4000-8000-000000000001',
              kind: 'BOUND',
              name: "Bob's bound phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: true,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'PROFILE',
          devices: [
            {
              __typename: 'ProfileDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIlBST0ZJTEUiLCJiMGI1ZjljMmUxZDQtTUlJQklqQU5CZ2txaGtpRzl3MEJBUUVGQUFPQ0FROEEiXQ',
              amId: 'b0b5f9c2e1d4-MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A',
              kind: 'PROFILE',
              name: "Bob's browser",
              registeredAt: null,
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: null,
            },
          ],
          __typename: 'DevicesOfKind',
        },
        {
          kind: 'TRUSTED',
          devices: [
            {
              __typename: 'TrustedDevice',
              id: 'Device=WyJhbHBoYSIsImJvYiIsIlRSVVNURUQiLCJiMGIwMDAwMC03MjA1LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
              amId: 'b0b00000-7205-4000-8000-000000000001',
              kind: 'TRUSTED',
              name: "Bob's laptop",
              registeredAt: null,
              lastUsedAt: null,
              canManage: null,
              lastUsedText: 'Nov 20, 2026, 10:00 AM',
              useCount: 12,
            },
          ],
          __typename: 'DevicesOfKind',
        },
      ],
      reset: { allowed: true, reason: null, __typename: 'ActionPermission' },
      remove: { allowed: false, reason: 'FORBIDDEN', __typename: 'ActionPermission' },
      rename: { allowed: false, __typename: 'ActionPermission' },
      history: { edges: [], __typename: 'DeviceChangeConnection' },
      __typename: 'User',
    },
  },
  PersonHistory: {
    user: {
      id: 'User=WyJhbHBoYSIsImJvYiJd',
      displayName: 'Bob Example',
      history: {
        edges: [],
        pageInfo: { hasNextPage: false, endCursor: null, __typename: 'PageInfo' },
        __typename: 'DeviceChangeConnection',
      },
      __typename: 'User',
    },
  },
  RealmHistory: {
    changes: {
      edges: [],
      pageInfo: { hasNextPage: false, endCursor: null, __typename: 'PageInfo' },
      __typename: 'DeviceChangeConnection',
    },
  },
  PersonActions: {
    user: {
      id: 'User=WyJhbHBoYSIsImJvYiJd',
      displayName: 'Bob Example',
      viewDevices: { allowed: true, reason: null, __typename: 'ActionPermission' },
      viewProfileData: { allowed: false, reason: 'FORBIDDEN', __typename: 'ActionPermission' },
      reset: { allowed: true, reason: null, __typename: 'ActionPermission' },
      remove: { allowed: false, reason: 'FORBIDDEN', __typename: 'ActionPermission' },
      rename: { allowed: false, reason: 'FORBIDDEN', __typename: 'ActionPermission' },
      __typename: 'User',
    },
  },
  ResetOathDevices: {
    resetOathDevices: {
      outcome: 'DONE',
      verified: true,
      removedDevices: [
        {
          id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
          kind: 'OATH',
          name: "Bob's phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          __typename: 'RemovedDevice',
        },
        {
          id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
          kind: 'OATH',
          name: "Bob's old phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          __typename: 'RemovedDevice',
        },
      ],
      oathSkip: 'NOT_SET',
      user: { id: 'User=WyJhbHBoYSIsImJvYiJd', oathDevices: [], __typename: 'User' },
      change: {
        id: '7K3M-9QXT-2BW4-C0HJ',
        at: '2026-12-01T09:00:00.000Z',
        __typename: 'ChangeReference',
      },
      replayed: false,
      sessionsEnding: 'ENDED',
      sessionsEnded: null,
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
          id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
          kind: 'PUSH',
          name: "Bob's push phone",
          registeredAt: '2026-01-05T08:00:00.000Z',
          __typename: 'RemovedDevice',
        },
      ],
      user: { id: 'User=WyJhbHBoYSIsImJvYiJd', pushDevices: [], __typename: 'User' },
      change: {
        id: '7K3M-9QXT-2BW4-C0HJ',
        at: '2026-12-01T09:00:00.000Z',
        __typename: 'ChangeReference',
      },
      replayed: false,
      sessionsEnding: 'ENDED',
      sessionsEnded: null,
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
              id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
              kind: 'OATH',
              name: "Bob's phone",
              registeredAt: '2026-01-05T08:00:00.000Z',
              __typename: 'RemovedDevice',
            },
            {
              id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
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
              id: 'Device=WyJhbHBoYSIsImJvYiIsIlRSVVNURUQiLCJiMGIwMDAwMC03MjA1LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
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
      user: {
        id: 'User=WyJhbHBoYSIsImJvYiJd',
        devices: [
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
            kind: 'PUSH',
            name: "Bob's push phone",
            __typename: 'PushDevice',
          },
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIldFQl9BVVRITiIsImIwYjAwMDAwLTNlYmEtNDAwMC04MDAwLTAwMDAwMDAwMDAwMSJd',
            kind: 'WEB_AUTHN',
            name: "Bob's security key",
            __typename: 'WebAuthnDevice',
          },
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIkJPVU5EIiwiYjBiMDAwMDAtYjFkMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0',
            kind: 'BOUND',
            name: "Bob's bound phone",
            __typename: 'BoundDevice',
          },
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIlBST0ZJTEUiLCJiMGI1ZjljMmUxZDQtTUlJQklqQU5CZ2txaGtpRzl3MEJBUUVGQUFPQ0FROEEiXQ',
            kind: 'PROFILE',
            name: "Bob's browser",
            __typename: 'ProfileDevice',
          },
        ],
        oathDevices: [],
        pushDevices: [
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
            __typename: 'PushDevice',
          },
        ],
        __typename: 'User',
      },
      change: {
        id: '7K3M-9QXT-2BW4-C0HJ',
        at: '2026-12-01T09:00:00.000Z',
        __typename: 'ChangeReference',
      },
      replayed: false,
      sessionsEnding: 'ENDED',
      sessionsEnded: null,
      errors: [],
      __typename: 'ResetDevicesPayload',
    },
  },
  RemoveDevice: {
    removeDevice: {
      outcome: 'DONE',
      removedDevice: {
        id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
        kind: 'OATH',
        name: "Bob's phone",
        registeredAt: '2026-01-05T08:00:00.000Z',
        __typename: 'RemovedDevice',
      },
      user: {
        id: 'User=WyJhbHBoYSIsImJvYiJd',
        devices: [
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
            kind: 'OATH',
            name: "Bob's old phone",
            __typename: 'OathDevice',
          },
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
            kind: 'PUSH',
            name: "Bob's push phone",
            __typename: 'PushDevice',
          },
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIldFQl9BVVRITiIsImIwYjAwMDAwLTNlYmEtNDAwMC04MDAwLTAwMDAwMDAwMDAwMSJd',
            kind: 'WEB_AUTHN',
            name: "Bob's security key",
            __typename: 'WebAuthnDevice',
          },
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIkJPVU5EIiwiYjBiMDAwMDAtYjFkMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0',
            kind: 'BOUND',
            name: "Bob's bound phone",
            __typename: 'BoundDevice',
          },
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIlBST0ZJTEUiLCJiMGI1ZjljMmUxZDQtTUlJQklqQU5CZ2txaGtpRzl3MEJBUUVGQUFPQ0FROEEiXQ',
            kind: 'PROFILE',
            name: "Bob's browser",
            __typename: 'ProfileDevice',
          },
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIlRSVVNURUQiLCJiMGIwMDAwMC03MjA1LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
            kind: 'TRUSTED',
            name: "Bob's laptop",
            __typename: 'TrustedDevice',
          },
        ],
        oathDevices: [
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiXQ',
            __typename: 'OathDevice',
          },
        ],
        pushDevices: [
          {
            id: 'Device=WyJhbHBoYSIsImJvYiIsIlBVU0giLCJiMGIwMDAwMC05MDU0LTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
            __typename: 'PushDevice',
          },
        ],
        __typename: 'User',
      },
      change: {
        id: '7K3M-9QXT-2BW4-C0HJ',
        at: '2026-12-01T09:00:00.000Z',
        __typename: 'ChangeReference',
      },
      replayed: false,
      sessionsEnding: 'NOT_ASKED',
      sessionsEnded: null,
      errors: [],
      __typename: 'RemoveDevicePayload',
    },
  },
  RenameDevice: {
    renameDevice: {
      outcome: 'DONE',
      device: {
        id: 'Device=WyJhbHBoYSIsImJvYiIsIk9BVEgiLCJiMGIwMDAwMC0wYTcwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
        kind: 'OATH',
        name: 'Work phone',
        __typename: 'OathDevice',
      },
      user: { id: 'User=WyJhbHBoYSIsImJvYiJd', __typename: 'User' },
      change: {
        id: '7K3M-9QXT-2BW4-C0HJ',
        at: '2026-12-01T09:00:00.000Z',
        __typename: 'ChangeReference',
      },
      replayed: false,
      sessionsEnding: 'NOT_ASKED',
      sessionsEnded: null,
      errors: [],
      __typename: 'RenameDevicePayload',
    },
  },
};
