import type { Role } from '../domain/people/caller.ts';
import { contrastOf, leastContrast } from './texts/colour.ts';
import { staffSigns, type StaffSigns } from '../domain/rules/access.ts';
import type { Config } from './load-config.ts';
import { isLoopback } from './things/network-readers.ts';
import { optionsByName } from './options.ts';
import type { Environment } from './source/given.ts';
import { isQuoted } from './source/texts.ts';
import { tracingWarnings } from './sections/tracing.ts';
import { unknownNames } from './unknown-names.ts';

/** Returns warnings about the environment of a valid configuration. */
export function environmentWarnings(environment: Environment): string[] {
  const quoted = [...optionsByName.keys()].filter((name) => isQuoted(environment[name] ?? ''));
  return [
    ...unknownNames(environment),
    ...tracingWarnings(environment),
    ...quoted.map((name) => `${name} has quotes around it, which are a part of the value.`),
  ];
}

/** Returns warnings about a valid configuration. */
export function configWarnings(config: Config): string[] {
  const ofValues = [
    missingDeployPath,
    unprotectedAdministrators,
    publicDevelopment,
    paleAccent,
    missingSupport,
    passwordAlone,
    tokensWithoutAge,
    selfWrittenAreas,
  ].map((check) => check(config));
  return [...config.warnings, ...ofValues.filter((warning) => warning !== null)];
}

/** The attributes that AM lets users write by default (contract §5.4). */
const selfWritten: ReadonlySet<string> = new Set([
  'cn',
  'description',
  'givenname',
  'mail',
  'postaladdress',
  'preferredlocale',
  'preferredlanguage',
  'sn',
  'telephonenumber',
]);

/** Who writes the attribute of an area chooses its staff. */
function selfWrittenAreas({ access }: Config): string | null {
  const names = access.areas.flatMap(({ attributes }) => attributes.map(({ name }) => name));
  const written = [...new Set(names)].filter((name) => selfWritten.has(name.toLowerCase()));
  if (written.length === 0) return null;
  return `areas.people uses ${written.join(', ')}, which users can write themselves by AM's default: they could choose their area. Use another attribute, or a group.`;
}

/** AM is rarely deployed at the root of a host. */
function missingDeployPath({ am: { url } }: Config): string | null {
  if (url.pathname !== '/') return null;
  return `AM_URL has no deploy path. AM is usually at ${url.origin}/am or ${url.origin}/openam.`;
}

/** What AM's node with NONE costs, where tokens are accepted (contract §19). */
function passwordAlone({ access, callers, oauth, am }: Config): string | null {
  if (am.flavor === 'openam' || (callers.oidc === undefined && oauth === undefined)) return null;
  const realms = access.realms.all.filter((realm) => access.ownChangeRule(realm) === 'NONE');
  if (realms.length === 0) return null;
  const names = realms.map(({ name }) => name).join(', ');
  return `DEVICE_MANAGEMENT is NONE in ${names}: a token of a sign-in by password can remove the second factors of its user.`;
}

/** OpenAM's introspection has no `auth_time`; the pages have it from an ID token (contract §11). */
function tokensWithoutAge({ access, callers, am }: Config): string | null {
  if (access.stepUpMaxAgeSeconds === undefined || am.flavor !== 'openam') return null;
  if (callers.oidc?.introspection === undefined) return null;
  return "STEP_UP_MAX_AGE: OpenAM's introspection does not say when a user signed in (auth_time), so users cannot change their own devices by such a token.";
}

function publicDevelopment({ production, host }: Config): string | null {
  if (production || isLoopback(host)) return null;
  return `HOST is ${host}, which other machines can reach, and NODE_ENV is not production: the explorer and introspection are off.`;
}

/** The pages then show a darker colour of the same hue (`web/styles/tokens.css`). */
function paleAccent({ pages: { on, accent } }: Config): string | null {
  const contrast = !on || accent === undefined ? leastContrast : contrastOf(accent, '#ffffff');
  if (contrast >= leastContrast) return null;
  return `PAGES_ACCENT: ${accent} has a contrast of ${contrast.toFixed(1)} to white, and text needs ${leastContrast}; the pages show it darker.`;
}

/** The sign-in card then has no help for a person who has lost the phone. */
function missingSupport({ production, pages }: Config): string | null {
  if (!production || !pages.on || pages.support !== undefined) return null;
  return 'PAGES_SUPPORT is not set: people who cannot sign in to the pages find no help contact there.';
}

/** The gateway cannot recognise such administrators as the target of a help desk's change. */
function unprotectedAdministrators({ access }: Config): string | null {
  const signsOf = (role: Role): readonly StaffSigns[] =>
    staffSigns(access).flatMap((one) => (one.role === role ? [one.signs] : []));
  const isByGroup = signsOf('ADMINISTRATOR').every(
    ({ scopes, property }) => scopes.length === 0 && property === undefined,
  );
  if (isByGroup || access.privilegedGroups.length > 0) return null;
  const hasDesk = signsOf('HELP_DESK').some(
    ({ groups, scopes, property }) => groups.length + scopes.length > 0 || property !== undefined,
  );
  if (!hasDesk) return null;
  return 'Administrators by scope or session property (ADMIN_SCOPES, or roles in CONFIG_FILE) cannot be recognised when the help desk acts for them. Put them into a group of PRIVILEGED_GROUPS.';
}
