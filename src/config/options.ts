import { flavors } from '../domain/flavor.ts';
import {
  baseUrl,
  cookieName,
  nonEmptyListOf,
  textLike,
  listOf,
  oneOf,
  origin,
  pathSegments,
  pemFile,
  resourceVersion,
  text,
  wholeNumber,
  wholePattern,
} from './readers.ts';
import { callerOptions } from './caller-options.ts';
import { documentOptions } from './document-options.ts';
import { option } from './option.ts';
import { realm } from './realm-reader.ts';

/** Every option by the name that users type. */
export const options = {
  NODE_ENV: option({
    read: oneOf(['development', 'test', 'production']),
    standard: 'development',
    group: 'Gateway',
    meaning:
      '`production` switches the sandbox, the explorer, introspection and unsafe settings off.',
  }),
  PORT: option({
    read: wholeNumber(0, 65_535),
    standard: '4000',
    group: 'Gateway',
    meaning: 'Where the gateway listens; 0 takes any free port.',
    unit: 'TCP port',
  }),
  HOST: option({
    read: textLike(/^[A-Za-z0-9.:-]+$/, 'an address or host name'),
    standard: '127.0.0.1',
    group: 'Gateway',
    meaning: 'The address to listen on.',
  }),
  CORS_ORIGINS: option({
    read: listOf(origin),
    standard: '',
    group: 'Gateway',
    meaning:
      'Web origins whose pages may call with credentials, comma-separated, compared exactly. `*` is refused.',
  }),
  LOG_LEVEL: option({
    read: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    standard: 'info',
    group: 'Gateway',
    meaning: 'The least severe log line that is written.',
  }),
  DRAIN_SECONDS: option({
    read: wholeNumber(1, 300),
    standard: '10',
    group: 'Gateway',
    meaning: 'How long requests under way may still take after SIGTERM.',
    unit: 'seconds',
  }),
  SANDBOX_PORT: option({
    read: wholeNumber(0, 65_535),
    standard: '4001',
    group: 'Gateway',
    meaning: 'Where the sandbox AM listens when `AM_URL` is not set; always on loopback.',
    unit: 'TCP port',
  }),
  AM_URL: option({
    read: baseUrl,
    group: 'AM',
    meaning:
      'Base URL of AM with its deploy path, for example `https://am.example.com/am`. Plain http is refused in production unless the host is loopback.',
    absent: 'the sandbox AM is started (refused in production)',
  }),
  AM_FLAVOR: option({
    read: oneOf(flavors),
    standard: 'pingam',
    group: 'AM',
    meaning: 'Which product AM is; chooses the defaults of the options below.',
  }),
  AM_REALM: option({
    read: text,
    group: 'AM',
    meaning: 'The realm of callers that name none; one of `AM_REALMS`.',
    absent: 'the first of `AM_REALMS`',
  }),
  AM_REALMS: option({
    read: nonEmptyListOf(realm),
    group: 'AM',
    meaning:
      'The realms served, comma-separated: `alpha`, `root` for the top realm, `emea=/customers/emea` for a nested one.',
    absent: '`AM_REALM`, or `alpha`',
  }),
  AM_COOKIE_NAME: option({
    read: cookieName,
    group: 'AM',
    meaning: "The name of AM's session cookie and header.",
    absent: 'asked from AM (`serverinfo/*`)',
  }),
  AM_SUPER_USER: option({
    read: textLike(
      /^id=[^,]+,ou=user(?:,|$)/i,
      'a universal id like id=amadmin,ou=user,ou=am-config',
    ),
    group: 'AM',
    meaning:
      'The universal id of the super user, for example `id=amadmin,ou=user,dc=openam,dc=example,dc=org`.',
    absent: '`id=amadmin,ou=user` in the top realm, under whatever suffix',
  }),
  AM_USER_ID_PATTERN: option({
    read: wholePattern,
    group: 'AM',
    meaning:
      'A regular expression that user ids must match as a whole, beyond what is always refused. Not used on `aic`, where ids are UUIDs.',
    absent: 'any name that cannot change the meaning of a path',
  }),
  AM_USER_NAME_ATTRIBUTE: option({
    read: textLike(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of an attribute'),
    standard: 'uid',
    group: 'AM',
    meaning: 'The attribute in which AM holds the true name of a person (self-managed products).',
  }),
  AM_GROUPS_VERSION: option({
    read: resourceVersion,
    group: 'AM',
    meaning: 'Resource version asked for on `groups`.',
    absent: '`4.0`; `3.0` on `openam`',
  }),
  AM_OATH_PATH: option({
    read: pathSegments,
    group: 'AM',
    meaning: 'Path of the one-time-password devices under a user.',
    absent: '`devices/2fa/oath`',
  }),
  AM_PUSH_PATH: option({
    read: pathSegments,
    group: 'AM',
    meaning: 'Path of the push devices under a user.',
    absent: '`devices/2fa/push`; `devices/push` on `openam`',
  }),
  AM_WEB_AUTHN_PATH: option({
    read: pathSegments,
    group: 'AM',
    meaning: 'Path of the WebAuthn devices under a user.',
    absent: '`devices/2fa/webauthn`; `openam` has none',
  }),
  AM_BOUND_PATH: option({
    read: pathSegments,
    group: 'AM',
    meaning: 'Path of the bound devices under a user.',
    absent: '`devices/2fa/binding`; `openam` has none',
  }),
  AM_PROFILE_PATH: option({
    read: pathSegments,
    group: 'AM',
    meaning: 'Path of the device profiles under a user.',
    absent: '`devices/profile`; `openam` has none',
  }),
  AM_TRUSTED_PATH: option({
    read: pathSegments,
    group: 'AM',
    meaning: 'Path of the trusted devices under a user.',
    absent: '`devices/trusted`',
  }),
  AM_DEVICES_VERSION: option({
    read: resourceVersion,
    standard: '1.0',
    group: 'AM',
    meaning: 'Resource version asked for on device paths.',
  }),
  AM_USERS_VERSION: option({
    read: resourceVersion,
    group: 'AM',
    meaning: 'Resource version asked for on `users`.',
    absent: '`4.0`; `3.0` on `openam`',
  }),
  AM_SESSIONS_VERSION: option({
    read: resourceVersion,
    standard: '2.0',
    group: 'AM',
    meaning: 'Resource version asked for on `sessions`.',
  }),
  AM_CA_FILE: option({
    read: pemFile,
    group: 'AM',
    meaning:
      'A PEM file of certificate authorities to trust for AM, in place of the built-in ones.',
    absent: "Node's own list",
  }),
  ...documentOptions,
  ...callerOptions,
  AM_TIMEOUT_MS: option({
    read: wholeNumber(100, 120_000),
    standard: '8000',
    group: 'Limits',
    meaning: 'Deadline of one call to AM, its retry included.',
    unit: 'milliseconds',
  }),
  AM_CONNECT_TIMEOUT_MS: option({
    read: wholeNumber(50, 30_000),
    standard: '1000',
    group: 'Limits',
    meaning: 'How long a connection to AM may take to open.',
    unit: 'milliseconds',
  }),
  AM_CONNECTIONS: option({
    read: wholeNumber(1, 1024),
    standard: '128',
    group: 'Limits',
    meaning: 'Connections to AM kept at once for reads.',
    unit: 'connections',
  }),
  SESSION_CACHE_SECONDS: option({
    read: wholeNumber(0, 30),
    standard: '30',
    group: 'Limits',
    meaning:
      "How long AM's verdict on a session may be remembered for queries. Mutations always ask anew.",
    unit: 'seconds',
  }),
  LIMIT_BODY_BYTES: option({
    read: wholeNumber(1024, 1_048_576),
    standard: '65536',
    group: 'Limits',
    meaning: 'The largest request body.',
    unit: 'bytes',
  }),
  LIMIT_DEPTH: option({
    read: wholeNumber(3, 50),
    standard: '10',
    group: 'Limits',
    meaning: 'How deep fields may nest in one operation.',
    unit: 'fields',
  }),
  LIMIT_FIELDS: option({
    read: wholeNumber(10, 10_000),
    standard: '500',
    group: 'Limits',
    meaning: 'How many fields one operation may select, fragments counted where they are used.',
    unit: 'fields',
  }),
  LIMIT_ALIASES: option({
    read: wholeNumber(0, 1000),
    standard: '30',
    group: 'Limits',
    meaning: 'How many aliases one operation may use.',
    unit: 'aliases',
  }),
  LIMIT_PEOPLE: option({
    read: wholeNumber(1, 100),
    standard: '20',
    group: 'Limits',
    meaning: 'How many `user` fields one operation may select.',
    unit: 'fields',
  }),
  LIMIT_COST: option({
    read: wholeNumber(50, 1_000_000),
    standard: '3000',
    group: 'Limits',
    meaning:
      'How much one operation may cost at most, worked out before it runs: ten points for a call to AM, one for an object in the answer.',
    unit: 'points',
  }),
} as const;
