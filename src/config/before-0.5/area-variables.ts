import { areaName, groupEntry, roleNames } from '../things/role.ts';
import { group } from '../things/realms.ts';
import { listOf, standingFor } from '../values/parts.ts';
import { oneOf, property, scope } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

const areaStaff = thing({
  forms: [
    '{area}:{role}:group={group}',
    '{area}:{role}:scope={scope}',
    '{area}:{role}:property={property}',
  ],
  parts: { area: areaName, role: oneOf(roleNames) },
  optional: { group, scope, property },
  expected: 'AREA:ROLE:group=NAME, AREA:ROLE:scope=SCOPE or AREA:ROLE:property=NAME=VALUE',
});

/** What a variable of 0.3 says of the staff of areas. */
export const areaVariables = [
  {
    name: 'AREA_STAFF',
    read: standingFor(listOf(areaStaff), ({ group: of, ...entry }) =>
      of === undefined ? entry : groupEntry(entry, of),
    ),
  },
];
