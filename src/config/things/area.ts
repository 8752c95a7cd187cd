import type { Area, AreaRole } from '../../domain/rules/access.ts';
import { attributeName, oneOf, property, scope, text, textLike } from '../values/readers.ts';
import { thing } from '../values/thing.ts';
import { group } from './realms.ts';

const areaName = textLike(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'a name of an area like hamburg');

const areaRoles = {
  'help-desk': 'HELP_DESK',
  administrator: 'ADMINISTRATOR',
  auditor: 'AUDITOR',
} as const satisfies Record<string, AreaRole>;
const roleNames = ['help-desk', 'administrator', 'auditor'] as const;

/** What gives a role in an area: `hamburg:help-desk:group=hamburg-desk`. */
export const areaStaff = thing(
  {
    forms: [
      '{area}:{role}:group={group}',
      '{area}:{role}:scope={scope}',
      '{area}:{role}:property={property}',
    ],
    parts: { area: areaName, role: oneOf(roleNames) },
    optional: { group, scope, property },
    expected: 'AREA:ROLE:group=NAME, AREA:ROLE:scope=SCOPE or AREA:ROLE:property=NAME=VALUE',
  },
  ({ area, role, ...signs }) =>
    Object.keys(signs).length === 1 ? { area, role: areaRoles[role], ...signs } : undefined,
);

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

type Staff = ReturnType<typeof areaStaff>;
type People = ReturnType<typeof areaPeople>;

/** Returns the areas that the two options describe, and adds what is missing to `problems`. */
export function describedAreas(
  { staff, people }: { readonly staff: readonly Staff[]; readonly people: readonly People[] },
  problems: string[],
): readonly Area[] {
  const names = new Set([...staff, ...people].map(({ area }) => area));
  return [...names].map((name) => {
    const ofArea = <T extends { readonly area: string }>(list: readonly T[]): T[] =>
      list.filter(({ area }) => area === name);
    const [ownStaff, ownPeople] = [ofArea(staff), ofArea(people)];
    if (ownPeople.length === 0)
      problems.push(`AREA_STAFF: the area "${name}" has no people; see AREA_PEOPLE`);
    if (ownStaff.length === 0)
      problems.push(`AREA_PEOPLE: the area "${name}" has no staff; see AREA_STAFF`);
    return {
      name,
      staff: ownStaff.map(({ role, group: of, scope: token, property: session }) => ({
        role,
        signs: {
          groups: of === undefined ? [] : [of],
          scopes: token === undefined ? [] : [token],
          property: session,
        },
      })),
      groups: ownPeople.flatMap((one) => ('group' in one ? [one.group] : [])),
      attributes: ownPeople.flatMap((one) => ('attribute' in one ? [one.attribute] : [])),
    };
  });
}
