import type { AccessSettings } from '../domain/access.ts';
import { createRealms } from '../domain/realm.ts';
import type { Realm, Realms } from '../domain/realm.ts';
import { realm as readRealm } from './realm-reader.ts';
import type { Source } from './source.ts';

/** Reads what callers may do, and in which realms. */
export function loadAccess(source: Source): AccessSettings {
  const settings = readAccess(source);
  source.problems.push(...unservedRealms(settings));
  return settings;
}

function readAccess(source: Source): AccessSettings {
  return {
    realms: loadRealms(source),
    superUser: source.read('AM_SUPER_USER'),
    helpDesk: {
      groups: source.read('HELP_DESK_GROUPS'),
      scopes: source.read('HELP_DESK_SCOPES'),
      property: source.read('HELP_DESK_PROPERTY'),
    },
    administrators: {
      groups: source.read('ADMIN_GROUPS'),
      scopes: source.read('ADMIN_SCOPES'),
      property: source.read('ADMIN_PROPERTY'),
    },
    auditors: {
      groups: source.read('AUDITOR_GROUPS'),
      scopes: source.read('AUDITOR_SCOPES'),
      property: source.read('AUDITOR_PROPERTY'),
    },
    privilegedGroups: source.read('PRIVILEGED_GROUPS'),
    readScopes: source.read('READ_SCOPES'),
    changeScopes: source.read('CHANGE_SCOPES'),
    staffRealms: source.read('HELP_DESK_REALMS'),
    administratorsOverPrivileged: source.read('ADMINS_OVER_PRIVILEGED') === 'on',
    reasonRequired: source.read('REASON_REQUIRED'),
    ticketPattern: source.read('TICKET_PATTERN'),
    verification: {
      requiredOf: source.read('VERIFICATION_REQUIRED'),
      methods: source.read('VERIFICATION_METHODS'),
      maxAgeSeconds: source.read('VERIFICATION_MAX_AGE'),
    },
    stepUpMaxAgeSeconds: source.read('STEP_UP_MAX_AGE'),
  };
}

function loadRealms(source: Source): Realms {
  const name = source.read('AM_REALM');
  const listed = source.read('AM_REALMS') ?? [];
  const alone = source.attempt('AM_REALM', () => readRealm(name ?? 'alpha'));
  const list = listed.length > 0 || alone === undefined ? listed : [alone];
  source.problems.push(...repeated(list));
  const found =
    name === undefined || listed.length === 0 ? list[0] : list.find((realm) => realm.name === name);
  if (found !== undefined) return createRealms(list, found);
  if (listed.length > 0) source.problems.push(`AM_REALM: "${name}" is not one of AM_REALMS`);
  return createRealms(list, { name: 'alpha', path: '/alpha' });
}

/** One name or path for two realms would let a person of one pass for one of the other. */
function repeated(list: readonly Realm[]): string[] {
  const again = (texts: readonly string[]): string[] =>
    texts.filter((text, index) => texts.indexOf(text) !== index);
  return [...again(list.map(({ name }) => name)), ...again(list.map(({ path }) => path))]
    .slice(0, 1)
    .map((text) => `AM_REALMS: "${text}" is given twice`);
}

/** A realm that is not served would leave a permission or a protection out in silence. */
function unservedRealms(settings: AccessSettings): string[] {
  const { realms, staffRealms, helpDesk, administrators, auditors, privilegedGroups } = settings;
  const realmsOf = (groups: readonly string[]): string[] =>
    groups.flatMap((group) => (group.includes(':') ? [group.split(':')[0] ?? ''] : []));
  const named = {
    HELP_DESK_REALMS: staffRealms.flatMap(({ staffOf, actIn }) => [staffOf, actIn]),
    HELP_DESK_GROUPS: realmsOf(helpDesk.groups),
    ADMIN_GROUPS: realmsOf(administrators.groups),
    AUDITOR_GROUPS: realmsOf(auditors.groups),
    PRIVILEGED_GROUPS: realmsOf(privilegedGroups),
  };
  return Object.entries(named).flatMap(([option, names]) =>
    names
      .filter((name) => realms.byName(name) === undefined)
      .map((name) => `${option}: the realm "${name}" is not served; see AM_REALMS`),
  );
}
