/** Which portals compose beside the gateway, in both composers: what each has, and what a composer says against it. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { composers, ownSubgraph } from './composed.ts';

const user = (fields: string): string => `extend type User { ${fields} }`;
const query = (fields: string): string => `extend type Query { ${fields} }`;

/** What a portal has beside `examples/portal`. */
const composing: readonly (readonly [string, string])[] = [
  ['nothing more', ''],
  ['a viewer', `type Viewer { id: ID! } ${query('viewer: Viewer')}`],
  ['permissions', `type Permission { name: String! } ${query('permissions: [Permission!]')}`],
  ['errors of its users', `interface UserError { code: String! } ${query('last: UserError')}`],
  ['kinds of device', `enum DeviceKind { LAPTOP } ${query('kinds: [DeviceKind!]')}`],
  ['products', `type Product { sku: ID! } ${query('products: [Product!]')}`],
  ['roles', `enum ViewerRole { BUYER } enum Role { A } ${query('roles: [Role!] of: ViewerRole')}`],
  ['a node', `interface Node { id: ID! } ${query('node(id: ID!): Node')}`],
  ['moments of its own', `scalar DateTime ${user('hiredAt: DateTime')}`],
  ['more states of a user', `enum UserStatus { ON_LEAVE } ${user('state: UserStatus')}`],
  [
    'pages as Relay has them',
    `type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
     type Team { pageInfo: PageInfo! } ${query('team: Team')}`,
  ],
  [
    'a list of people',
    `type StaffConnection { nodes: [User!]! } ${query('staff: StaffConnection')}`,
  ],
  ['a field that needs the id', user('badge: String')],
  ['a key of its own', 'type Desk @key(fields: "number") { number: ID! owner: User }'],
  ['changes of its own', 'type Mutation { book(desk: ID!): Boolean }'],
  ['a device that it knows by another name', `type Laptop { owner: User } ${query('l: Laptop')}`],
  [
    'what it takes from the gateway',
    user('email: String @external mail: String @requires(fields: "email")'),
  ],
  ['a field that it takes over', user('email: String @override(from: "identity")')],
];

/** What has to be renamed, or left to the gateway; docs/portal.md says so. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  ['a type Device', `type Device { serial: ID! } ${query('d: Device')}`, /Device/],
  ['a me of its own', query('me: User'), /Query\.me/],
  ['a user of its own', query('user(id: ID!): User'), /Query\.user/],
  ['an email of people', user('email: String'), /User\.email/],
  [
    'a connection of people',
    `type UserConnection { total: Int } ${query('p: UserConnection')}`,
    /UserConnection/,
  ],
  [
    'half of PageInfo',
    `type PageInfo @shareable { endCursor: String } ${query('p: PageInfo')}`,
    /PageInfo/,
  ],
];

/** The portal of the example with more in it. */
async function portalWith(more: string): Promise<string> {
  const portal = await readFile('examples/portal/portal.graphql', 'utf8');
  const imports = '["@key", "@shareable", "@external", "@requires", "@override"]';
  return `${portal.replace('["@key"]', imports)}\n${more}`;
}

describe.each(composers)('%s', (_name, compose) => {
  test.each(composing)('composes a portal with %s', async (_what, more) => {
    const { problems, api } = compose(await ownSubgraph(), await portalWith(more));

    expect(problems).toEqual([]);
    expect(api?.getType('User')).toBeDefined();
  });

  test.each(refused)('refuses a portal with %s', async (_what, more, problem) => {
    const { problems, api } = compose(await ownSubgraph(), await portalWith(more));

    expect(problems.join('\n')).toMatch(problem);
    expect(api).toBeNull();
  });
});
