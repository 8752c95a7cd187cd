/**
 * Which invented portals compose with the gateway in both composers without a hint, and the errors
 * for the others. A hint is an error: two enums of one name merge with no more than that.
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { ownSubgraph } from '../federation/composed.ts';
import { composers } from './composers.ts';

/** The additions to `examples/portal` of a portal that composes. */
const composing: readonly (readonly [string, string])[] = [
  ['nothing more', ''],
  ['a viewer', 'type Viewer { id: ID! } extend type Query { viewer: Viewer }'],
  [
    'permissions',
    'type Permission { name: String! } extend type Query { permissions: [Permission!] }',
  ],
  [
    'errors of its users',
    'interface UserError { code: String! } extend type Query { last: UserError }',
  ],
  ['kinds of device', 'enum DeviceKind { LAPTOP } extend type Query { kinds: [DeviceKind!] }'],
  ['products', 'type Product { sku: ID! } extend type Query { products: [Product!] }'],
  [
    'roles',
    'enum ViewerRole { BUYER } enum Role { A } extend type Query { roles: [Role!] of: ViewerRole }',
  ],
  ['a node', 'interface Node { id: ID! } extend type Query { node(id: ID!): Node }'],
  ['moments of its own', 'scalar DateTime extend type User { hiredAt: DateTime }'],
  ['states of a user', 'enum UserStatus { ON_LEAVE } extend type User { state: UserStatus }'],
  [
    'pages as Relay has them',
    'type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String } type Team { pageInfo: PageInfo! } extend type Query { team: Team }',
  ],
  [
    'a list of people',
    'type StaffConnection { nodes: [User!]! } extend type Query { staff: StaffConnection }',
  ],
  ['a field of a user', 'extend type User { badge: String }'],
  ['a key of its own', 'type Desk @key(fields: "number") { number: ID! owner: User }'],
  ['changes of its own', 'type Mutation { book(desk: ID!): Boolean }'],
  ['laptops', 'type Laptop { owner: User } extend type Query { l: Laptop }'],
  [
    'a field that it requires',
    'extend type User { email: String @external mail: String @requires(fields: "email") }',
  ],
  ['devices of its own', 'type Device { serial: ID! } extend type Query { managed: [Device!] }'],
  [
    'an interface of devices',
    'interface Device { serial: ID! } type Phone implements Device { serial: ID! } extend type Query { managed: [Device!] }',
  ],
  [
    'a connection of people',
    'type UserConnection { nodes: [User!]! total: Int } extend type Query { people: UserConnection }',
  ],
  ['edges of people', 'type UserEdge { node: User } extend type Query { edges: [UserEdge!] }'],
  [
    'callers of a call centre',
    'type Caller { number: String } extend type Query { callers: [Caller!] }',
  ],
  [
    'a missing user as an error',
    'type UserNotFound { message: String! } extend type Query { lookup: UserNotFound }',
  ],
  [
    'a missing device as an error',
    'type DeviceNotFound { serial: String } extend type Query { lookup: DeviceNotFound }',
  ],
  [
    'people as an input',
    'input PersonInput { name: String! } extend type Query { find(person: PersonInput!): User }',
  ],
  [
    'verification of documents',
    'input VerificationInput { passport: String! } extend type Query { verify(input: VerificationInput!): Boolean }',
  ],
  [
    'methods of signing in',
    'enum AuthenticationMethod { SMS PASSKEY } extend type Query { methods: [AuthenticationMethod!] }',
  ],
  ['error codes', 'enum ErrorCode { OUT_OF_STOCK } extend type Query { codes: [ErrorCode!] }'],
  [
    'actions of its users',
    'enum UserAction { ORDER } extend type Query { actions: [UserAction!] }',
  ],
  [
    'reasons for denied claims',
    'enum DenialReason { LATE } extend type Query { reasons: [DenialReason!] }',
  ],
  [
    'data of a profile',
    'type ProfileData { bio: String } extend type User { profile: ProfileData }',
  ],
  [
    'capabilities of a team',
    'type Capabilities { skills: [String!] } extend type User { capabilities: Capabilities }',
  ],
  [
    'changes of an IT service desk',
    'input ChangeFilter { risk: Int! } type Change { id: ID! } extend type Query { changes(filter: ChangeFilter): [Change!] change(id: ID!): Change }',
  ],
  [
    'a history of orders',
    'type Order { id: ID! } extend type User { orders: [Order!] } extend type Query { history: [Order!] }',
  ],
  ['activity of a user', 'type Activity { at: String } extend type User { activity: [Activity!] }'],
  [
    'outcomes of tests',
    'enum Outcome { PASS FAIL } enum RecordedOutcome { PASS } extend type Query { outcome: Outcome recorded: RecordedOutcome }',
  ],
  [
    'sessions of a course',
    'type Session { room: String } extend type User { sessions: [Session!] }',
  ],
  ['realms of a game', 'type Realm { title: String } extend type Query { realms: [Realm!] }'],
  [
    'an asset tag on authenticators',
    'type OathDevice @key(fields: "id") { id: ID! assetTag: String } type PushDevice @key(fields: "id") { id: ID! assetTag: String }',
  ],
  [
    'an asset tag on every device',
    'type RegisteredDevice @key(fields: "id") @interfaceObject { id: ID! assetTag: String }',
  ],
  [
    'an asset that refers to a device',
    'type PushDevice @key(fields: "id", resolvable: false) { id: ID! } type Asset { device: PushDevice } extend type Query { asset: Asset }',
  ],
];

/** Additions that a portal must rename or leave to the gateway, as docs/portal.md says. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  ['a me of its own', 'extend type Query { me: User }', /Query\.me/],
  ['a user of its own', 'extend type Query { user(id: ID!): User }', /Query\.user/],
  ['users of its own', 'extend type Query { users: [User!] }', /Query\.users/],
  ['an email of people', 'extend type User { email: String }', /User\.email/],
  ['a caller field', 'type Call { id: ID! } extend type Query { caller: Call }', /Query\.caller/],
  [
    'a renameDevice of its own',
    'type Mutation { renameDevice(serial: ID!): Boolean }',
    /Mutation\.renameDevice/,
  ],
  [
    'half of PageInfo',
    'type PageInfo @shareable { endCursor: String } extend type Query { p: PageInfo }',
    /PageInfo/,
  ],
];

/** Returns the example's portal with an addition. */
async function portalWith(more: string): Promise<string> {
  const portal = await readFile('examples/portal/portal.graphql', 'utf8');
  const imports =
    '["@key", "@shareable", "@external", "@requires", "@override", "@interfaceObject"]';
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
