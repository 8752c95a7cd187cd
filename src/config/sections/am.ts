import { flavors } from '../../domain/people/flavor.ts';
import { amUrl, cookieName } from '../things/network-readers.ts';
import { option, type OptionTree } from '../values/option.ts';
import { listOf } from '../values/parts.ts';
import {
  attributeName,
  oneOf,
  pemFile,
  textLike,
  wholeNumber,
  wholePattern,
} from '../values/readers.ts';

/** A version of PingAM, such as 7.5.1. */
const productVersion = textLike(/^\d{1,2}(?:\.\d{1,3}){0,3}$/, 'a version like 7.5.1');

/** The options of AM: its address, its product, and the limits of calls. */
export const amOptions = {
  url: option('AM_URL', amUrl, {
    plainHttp: { risk: 'sessions would travel in the clear', isCalled: true },
    meaning:
      'Base URL of AM with its deploy path, for example `https://am.example.com/am`. Plain http is refused in production unless the host is loopback.',
    required: '`identity-gateway sandbox` starts with an AM in memory',
  }),
  flavor: option('AM_FLAVOR', oneOf(flavors), {
    default: 'pingam',
    meaning:
      'The product. With `AM_VERSION` it decides which paths and resource versions of AM the gateway calls.',
  }),
  version: option('AM_VERSION', productVersion, {
    idleWithout: 'AM_FLAVOR=pingam',
    meaning:
      'The version of PingAM; its first number counts. Before 8, OATH and push devices cannot be renamed. `check --online` compares it with AM.',
    absent: '8 or newer',
  }),
  cookieName: option('AM_COOKIE_NAME', cookieName, {
    meaning: "The name of AM's session cookie and header.",
    absent: 'read from AM (`serverinfo/*`)',
  }),
  userIdPattern: option('AM_USER_ID_PATTERN', wholePattern, {
    idleWithout: 'AM_FLAVOR!=aic',
    meaning:
      'A regular expression for whole user ids, in addition to the built-in checks. On `aic` ids are UUIDs.',
    absent: 'any name that cannot change the meaning of a path',
  }),
  userNameAttribute: option('AM_USER_NAME_ATTRIBUTE', attributeName, {
    idleWithout: 'AM_FLAVOR!=aic',
    default: 'uid',
    meaning: "The attribute with AM's own name of a user (self-managed products).",
  }),
  searchAttributes: option('SEARCH_ATTRIBUTES', listOf(attributeName), {
    default: '',
    meaning:
      'Further attributes by which staff find people, as a whole value: for example `telephoneNumber,employeeNumber`. The directory needs an index of each for equality.',
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
