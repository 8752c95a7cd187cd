import type { AccessSettings, Area, AreaRole } from '../../domain/rules/access.ts';
import { attributeName, text } from '../values/readers.ts';
import { thing } from '../values/thing.ts';
import { group } from './realms.ts';
import { areaName, at, signsOf, type PlacedRole } from './role.ts';

/** What puts people in an area: `hamburg:group=hamburg-people`, `hamburg:l=Hamburg`. */
export const areaPeople = thing(
  {
    forms: ['{area}:group={group}', '{area}:{attribute}={value}'],
    parts: { area: areaName },
    optional: { group, attribute: attributeName, value: text },
    expected: 'AREA:group=NAME or AREA:ATTRIBUTE=VALUE',
  },
  ({ area, group: members, attribute: name, value }) => {
    if (members !== undefined) return name === undefined ? { area, group: members } : undefined;
    if (name === undefined || value === undefined) return undefined;
    return { area, attribute: { name, value } };
  },
);

/** Returns the roles over everyone, and the areas; what an area lacks is added to `problems`. */
export function describedRoles(
  entries: readonly PlacedRole[],
  people: readonly ReturnType<typeof areaPeople>[],
  problems: string[],
): Pick<AccessSettings, 'helpDesk' | 'administrators' | 'auditors' | 'areas'> {
  const ofEveryone = (role: AreaRole) =>
    signsOf(entries.filter((one) => one.role === role && one.area === null));
  const named = [...entries, ...people].flatMap(({ area }) => area ?? []);
  return {
    helpDesk: ofEveryone('HELP_DESK'),
    administrators: ofEveryone('ADMINISTRATOR'),
    auditors: ofEveryone('AUDITOR'),
    areas: [...new Set(named)].map((name): Area => {
      const staff = entries.filter(({ area }) => area === name);
      const members = people.filter(({ area }) => area === name);
      const [first] = staff;
      if (members.length === 0 && first !== undefined)
        problems.push(`${at(first.place)}: the area "${name}" has no people; see AREA_PEOPLE`);
      if (staff.length === 0)
        problems.push(`AREA_PEOPLE: the area "${name}" has no staff; see roles in CONFIG_FILE`);
      return {
        name,
        staff: staff.map((one) => ({ role: one.role, signs: signsOf([one]) })),
        groups: members.flatMap((one) => ('group' in one ? [one.group] : [])),
        attributes: members.flatMap((one) => ('attribute' in one ? [one.attribute] : [])),
      };
    }),
  };
}
