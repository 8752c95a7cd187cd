/**
 * Access tokens: what their scopes are, and whose they are. alice is in no group, helen in the help desk's, oscar in
 * the administrators', which gives a token nothing; but the help desk does not see the devices of privileged people,
 * not even of oscar's own token.
 */
import type { Deed, Table } from './matrix.ts';

const expected: Readonly<Record<Deed, string>> = {
  'see a person': `
                       | unnamed            | own name           | bob       | vera      | missing
  no scope, alice      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
  no scope, helen      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
  no scope, oscar      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
  read, alice          | yes                | yes                | FORBIDDEN | FORBIDDEN | FORBIDDEN
  read, helen          | yes                | yes                | FORBIDDEN | FORBIDDEN | FORBIDDEN
  read, oscar          | yes                | yes                | FORBIDDEN | FORBIDDEN | FORBIDDEN
  change, alice        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
  change, helen        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
  change, oscar        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
  help desk, alice     | yes                | yes                | yes       | yes       | nobody
  help desk, helen     | yes                | yes                | yes       | yes       | nobody
  help desk, oscar     | yes                | yes                | yes       | yes       | nobody
  administrator, alice | yes                | yes                | yes       | yes       | nobody
  administrator, helen | yes                | yes                | yes       | yes       | nobody
  administrator, oscar | yes                | yes                | yes       | yes       | nobody
  auditor, alice       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
  auditor, helen       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
  auditor, oscar       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN
`,
  'see devices': `
                       | unnamed            | own name           | bob       | vera              | missing
  no scope, alice      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  no scope, helen      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  no scope, oscar      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, alice          | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, helen          | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, oscar          | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, alice        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, helen        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, oscar        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  help desk, alice     | yes                | yes                | yes       | TARGET_PRIVILEGED | nobody
  help desk, helen     | yes                | yes                | yes       | TARGET_PRIVILEGED | nobody
  help desk, oscar     | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | yes       | TARGET_PRIVILEGED | nobody
  administrator, alice | yes                | yes                | yes       | yes               | nobody
  administrator, helen | yes                | yes                | yes       | yes               | nobody
  administrator, oscar | yes                | yes                | yes       | yes               | nobody
  auditor, alice       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  auditor, helen       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  auditor, oscar       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
`,
  'see personal data of a device': `
                       | unnamed            | own name           | bob       | vera              | missing
  no scope, alice      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  no scope, helen      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  no scope, oscar      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, alice          | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, helen          | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, oscar          | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, alice        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, helen        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, oscar        | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  help desk, alice     | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | TARGET_PRIVILEGED | nobody
  help desk, helen     | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | TARGET_PRIVILEGED | nobody
  help desk, oscar     | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | TARGET_PRIVILEGED | nobody
  administrator, alice | yes                | yes                | yes       | yes               | nobody
  administrator, helen | yes                | yes                | yes       | yes               | nobody
  administrator, oscar | yes                | yes                | yes       | yes               | nobody
  auditor, alice       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  auditor, helen       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  auditor, oscar       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
`,
  reset: `
                       | unnamed            | own name           | bob       | vera              | missing
  no scope, alice      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  no scope, helen      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  no scope, oscar      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, alice          | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, helen          | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, oscar          | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, alice        | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, helen        | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, oscar        | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  help desk, alice     | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  help desk, helen     | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  help desk, oscar     | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  administrator, alice | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  administrator, helen | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  administrator, oscar | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  auditor, alice       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  auditor, helen       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  auditor, oscar       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
`,
  'remove or rename': `
                       | unnamed            | own name           | bob       | vera              | missing
  no scope, alice      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  no scope, helen      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  no scope, oscar      | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, alice          | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, helen          | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  read, oscar          | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, alice        | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, helen        | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  change, oscar        | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  help desk, alice     | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  help desk, helen     | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  help desk, oscar     | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  administrator, alice | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  administrator, helen | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  administrator, oscar | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody
  auditor, alice       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  auditor, helen       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
  auditor, oscar       | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN
`,
};

const expectedOfSearch = `
                       | unnamed   | alpha     | beta
  no scope, alice      | FORBIDDEN | FORBIDDEN | FORBIDDEN
  no scope, helen      | FORBIDDEN | FORBIDDEN | FORBIDDEN
  no scope, oscar      | FORBIDDEN | FORBIDDEN | FORBIDDEN
  read, alice          | FORBIDDEN | FORBIDDEN | FORBIDDEN
  read, helen          | FORBIDDEN | FORBIDDEN | FORBIDDEN
  read, oscar          | FORBIDDEN | FORBIDDEN | FORBIDDEN
  change, alice        | FORBIDDEN | FORBIDDEN | FORBIDDEN
  change, helen        | FORBIDDEN | FORBIDDEN | FORBIDDEN
  change, oscar        | FORBIDDEN | FORBIDDEN | FORBIDDEN
  help desk, alice     | yes       | yes       | FORBIDDEN
  help desk, helen     | yes       | yes       | FORBIDDEN
  help desk, oscar     | yes       | yes       | FORBIDDEN
  administrator, alice | yes       | yes       | FORBIDDEN
  administrator, helen | yes       | yes       | FORBIDDEN
  administrator, oscar | yes       | yes       | FORBIDDEN
  auditor, alice       | FORBIDDEN | FORBIDDEN | FORBIDDEN
  auditor, helen       | FORBIDDEN | FORBIDDEN | FORBIDDEN
  auditor, oscar       | FORBIDDEN | FORBIDDEN | FORBIDDEN
`;

/** The scopes of a token, by the name of its row. */
export const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'no scope': [],
  read: ['devices:read'],
  change: ['devices:reset'],
  'help desk': ['devices:help-desk'],
  administrator: ['devices:admin'],
  auditor: ['devices:audit'],
};

/** The people whose tokens they are. */
export const holders = ['alice', 'helen', 'oscar'] as const;

/** The matrix of access tokens. */
export const tokens: Table = {
  callers: Object.keys(scopesOf).flatMap((scope) => holders.map((name) => `${scope}, ${name}`)),
  targets: ['unnamed', 'own name', 'bob', 'vera', 'missing'],
  expected,
  expectedOfSearch,
};
