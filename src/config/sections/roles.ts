import type { AccessSettings } from '../../domain/rules/access.ts';
import type { Flavor } from '../../domain/people/flavor.ts';
import type { Source } from '../source/source.ts';
import { areaPeople, describedRoles } from '../things/area.ts';
import { groupEntry, roleEntry, roleProblems, type RoleName } from '../things/role.ts';
import { group } from '../things/realms.ts';
import { servedRealms, service, tokens } from '../things/section-context.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { listOf, standingFor } from '../values/parts.ts';
import { scope } from '../values/readers.ts';

/** The options that say who has a role, and who is privileged. */
export const roleOptions = {
  roles: option('ROLES', listOf(roleEntry), {
    needs: [service('act for the role')],
    default: '',
    isList: true,
    file: 'roles',
    meaning:
      'What gives a role (`help-desk`, `administrator`, `auditor`): `{ role: help-desk, group: helpdesk }`, and `realm: alpha` if only in this realm. A `scope` of access tokens stands in place of the group, or a session property (PingAM, AIC): `property: { name: role, value: helpdesk }`. AM must list the property as readable, and users must not be able to set it. With `AM_FLAVOR=openam`, where users can, it is refused. `area: hamburg` gives the role for the people of an area only ([areas](areas.md)). The variables of groups and scopes are refused beside this list.',
  }),
  shorthands: {
    helpDesk: shorthands('HELP_DESK', 'help-desk', {
      groups:
        'AM groups whose members are help desk. `helpdesk` is a group of every served realm, `alpha:helpdesk` only of alpha. Members of nested groups do not count.',
      bearer: 'help desk',
    }),
    administrators: shorthands('ADMIN', 'administrator', {
      groups:
        'AM groups whose members are administrators, and privileged. Each must exist in every served realm, or be named with its realm: `alpha:admins`.',
      bearer: 'an administrator',
    }),
    auditors: shorthands('AUDITOR', 'auditor', {
      groups:
        'AM groups whose members are auditors; named like `HELP_DESK_GROUPS`. Auditors read changes, and nothing else about other users.',
      bearer: 'an auditor',
    }),
  },
  privilegedGroups: option('PRIVILEGED_GROUPS', listOf(group), {
    refersTo: servedRealms,
    default: '',
    file: 'access.privilegedGroups',
    meaning:
      'AM groups whose members the help desk may not act for; members of nested groups count. Each must exist in every served realm, or be named with its realm: `alpha:executives`.',
  }),
  areaPeople: option('AREA_PEOPLE', listOf(areaPeople), {
    refersTo: servedRealms,
    default: '',
    isList: true,
    file: 'areas.people',
    meaning:
      'The people of each area: members of a group (`{ area: hamburg, group: { name: hamburg-people } }`, nested groups count), or users with a value of an attribute (`{ area: hamburg, attribute: l, value: Hamburg }`).',
  }),
} satisfies OptionTree;

/** Returns who has a role, and who is privileged. */
export function rolesConfig(
  { roles, areaPeople: people, privilegedGroups }: Values<typeof roleOptions>,
  source: Source,
  settings: Pick<AccessSettings, 'realms' | 'readScopes' | 'changeScopes'> & {
    readonly flavor: Flavor;
  },
) {
  const places = source.inFile(roleOptions.roles)?.places ?? [];
  const placed = roles.map((one, index) => ({ ...one, place: places[index] ?? 'ROLES' }));
  const acceptsTokens = source.holds(tokens);
  source.problems.push(...roleProblems(placed, { ...settings, acceptsTokens }));
  return { ...describedRoles(placed, people, source.problems), privilegedGroups };
}

/** The variables that stand for entries of the list of roles. */
function shorthands(
  name: string,
  role: RoleName,
  about: Readonly<Record<'groups' | 'bearer', string>>,
) {
  return {
    groups: option(
      `${name}_GROUPS`,
      standingFor(listOf(group), (one) => groupEntry({ role }, one)),
      { default: '', partOf: 'roles', meaning: about.groups },
    ),
    scopes: option(
      `${name}_SCOPES`,
      standingFor(listOf(scope), (one) => ({ role, scope: one })),
      {
        needs: [`${tokens}: because only access tokens have scopes`],
        default: '',
        partOf: 'roles',
        meaning: `OAuth scopes. Any of them makes the bearer ${about.bearer}.`,
      },
    ),
  };
}
