import type { DeviceKind } from '../../domain/devices/device.ts';
import { flavors } from '../../domain/people/flavor.ts';
import { amUrl, cookieName } from '../things/network-readers.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { listOf } from '../values/parts.ts';
import {
  attributeName,
  oneOf,
  pemFile,
  textLike,
  wholeNumber,
  wholePattern,
} from '../values/readers.ts';

/** A resource version of the form major.minor (contract §1.2). */
export const resourceVersion = textLike(/^\d+\.\d+$/, 'a version like 1.0');

/** A version of PingAM, such as 7.5.1. */
const productVersion = textLike(/^\d{1,2}(?:\.\d{1,3}){0,3}$/, 'a version like 7.5.1');

/** One or more path segments of plain characters, like `devices/2fa/oath`. */
export const pathSegments = textLike(
  /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/,
  'a path like devices/2fa/oath',
);

/** The options of AM: its address, its product, and the limits of calls. */
export const amOptions = {
  url: option('AM_URL', amUrl, {
    meaning:
      'Base URL of AM with its deploy path, for example `https://am.example.com/am`. Plain http is refused in production unless the host is loopback.',
    absent: 'the sandbox AM is started (refused in production)',
  }),
  flavor: option('AM_FLAVOR', oneOf(flavors), {
    default: 'pingam',
    meaning: 'The product; it chooses the defaults of the options below.',
  }),
  version: option('AM_VERSION', productVersion, {
    meaning:
      'The version of PingAM; its first number counts. Before 8, OATH and push devices cannot be renamed. Used on `pingam` only. `check --online` compares it with AM.',
    absent: '8 or newer',
  }),
  cookieName: option('AM_COOKIE_NAME', cookieName, {
    meaning: "The name of AM's session cookie and header.",
    absent: 'read from AM (`serverinfo/*`)',
  }),
  userIdPattern: option('AM_USER_ID_PATTERN', wholePattern, {
    meaning:
      'A regular expression for whole user ids, in addition to the built-in checks. Not used on `aic`, where ids are UUIDs.',
    absent: 'any name that cannot change the meaning of a path',
  }),
  userNameAttribute: option('AM_USER_NAME_ATTRIBUTE', attributeName, {
    default: 'uid',
    meaning: "The attribute with AM's own name of a user (self-managed products).",
  }),
  searchAttributes: option('SEARCH_ATTRIBUTES', listOf(attributeName), {
    default: '',
    meaning:
      'Further attributes by which staff find people, as a whole value: for example `telephoneNumber,employeeNumber`. The directory needs an index of each for equality.',
  }),
  devicePaths: {
    OATH: devicePath('AM_OATH_PATH', 'one-time-password devices', '`devices/2fa/oath`'),
    PUSH: devicePath(
      'AM_PUSH_PATH',
      'push devices',
      '`devices/2fa/push`; `devices/push` on `openam`',
    ),
    WEB_AUTHN: devicePath(
      'AM_WEB_AUTHN_PATH',
      'WebAuthn devices',
      '`devices/2fa/webauthn`; not on `openam`',
    ),
    BOUND: devicePath('AM_BOUND_PATH', 'bound devices', '`devices/2fa/binding`; not on `openam`'),
    RECOGNIZE: devicePath(
      'AM_RECOGNIZE_PATH',
      'PingOne Recognize devices',
      '`devices/2fa/recognize`; only on `aic`',
    ),
    PROFILE: devicePath('AM_PROFILE_PATH', 'device profiles', '`devices/profile`; not on `openam`'),
    TRUSTED: devicePath('AM_TRUSTED_PATH', 'trusted devices', '`devices/trusted`'),
  },
  devicesVersion: option('AM_DEVICES_VERSION', resourceVersion, {
    default: '1.0',
    meaning: 'Resource version for device paths.',
  }),
  usersVersion: option('AM_USERS_VERSION', resourceVersion, {
    meaning: 'Resource version for `users`.',
    absent: '`4.0`; `3.0` on `openam`',
  }),
  groupsVersion: option('AM_GROUPS_VERSION', resourceVersion, {
    meaning:
      'Resource version for `groups`, below 4.0. Later versions list members without their entries, and the gateway refuses such a group.',
    absent: '`3.0`',
  }),
  sessionsVersion: option('AM_SESSIONS_VERSION', resourceVersion, {
    default: '2.0',
    meaning: 'Resource version for `sessions`.',
  }),
  ca: option('AM_CA_FILE', pemFile, {
    meaning: 'A PEM file of certificate authorities to trust for AM, instead of the built-in ones.',
    absent: "Node's own list",
    live: true,
  }),
  timeoutMs: option('AM_TIMEOUT_MS', wholeNumber(100, 120_000), {
    default: '8000',
    meaning: 'The deadline of one call to AM, with its retry.',
    unit: 'milliseconds',
  }),
  connectTimeoutMs: option('AM_CONNECT_TIMEOUT_MS', wholeNumber(50, 30_000), {
    default: '1000',
    meaning: 'How long a connection to AM can take to open.',
    unit: 'milliseconds',
  }),
  connections: option('AM_CONNECTIONS', wholeNumber(1, 1024), {
    default: '64',
    meaning:
      'Calls in flight to one kind of endpoint of one realm. As many can wait; others are refused (`OVERLOADED`). A quarter as many credentials that are not cached are validated at once. Eight times as many can wait for up to a second; others are refused (`RATE_LIMITED`).',
    unit: 'calls',
  }),
  sessionCacheSeconds: option('SESSION_CACHE_SECONDS', wholeNumber(0, 30), {
    default: '30',
    meaning:
      'How long a validated session is cached for queries. Mutations always validate it again.',
    unit: 'seconds',
  }),
} satisfies OptionTree;

function devicePath(name: string, devices: string, absent: string) {
  return option(name, pathSegments, { meaning: `Path of the ${devices} under a user.`, absent });
}

/** Returns the configuration of calls to AM, with only the given device paths. */
export function amConfig({ devicePaths, ...am }: Values<typeof amOptions>) {
  const given = Object.entries(devicePaths).filter(([, path]) => path !== undefined);
  const overrides: Readonly<Partial<Record<DeviceKind, string>>> = Object.fromEntries(given);
  return { ...am, devicePaths: overrides };
}
