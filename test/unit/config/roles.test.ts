/** The list of roles: what an entry is, and what entries mean together. */
import { describe, expect, test } from '@jest/globals';
import { useFolder } from '../../support/folder.ts';
import { withLists } from '../../support/with-lists.ts';
import { configOf, problemsOf } from './problems.ts';

const { write } = useFolder();
const service = { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: 'password' };

test.each([
  ['roles: [{ role: auditor }]', '1:9: roles[0]: expected one of group, scope, property'],
  [
    'roles: [{ role: auditor, scope: a, realm: alpha }]',
    '1:9: roles[0]: expected one of group, scope and property, and a realm only with a group',
  ],
  [
    'roles: [{ role: help-desk, group: a }, { role: auditor, group: a, realm: alpha }]',
    '1:1: roles: roles[0]: the group "alpha:a" is in roles[1], too; the help desk and auditors need different ones',
  ],
  [
    'roles: [{ role: auditor, property: { name: a, value: b } }, { role: auditor, property: { name: c, value: d } }]',
    'roles: roles[0]: the role has a session property in roles[1], too; remove one of them',
  ],
  ['roles: [{ role: auditor, group: a, realm: omega }]', 'roles: roles[0]: realms has no "omega"'],
  [
    'roles: [{ role: auditor, scope: a }]',
    'missing beside roles, because only access tokens have scopes',
  ],
  [
    'roles: [{ role: auditor, group: "alpha:a" }]',
    'roles[0]: expected one of group, scope and property, and a realm only with a group',
  ],
  ['roles: [{ role: auditor, group: a, area: n }]', 'roles[0]: the area "n" has no people'],
])('%j is refused: %s', (text, problem) => {
  const file = write('roles.yaml', text);

  expect(problemsOf({ ...service, CONFIG_FILE: file })).toEqual([
    expect.stringMatching(`^CONFIG_FILE: ${file}:1:`),
  ]);
  expect(problemsOf({ ...service, CONFIG_FILE: file })[0]).toContain(problem);
});

describe('a role by a session property', () => {
  const entry = '{ role: help-desk, property: { name: desk, value: help } }';
  const problems = (AM_FLAVOR: string): readonly string[] => {
    const file = write('roles.yaml', `roles: [${entry}]`);
    return problemsOf({ ...service, AM_FLAVOR, CONFIG_FILE: file });
  };

  test('is refused on OpenAM, where users could give themselves the role', () => {
    expect(problems('openam')).toEqual([
      expect.stringContaining(
        'roles: roles[0]: OpenAM lets users set session properties; use a group or a scope',
      ),
    ]);
  });

  test.each(['pingam', 'aic'])('is accepted on %s', (flavor) => {
    expect(problems(flavor).filter((one) => one.includes('session properties'))).toEqual([]);
  });
});

test.each([
  ['alpha', 'gamma'],
  ['gamma', 'alpha'],
])('staff of %s who act in %s need two served realms', (staffOf, actIn) => {
  const problems = problemsOf(withLists({ access: { acrossRealms: [{ staffOf, actIn }] } }));

  expect(problems).toEqual([
    expect.stringMatching(/: access\.acrossRealms: realms has no "gamma"$/),
  ]);
});

test('the list and a variable that stands for its entries are refused together', () => {
  const file = write('roles.yaml', 'roles: [{ role: auditor, group: a }]');

  expect(problemsOf({ ...service, CONFIG_FILE: file, ADMIN_GROUPS: 'b' })).toEqual([
    `CONFIG_FILE: ${file}:1:1: roles: ADMIN_GROUPS has this list, too; remove the variable`,
  ]);
});

test('the list means the same as variables, and the groups of the sandbox give way', () => {
  const environment = {
    ...service,
    AM_REALMS: 'alpha,beta',
    HELP_DESK_GROUPS: 'desk,beta:second',
    ...withLists({
      roles: [
        { role: 'help-desk', property: { name: 'role', value: 'desk' } },
        { area: 'north', role: 'administrator', group: 'north', realm: 'alpha' },
      ],
      areas: { people: [{ area: 'north', attribute: 'l', value: 'North' }] },
    }),
    AUDITOR_GROUPS: 'audit',
  };
  const file = write(
    'roles.yaml',
    `roles:
  - { role: help-desk, group: desk }
  - { role: help-desk, group: second, realm: beta }
  - { role: help-desk, property: { name: role, value: desk } }
  - { role: auditor, group: audit }
  - { role: administrator, group: north, realm: alpha, area: north }
areas: { people: [{ area: north, attribute: l, value: North }] }
`,
  );
  const rolesOf = (given: object, presets = {}): object => {
    const { access } = configOf({ ...service, AM_REALMS: 'alpha,beta', ...given }, presets);
    const { helpDesk, administrators, auditors, areas } = access;
    return { helpDesk, administrators, auditors, areas };
  };

  expect(rolesOf({ CONFIG_FILE: file }, { ADMIN_GROUPS: 'admins' })).toEqual(rolesOf(environment));
  expect(rolesOf({ CONFIG_FILE: file })).toMatchObject({
    helpDesk: {
      groups: ['desk', 'beta:second'],
      scopes: [],
      property: { name: 'role', value: 'desk' },
    },
    areas: [
      { name: 'north', staff: [{ role: 'ADMINISTRATOR', signs: { groups: ['alpha:north'] } }] },
    ],
  });
});
