import { flavors } from '../domain/flavor.ts';
import type { OptionGroup } from './option.ts';
import { amUrl } from './network-readers.ts';
import {
  cookieName,
  nonEmptyListOf,
  oneOf,
  pathSegments,
  pemFile,
  resourceVersion,
  text,
  textLike,
  wholePattern,
} from './readers.ts';
import { realm } from './realm-reader.ts';

/** The options that say where AM is, what it is, and where it differs from its flavour's defaults. */
export const amOptions = {
  AM_URL: {
    read: amUrl,
    meaning:
      'Base URL of AM with its deploy path, for example `https://am.example.com/am`. Plain http is refused in production unless the host is loopback.',
    absent: 'the sandbox AM is started (refused in production)',
  },
  AM_FLAVOR: {
    read: oneOf(flavors),
    default: 'pingam',
    meaning: 'Which product AM is; chooses the defaults of the options below.',
  },
  AM_REALM: {
    read: text,
    meaning: 'The realm of callers that name none; one of `AM_REALMS`.',
    absent: 'the first of `AM_REALMS`',
  },
  AM_REALMS: {
    read: nonEmptyListOf(realm),
    meaning:
      'The realms served, comma-separated: `alpha`, `root` for the top realm, `emea=/customers/emea` for a nested one.',
    absent: '`AM_REALM`, or `alpha`',
  },
  AM_COOKIE_NAME: {
    read: cookieName,
    meaning: "The name of AM's session cookie and header.",
    absent: 'asked from AM (`serverinfo/*`)',
  },
  AM_SUPER_USER: {
    read: textLike(
      /^id=[^,]+,ou=user(?:,|$)/i,
      'a universal id like id=amadmin,ou=user,ou=am-config',
    ),
    meaning:
      'The universal id of the super user, for example `id=amadmin,ou=user,dc=openam,dc=example,dc=org`.',
    absent: '`id=amadmin,ou=user` in the top realm, under whatever suffix',
  },
  AM_USER_ID_PATTERN: {
    read: wholePattern,
    meaning:
      'A regular expression that user ids must match as a whole, beyond what is always refused. Not used on `aic`, where ids are UUIDs.',
    absent: 'any name that cannot change the meaning of a path',
  },
  AM_USER_NAME_ATTRIBUTE: {
    read: textLike(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of an attribute'),
    default: 'uid',
    meaning: 'The attribute in which AM holds the true name of a person (self-managed products).',
  },
  AM_GROUPS_VERSION: {
    read: resourceVersion,
    meaning:
      'Resource version asked for on `groups`; below 4.0, from which on members are told without their entries, and no group is accepted.',
    absent: '`3.0`',
  },
  AM_OATH_PATH: devicePath('one-time-password devices', '`devices/2fa/oath`'),
  AM_PUSH_PATH: devicePath('push devices', '`devices/2fa/push`; `devices/push` on `openam`'),
  AM_WEB_AUTHN_PATH: devicePath('WebAuthn devices', '`devices/2fa/webauthn`; `openam` has none'),
  AM_BOUND_PATH: devicePath('bound devices', '`devices/2fa/binding`; `openam` has none'),
  AM_PROFILE_PATH: devicePath('device profiles', '`devices/profile`; `openam` has none'),
  AM_TRUSTED_PATH: devicePath('trusted devices', '`devices/trusted`'),
  AM_DEVICES_VERSION: {
    read: resourceVersion,
    default: '1.0',
    meaning: 'Resource version asked for on device paths.',
  },
  AM_USERS_VERSION: {
    read: resourceVersion,
    meaning: 'Resource version asked for on `users`.',
    absent: '`4.0`; `3.0` on `openam`',
  },
  AM_SESSIONS_VERSION: {
    read: resourceVersion,
    default: '2.0',
    meaning: 'Resource version asked for on `sessions`.',
  },
  AM_CA_FILE: {
    read: pemFile,
    meaning:
      'A PEM file of certificate authorities to trust for AM, in place of the built-in ones.',
    absent: "Node's own list",
  },
} satisfies OptionGroup;

function devicePath(devices: string, absent: string) {
  return { read: pathSegments, meaning: `Path of the ${devices} under a user.`, absent };
}
