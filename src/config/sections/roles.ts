import { areaPeople, areaStaff } from '../things/area.ts';
import { group } from '../things/realms.ts';
import { servedRealms, service, tokens } from '../things/section-context.ts';
import { option, type OptionTree } from '../values/option.ts';
import { listOf } from '../values/parts.ts';
import { property, scope } from '../values/readers.ts';

/** The options that say who has a role, and who is privileged. */
export const roleOptions = {
  helpDesk: staffSigns('HELP_DESK', 'roles.helpDesk', {
    groups:
      'AM groups whose members are help desk, comma-separated. `helpdesk` is a group of every served realm, `alpha:helpdesk` only of alpha. Members of nested groups do not count.',
    bearer: 'help desk',
    property:
      'A session property that gives the role (PingAM, AIC): `{ name: role, value: helpdesk }`. AM must list it as readable, and users must not be able to set it.',
  }),
  administrators: staffSigns('ADMIN', 'roles.administrators', {
    groups:
      'AM groups whose members are administrators, and privileged, comma-separated. Each must exist in every served realm, or be named with its realm: `alpha:admins`.',
    bearer: 'an administrator',
    property: 'A session property that gives the role; see `roles.helpDesk.property`.',
  }),
  auditors: staffSigns('AUDITOR', 'roles.auditors', {
    groups:
      'AM groups whose members are auditors, comma-separated; named like `HELP_DESK_GROUPS`. Auditors read changes, and nothing else about other users.',
    bearer: 'an auditor',
    property: 'A session property that gives the role; see `roles.helpDesk.property`.',
  }),
  privilegedGroups: option('PRIVILEGED_GROUPS', listOf(group), {
    refersTo: servedRealms,
    default: '',
    file: 'roles.privileged.groups',
    meaning:
      'AM groups whose members the help desk may not act for, comma-separated; members of nested groups count. Each must exist in every served realm, or be named with its realm: `alpha:executives`.',
  }),
  areas: {
    staff: option('AREA_STAFF', listOf(areaStaff), {
      needs: [service('read people')],
      refersTo: servedRealms,
      default: '',
      isList: true,
      file: 'areas.staff',
      meaning:
        'What gives a role for the people of an area only: `{ area: hamburg, role: help-desk, group: { name: hamburg-desk } }`, with `scope: audit:hamburg` or `property: { name: area, value: hamburg }` in place of the group. The roles are `help-desk`, `administrator` and `auditor`. [Areas](areas.md) describes them.',
    }),
    people: option('AREA_PEOPLE', listOf(areaPeople), {
      refersTo: servedRealms,
      default: '',
      isList: true,
      file: 'areas.people',
      meaning:
        'The people of each area: members of a group (`{ area: hamburg, group: { name: hamburg-people } }`, nested groups count), or users with a value of an attribute (`{ area: hamburg, attribute: l, value: Hamburg }`).',
    }),
  },
} satisfies OptionTree;

/** The options by which callers get a role over other people. */
function staffSigns(
  name: string,
  place: string,
  about: Readonly<Record<'groups' | 'bearer' | 'property', string>>,
) {
  const scopes = `OAuth scopes, comma-separated. Any of them makes the bearer ${about.bearer}.`;
  const absent = 'no property gives the role';
  return {
    groups: option(`${name}_GROUPS`, listOf(group), {
      needs: [service('act for the role')],
      refersTo: servedRealms,
      default: '',
      meaning: about.groups,
      file: `${place}.groups`,
    }),
    scopes: option(`${name}_SCOPES`, listOf(scope), {
      needs: [service('act for the role'), `${tokens}: because only access tokens have scopes`],
      default: '',
      meaning: scopes,
      file: `${place}.scopes`,
    }),
    property: option(`${name}_PROPERTY`, property, {
      needs: [service('act for the role')],
      meaning: about.property,
      absent,
      isList: true,
      file: `${place}.property`,
    }),
  };
}
