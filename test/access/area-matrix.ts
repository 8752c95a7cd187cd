/**
 * Staff of areas, by the scopes of alice's tokens. bob is in `north` by an attribute, and vera, who
 * is privileged, by a group. ada and alice are in no area. The group of `lost` does not exist.
 */
import { bearer, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import type { Caller } from './cast.ts';
import type { Deed, Table } from './matrix.ts';

/** The options of these areas. */
export const areaEnv = withLists({
  roles: [
    { area: 'north', role: 'help-desk', scope: 'north:desk' },
    { area: 'north', role: 'administrator', scope: 'north:admin' },
    { area: 'north', role: 'auditor', scope: 'north:audit' },
    { area: 'lost', role: 'help-desk', scope: 'lost:desk' },
  ],
  areas: {
    people: [
      { area: 'north', attribute: 'givenName', value: 'bob' },
      { area: 'north', group: { name: 'executives', realm: 'alpha' } },
      { area: 'lost', group: { name: 'no-such-group' } },
    ],
  },
});

const scopes: Readonly<Record<string, readonly string[]>> = {
  'the desk of north': ['north:desk'],
  'an administrator of north': ['north:admin'],
  'an auditor of north': ['north:audit'],
  'the desk of lost': ['lost:desk'],
  'the desk of both': ['lost:desk', 'north:desk'],
  'the desk of north, and of everyone': ['north:desk', 'devices:help-desk'],
};

const expected: Readonly<Record<Deed, string>> = {
  'see a person': `
                                     | bob          | vera         | ada          | missing      | bella
  the desk of north                  | yes          | yes          | FORBIDDEN    | FORBIDDEN    | FORBIDDEN
  an administrator of north          | yes          | yes          | FORBIDDEN    | FORBIDDEN    | FORBIDDEN
  an auditor of north                | FORBIDDEN    | FORBIDDEN    | FORBIDDEN    | FORBIDDEN    | FORBIDDEN
  the desk of lost                   | AREA_UNKNOWN | AREA_UNKNOWN | AREA_UNKNOWN | AREA_UNKNOWN | FORBIDDEN
  the desk of both                   | yes          | yes          | AREA_UNKNOWN | AREA_UNKNOWN | FORBIDDEN
  the desk of north, and of everyone | yes          | yes          | yes          | nobody       | FORBIDDEN
`,
  'see devices': `
                                     | bob          | vera              | ada               | missing      | bella
  the desk of north                  | yes          | TARGET_PRIVILEGED | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  an administrator of north          | yes          | yes               | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  an auditor of north                | FORBIDDEN    | FORBIDDEN         | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  the desk of lost                   | AREA_UNKNOWN | AREA_UNKNOWN      | AREA_UNKNOWN      | AREA_UNKNOWN | FORBIDDEN
  the desk of both                   | yes          | TARGET_PRIVILEGED | AREA_UNKNOWN      | AREA_UNKNOWN | FORBIDDEN
  the desk of north, and of everyone | yes          | TARGET_PRIVILEGED | TARGET_PRIVILEGED | nobody       | FORBIDDEN
`,
  'see personal data of a device': `
                                     | bob          | vera              | ada               | missing      | bella
  the desk of north                  | FORBIDDEN    | TARGET_PRIVILEGED | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  an administrator of north          | yes          | yes               | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  an auditor of north                | FORBIDDEN    | FORBIDDEN         | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  the desk of lost                   | AREA_UNKNOWN | AREA_UNKNOWN      | AREA_UNKNOWN      | AREA_UNKNOWN | FORBIDDEN
  the desk of both                   | FORBIDDEN    | TARGET_PRIVILEGED | AREA_UNKNOWN      | AREA_UNKNOWN | FORBIDDEN
  the desk of north, and of everyone | FORBIDDEN    | TARGET_PRIVILEGED | TARGET_PRIVILEGED | nobody       | FORBIDDEN
`,
  reset: `
                                     | bob          | vera              | ada               | missing      | bella
  the desk of north                  | yes          | TARGET_PRIVILEGED | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  an administrator of north          | yes          | TARGET_PRIVILEGED | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  an auditor of north                | FORBIDDEN    | FORBIDDEN         | FORBIDDEN         | FORBIDDEN    | FORBIDDEN
  the desk of lost                   | AREA_UNKNOWN | AREA_UNKNOWN      | AREA_UNKNOWN      | AREA_UNKNOWN | FORBIDDEN
  the desk of both                   | yes          | TARGET_PRIVILEGED | AREA_UNKNOWN      | AREA_UNKNOWN | FORBIDDEN
  the desk of north, and of everyone | yes          | TARGET_PRIVILEGED | TARGET_PRIVILEGED | nobody       | FORBIDDEN
`,
  'remove or rename': `
                                     | bob       | vera              | ada       | missing   | bella
  the desk of north                  | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN | FORBIDDEN
  an administrator of north          | yes       | TARGET_PRIVILEGED | FORBIDDEN | FORBIDDEN | FORBIDDEN
  an auditor of north                | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN | FORBIDDEN
  the desk of lost                   | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN | FORBIDDEN
  the desk of both                   | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN | FORBIDDEN
  the desk of north, and of everyone | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN | FORBIDDEN
`,
};

const expectedOfSearch = `
                                     | unnamed   | alpha     | beta
  the desk of north                  | yes       | yes       | FORBIDDEN
  an administrator of north          | yes       | yes       | FORBIDDEN
  an auditor of north                | FORBIDDEN | FORBIDDEN | FORBIDDEN
  the desk of lost                   | AREA_UNKNOWN | AREA_UNKNOWN | FORBIDDEN
  the desk of both                   | yes       | yes       | FORBIDDEN
  the desk of north, and of everyone | yes       | yes       | FORBIDDEN
`;

/** The matrix of areas. */
export const areas: Table = {
  callers: Object.keys(scopes),
  targets: ['bob', 'vera', 'ada', 'missing', 'bella'],
  expected,
  expectedOfSearch,
  isDecidedByPerson: true,
};

/** The callers of the matrix of areas. */
export function areaStaffAt({ sandbox }: Pick<Stage, 'sandbox'>): Record<string, Caller> {
  return Object.fromEntries(
    Object.entries(scopes).map(([name, held]): [string, Caller] => [
      name,
      {
        header: bearer(sandbox, 'alice', { scopes: held }),
        own: { name: 'alice', realm: 'alpha' },
        forwards: 'never',
      },
    ]),
  );
}
