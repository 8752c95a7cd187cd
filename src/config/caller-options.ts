import type { OptionGroup } from './option.ts';
import { jwk } from './key-readers.ts';
import {
  baseUrl,
  listOf,
  nonEmptyListOf,
  oneOf,
  property,
  text,
  wholeNumber,
  toldPattern,
} from './readers.ts';
import { realm, staffRealm } from './realm-reader.ts';

/** The options that say who callers are and what they may do. */
export const callerOptions = {
  AM_SERVICE_USERNAME: {
    read: text,
    meaning:
      "Name of the gateway's own account at AM, with which it acts for help desk, administrators, auditors and bearers (self-managed AM). On OpenAM only the super user may act for others.",
    absent: 'those callers get `SERVICE_CREDENTIAL_MISSING`',
  },
  AM_SERVICE_PASSWORD: {
    read: text,
    meaning: 'Its password.',
    absent: 'no such account',
    secret: true,
  },
  AM_SERVICE_REALM: {
    read: (value) => realm(value === '/' ? 'root' : value),
    default: '/',
    meaning: 'The realm it signs in to; `/` for the super user.',
  },
  AM_SERVICE_ACCOUNT_ID: {
    read: text,
    meaning: 'Id of a service account (AIC), in place of a name and password.',
    absent: 'no such account',
  },
  AM_SERVICE_ACCOUNT_KEY: {
    read: jwk,
    meaning:
      "The service account's private key, a JWK; `AM_SERVICE_ACCOUNT_KEY_FILE` names the file that holds it.",
    absent: 'no such account',
    secret: true,
  },
  HELP_DESK_GROUPS: {
    read: listOf(text),
    default: '',
    meaning:
      'AM groups whose members are help desk, comma-separated. `helpdesk` is a group of every served realm, `alpha:helpdesk` only of alpha. Members of groups within them are not.',
  },
  ADMIN_GROUPS: {
    read: listOf(text),
    default: '',
    meaning:
      'AM groups whose members are administrators, and privileged, comma-separated. Each must exist in every served realm, or be named with its realm: `alpha:admins`.',
  },
  AUDITOR_GROUPS: {
    read: listOf(text),
    default: '',
    meaning:
      'AM groups whose members are auditors, who read what was changed and nothing else of others, comma-separated. Named as those of the help desk.',
  },
  PRIVILEGED_GROUPS: {
    read: listOf(text),
    default: '',
    meaning:
      'AM groups whose members, and those of groups within them, the help desk may not act for, comma-separated. Each must exist in every served realm, or be named with its realm: `alpha:executives`.',
  },
  HELP_DESK_PROPERTY: {
    read: property,
    meaning:
      'A session property that makes help desk, as `name=value`; AM must list it as readable and people must not be able to set it (PingAM, AIC).',
    absent: 'no property does',
  },
  ADMIN_PROPERTY: {
    read: property,
    meaning: 'The same for administrators.',
    absent: 'no property does',
  },
  AUDITOR_PROPERTY: {
    read: property,
    meaning: 'The same for auditors.',
    absent: 'no property does',
  },
  HELP_DESK_SCOPES: {
    read: listOf(text),
    default: '',
    meaning: 'OAuth scopes of which one makes the bearer help desk, comma-separated.',
  },
  ADMIN_SCOPES: {
    read: listOf(text),
    default: '',
    meaning: 'OAuth scopes of which one makes the bearer an administrator, comma-separated.',
  },
  AUDITOR_SCOPES: {
    read: listOf(text),
    default: '',
    meaning: 'OAuth scopes of which one makes the bearer an auditor, comma-separated.',
  },
  READ_SCOPES: {
    read: listOf(text),
    default: 'devices:read',
    meaning: 'OAuth scopes of which one lets a bearer see their own person and devices.',
  },
  CHANGE_SCOPES: {
    read: listOf(text),
    default: 'devices:reset',
    meaning: 'OAuth scopes of which one lets a bearer reset, remove and rename their own devices.',
  },
  HELP_DESK_REALMS: {
    read: listOf(staffRealm),
    default: '',
    meaning:
      'Where help desk, administrators and auditors act beside their own realm: pairs of served realms, whose staff and where, as in `alpha:beta`, comma-separated.',
  },
  ADMINS_OVER_PRIVILEGED: {
    read: oneOf(['on', 'off']),
    default: 'off',
    meaning: 'Whether administrators may change devices of privileged people.',
  },
  REASON_REQUIRED: {
    read: listOf(oneOf<'help-desk' | 'administrator'>(['help-desk', 'administrator'])),
    default: '',
    meaning: 'Who must give a reason for a change, comma-separated: `help-desk`, `administrator`.',
  },
  TICKET_PATTERN: {
    read: toldPattern,
    meaning:
      'A regular expression for whole tickets, in what RE2 and JavaScript (flag `u`) have in common, since the pages use it, too: `(?:INC|CHG)-[0-9]{1,9}`; where set, those who must give a reason must give a ticket, too.',
    absent: 'a ticket is optional and free',
  },
  VERIFICATION_REQUIRED: {
    read: listOf(oneOf<'help-desk' | 'administrator'>(['help-desk', 'administrator'])),
    default: '',
    meaning:
      'Who must say how they made sure of the person before a change, comma-separated: `help-desk`, `administrator`.',
  },
  VERIFICATION_METHODS: {
    read: nonEmptyListOf(text),
    default: 'call-back,video,in-person,manager',
    meaning: 'The methods of making sure that may be named, comma-separated.',
  },
  VERIFICATION_MAX_AGE: {
    read: wholeNumber(60, 3_600),
    default: '900',
    meaning: 'How long ago that may be.',
    unit: 'seconds',
  },
  STEP_UP_MAX_AGE: {
    read: wholeNumber(60, 86_400),
    meaning:
      'How old a sign-in may be for a change of own devices, where its age is known (bearers).',
    unit: 'seconds',
    absent: 'AM alone decides',
  },
  OIDC_ISSUER: {
    read: text,
    meaning: 'Issuer of accepted access tokens, letter by letter as in its discovery document.',
    absent: 'bearers are not accepted',
  },
  OIDC_AUDIENCE: {
    read: text,
    meaning: 'The audience that a token must name.',
    absent: 'bearers are not accepted',
  },
  OIDC_JWKS_URL: {
    read: baseUrl,
    meaning: "Where the issuer's public keys are, for signed tokens.",
    absent: 'signed tokens are asked about like opaque ones',
  },
  OIDC_INTROSPECTION_URL: {
    read: baseUrl,
    meaning:
      'Where the issuer tells of opaque tokens, and before a change whether a signed one was revoked (RFC 7662).',
    absent: 'opaque tokens are not accepted, and revocation is not seen',
  },
  OIDC_CLIENT_ID: {
    read: text,
    meaning: 'The client that may ask there.',
    absent: 'opaque tokens are not accepted',
  },
  OIDC_CLIENT_SECRET: {
    read: text,
    meaning: 'Its secret.',
    absent: 'opaque tokens are not accepted',
    secret: true,
  },
} satisfies OptionGroup;
