import { isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { effects, policy, roleNames, rolesInPages } from '../src/domain/policy.ts';
import type { Effect, Reach } from '../src/domain/policy.ts';
import { ruleOf } from '../src/graph/access.ts';

const columns = rolesInPages;

const reaches: Readonly<Record<Reach, string>> = {
  own: 'own person',
  everybody: 'everybody',
  unprivileged: 'others, unless privileged',
  'privileged if allowed': 'others; privileged only with `ADMINS_OVER_PRIVILEGED=on`',
};

const meanings: Readonly<Record<Effect, string>> = {
  search: 'find people',
  viewPerson: 'see a person',
  viewDevices: 'see devices and the skip choice',
  viewProfileData: 'see personal data of device profiles',
  viewHistory: 'see what was changed',
  reset: 'remove every device of a kind',
  remove: 'remove one device',
  rename: 'rename one device',
};

const head = `# Who may do what

Printed from \`src/domain/policy.ts\` and the schema by \`npm run generate\`. What is not listed is denied. One
table decides on every path: a field, an alias, a fragment, a nested object.

- Help desk, administrators and auditors act in their own realm, and where \`HELP_DESK_REALMS\` says so.
- Privileged are the members of \`ADMIN_GROUPS\` and \`PRIVILEGED_GROUPS\`, and of groups within them. The super user belongs to
  no realm in which staff act. Where a group does not exist or cannot be read, nobody can tell, and whoever may not act for
  the privileged is refused (\`PRIVILEGE_UNKNOWN\`).
- Auditors read what was changed (\`Query.changes\`, \`Query.change\`), of privileged people and of those who are gone, too. They see no
  person, no device and no search; for themselves they are people like others.
- What was changed in a realm is told to the help desk without what is about privileged people, as \`User.history\` would be refused. Changes
  that were refused are told to auditors, administrators and the super user only.
- Staff who name themselves in a change are refused (\`OWN_ACCOUNT\`), by whatever spelling, since AM's own record of both people
  decides; without a name they act for themselves like anybody, by their own session.
- A group gives its role to a session only. A token has the roles that its own scopes give (\`HELP_DESK_SCOPES\`,
  \`ADMIN_SCOPES\`, \`AUDITOR_SCOPES\`), whatever groups its person is in.
- Only the caller's own session, or a token with one of \`CHANGE_SCOPES\`, changes the caller's own devices: a role over
  others never does.
- The bearer of an access token sees their own person with a scope of \`READ_SCOPES\` and changes their own devices with one of
  \`CHANGE_SCOPES\`; otherwise \`INSUFFICIENT_SCOPE\`.
- A change tells whoever may make it how it ended and what it removed. The person and the devices that are left
  (\`user\`, \`oathSkip\`, \`device\`) take the permission to see them, as everywhere.
- A caller without any right over others is told \`FORBIDDEN\` whoever they ask for, and Access Management is
  not asked about that person.
`;

/** Generates `docs/access.md`: the policy, and the effect that each field requires. */
export function accessPage(schema: GraphQLSchema): string {
  const policyRows = effects.map((effect) => {
    const cells = columns.map((role) => {
      const reach = policy[effect][role];
      return reach === undefined ? '–' : reaches[reach];
    });
    return `| ${meanings[effect]} (\`${effect}\`) | ${cells.join(' | ')} |`;
  });
  const fieldRows = guardedFields(schema).map(
    ([field, effect]) => `| \`${field}\` | \`${effect}\` |`,
  );
  const names = columns.map((role) => roleNames[role]);
  return [
    head,
    '## The policy',
    '',
    `| Effect | ${names.join(' | ')} |`,
    `| --- |${' --- |'.repeat(names.length)}`,
    ...policyRows,
    '',
    '## The fields',
    '',
    '| Field | Effect |',
    '| --- | --- |',
    ...fieldRows,
    '',
  ].join('\n');
}

function guardedFields(schema: GraphQLSchema): [string, Effect][] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field): [string, Effect][] => {
      const rule = ruleOf(type, field);
      return typeof rule === 'object' ? [[`${type.name}.${field.name}`, rule.effect]] : [];
    });
  });
}
