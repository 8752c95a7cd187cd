/**
 * Access tokens: what their scopes are, and whose they are. alice is in no group, helen in the help
 * desk's, oscar in the administrators', which gives a token nothing; but the help desk does not see
 * the devices of privileged people, not even of oscar's own token.
 */
import type { Deed, Table } from './matrix.ts';

/** The scopes of a token, by the name of its row. */
export const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'no scope': [],
  read: ['devices:read'],
  change: ['devices:reset'],
  'help desk': ['devices:help-desk'],
  both: ['devices:help-desk', 'devices:reset'],
  administrator: ['devices:admin'],
  auditor: ['devices:audit'],
};

/** The people whose tokens they are. */
export const holders = ['alice', 'helen', 'oscar'] as const;

const callers = Object.keys(scopesOf).flatMap((scope) =>
  holders.map((name) => `${scope}, ${name}`),
);

const expected: Readonly<Record<Deed, string>> = {
  'see a person': rowsOf(`
                       | unnamed            | own name           | bob       | vera      | missing   | bella
  no scope             | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN
  read                 | yes                | yes                | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN
  change               | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN
  help desk            | yes                | yes                | yes       | yes       | nobody    | FORBIDDEN
  both                 | yes                | yes                | yes       | yes       | nobody    | FORBIDDEN
  administrator        | yes                | yes                | yes       | yes       | nobody    | FORBIDDEN
  auditor              | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN
`),
  'see devices': rowsOf(`
                       | unnamed            | own name           | bob       | vera              | missing   | bella
  no scope             | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  read                 | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  change               | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  help desk            | yes                | yes                | yes       | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  both                 | yes                | yes                | yes       | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  help desk, oscar     | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | yes       | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  both, oscar          | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | yes       | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  administrator        | yes                | yes                | yes       | yes               | nobody    | FORBIDDEN
  auditor              | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
`),
  'see personal data of a device': rowsOf(`
                       | unnamed            | own name           | bob       | vera              | missing   | bella
  no scope             | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  read                 | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  change               | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  help desk            | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  both                 | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  administrator        | yes                | yes                | yes       | yes               | nobody    | FORBIDDEN
  auditor              | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
`),
  reset: rowsOf(`
                       | unnamed            | own name           | bob       | vera              | missing   | bella
  no scope             | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  read                 | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  change               | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  help desk            | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  both                 | yes                | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  administrator        | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  auditor              | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
`),
  'remove or rename': rowsOf(`
                       | unnamed            | own name           | bob       | vera              | missing   | bella
  no scope             | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  read                 | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  change               | yes                | yes                | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  help desk            | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  both                 | yes                | OWN_ACCOUNT        | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
  administrator        | INSUFFICIENT_SCOPE | OWN_ACCOUNT        | yes       | TARGET_PRIVILEGED | nobody    | FORBIDDEN
  auditor              | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN | FORBIDDEN         | FORBIDDEN | FORBIDDEN
`),
};

const expectedOfSearch = rowsOf(`
                       | unnamed   | alpha     | beta
  no scope             | FORBIDDEN | FORBIDDEN | FORBIDDEN
  read                 | FORBIDDEN | FORBIDDEN | FORBIDDEN
  change               | FORBIDDEN | FORBIDDEN | FORBIDDEN
  help desk            | yes       | yes       | FORBIDDEN
  both                 | yes       | yes       | FORBIDDEN
  administrator        | yes       | yes       | FORBIDDEN
  auditor              | FORBIDDEN | FORBIDDEN | FORBIDDEN
`);

/** The matrix of access tokens. */
export const tokens: Table = {
  callers,
  targets: ['unnamed', 'own name', 'bob', 'vera', 'missing', 'bella'],
  expected,
  expectedOfSearch,
};

/** A row for each token: its own, or the one of its scope. */
function rowsOf(table: string): string {
  const [head = '', ...rows] = table.trim().split('\n');
  const verdictsOf = (name = ''): string | undefined =>
    rows.find((row) => row.split('|')[0]?.trim() === name)?.replace(/^[^|]*/, '');
  return [
    head,
    ...callers.map((name) => `${name} ${verdictsOf(name) ?? verdictsOf(name.split(',')[0]) ?? ''}`),
  ].join('\n');
}
