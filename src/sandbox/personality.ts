import type { DeviceKindName } from './devices/device-kinds.ts';

/** The product that the sandbox simulates (contract, product names). */
export type Flavor = 'pingam' | 'aic' | 'openam';

/** Resources whose routes are versioned (contract §1.2). */
export type ResourceName =
  | 'authenticate'
  | 'devices'
  | 'groups'
  | 'realms'
  | 'serverinfo'
  | 'serverversion'
  | 'sessions'
  | 'users';

/** A device collection as a flavour serves it (contract §3.1, §3.9). */
export interface DeviceRoute {
  readonly kind: DeviceKindName;
  readonly actions: readonly ('reset' | 'check' | 'skip')[];
  readonly canRename: boolean;
  readonly canRead: boolean;
}

/** Everything that differs by flavour (contract §13). */
export interface Personality {
  readonly flavor: Flavor;
  readonly deployPath: '/am' | '/openam';
  /** The version in `serverinfo/version`. */
  readonly version: string;
  /** The configuration suffix at the end of universal ids (contract §6.2). */
  readonly suffix: string;
  readonly versions: Readonly<Record<ResourceName, readonly string[]>>;
  /** By path below `users/{user}/devices/`. */
  readonly deviceRoutes: Readonly<Record<string, DeviceRoute>>;
  /**
   * Open-source OpenAM: lists contain secrets, unknown users give 500, messages are escaped (U22 to
   * U41).
   */
  readonly isOpenSource: boolean;
  /** AIC: `_id` and the user name of a session are a UUID (contract §3.2). */
  readonly hasUuidIds: boolean;
  /** AIC: `/json` accepts bearer tokens with `fr:am:*` (contract §11). */
  readonly takesBearer: boolean;
}

const amVersions: Personality['versions'] = {
  authenticate: ['1.2', '2.1'],
  devices: ['1.0'],
  groups: ['1.2', '2.1', '3.0', '4.1'],
  realms: ['1.0'],
  serverinfo: ['1.1', '2.0'],
  serverversion: ['1.0'],
  sessions: ['1.2', '2.1', '3.1', '4.0', '5.1'],
  users: ['1.2', '2.1', '3.0', '4.1'],
};

const openamVersions: Personality['versions'] = {
  ...amVersions,
  groups: ['1.2', '2.1', '3.0'],
  serverinfo: ['1.1'],
  sessions: ['1.2', '2.0'],
  users: ['1.2', '2.1', '3.0'],
};

const amDevices = {
  '2fa/oath': {
    kind: 'oath',
    actions: ['reset', 'check', 'skip'],
    canRename: true,
    canRead: false,
  },
  '2fa/push': {
    kind: 'push',
    actions: ['reset', 'check', 'skip'],
    canRename: true,
    canRead: false,
  },
  '2fa/webauthn': { kind: 'webauthn', actions: [], canRename: true, canRead: true },
  '2fa/binding': { kind: 'binding', actions: [], canRename: true, canRead: false },
  profile: { kind: 'profile', actions: [], canRename: true, canRead: false },
  trusted: { kind: 'trusted', actions: [], canRename: false, canRead: false },
} as const satisfies Personality['deviceRoutes'];

/** AIC alone has PingOne Recognize (contract §3.13). */
const aicDevices: Personality['deviceRoutes'] = {
  ...amDevices,
  '2fa/recognize': { kind: 'recognize', actions: [], canRename: false, canRead: false },
};

const openamDevices: Personality['deviceRoutes'] = {
  '2fa/oath': {
    kind: 'oath',
    actions: ['reset', 'check', 'skip'],
    canRename: false,
    canRead: false,
  },
  push: { kind: 'push', actions: ['reset'], canRename: false, canRead: false },
  trusted: { kind: 'trusted', actions: [], canRename: false, canRead: false },
};

/** The three personalities; `pingam` is PingAM 8. */
export const personalities: Readonly<Record<Flavor, Personality>> = {
  pingam: {
    flavor: 'pingam',
    deployPath: '/am',
    version: '8.0.1',
    suffix: 'ou=am-config',
    versions: amVersions,
    deviceRoutes: amDevices,
    isOpenSource: false,
    hasUuidIds: false,
    takesBearer: false,
  },
  aic: {
    flavor: 'aic',
    deployPath: '/am',
    version: '8.0.1',
    suffix: 'ou=am-config',
    versions: amVersions,
    deviceRoutes: aicDevices,
    isOpenSource: false,
    hasUuidIds: true,
    takesBearer: true,
  },
  openam: {
    flavor: 'openam',
    deployPath: '/openam',
    version: '16.0.5',
    suffix: 'dc=openam,dc=example,dc=org',
    versions: openamVersions,
    deviceRoutes: openamDevices,
    isOpenSource: true,
    hasUuidIds: false,
    takesBearer: false,
  },
};

/** Returns a flavour's personality; a PingAM before 8 renames no OATH and push devices. */
export function personalityOf(flavor: Flavor, version?: string): Personality {
  const personality = personalities[flavor];
  if (flavor !== 'pingam' || version === undefined) return personality;
  const isBefore8 = Number.parseInt(version, 10) < 8;
  const { '2fa/oath': oath, '2fa/push': push, ...others } = amDevices;
  const deviceRoutes = {
    '2fa/oath': { ...oath, canRename: false },
    '2fa/push': { ...push, canRename: false },
    ...others,
  };
  return { ...personality, version, ...(isBefore8 && { deviceRoutes }) };
}
