/**
 * Which invented portals compose with the gateway in three composers without a hint, and the errors
 * for the others. A hint is an error: two enums of one name merge with no more than that.
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { ownSubgraph } from '../federation/composed.ts';
import { everyComposer } from './composers.ts';

/** Additions to `examples/portal` that a portal may have, all at once. */
const together = [
  'type Viewer { id: ID! } extend type Query { viewer: Viewer }',
  'type Permission { name: String! } extend type Query { permissions: [Permission!] }',
  'interface UserError { code: String! } type OutOfStock implements UserError { code: String! } extend type Query { last: UserError }',
  'enum DeviceKind { LAPTOP } extend type Query { kinds: [DeviceKind!] }',
  'type Product { sku: ID! } extend type Query { products: [Product!] }',
  'enum ViewerRole { BUYER } enum Role { A } extend type Query { roles: [Role!] of: ViewerRole }',
  'interface Node { id: ID! } type Shelf implements Node { id: ID! } extend type Query { node(id: ID!): Node }',
  'scalar DateTime extend type User { hiredAt: DateTime }',
  'enum UserStatus { ON_LEAVE } extend type User { state: UserStatus }',
  'type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String } type Team { pageInfo: PageInfo! } extend type Query { team: Team }',
  'type StaffConnection { nodes: [User!]! } extend type Query { staff: StaffConnection }',
  'extend type User { badge: String }',
  'type Desk @key(fields: "number") { number: ID! owner: User }',
  'type Mutation { book(desk: ID!): Boolean }',
  'type Laptop { owner: User } extend type Query { l: Laptop }',
  'extend type User { email: String @external mail: String @requires(fields: "email") }',
  'type Device { serial: ID! } extend type Query { managed: [Device!] }',
  'type UserConnection { nodes: [User!]! total: Int } extend type Query { people: UserConnection }',
  'type UserEdge { node: User } extend type Query { edges: [UserEdge!] }',
  'type Caller { number: String } extend type Query { callers: [Caller!] }',
  'type UserNotFound { message: String! } extend type Query { lookup: UserNotFound }',
  'type DeviceNotFound { serial: String } extend type Query { lookedUp: DeviceNotFound }',
  'input PersonInput { name: String! } extend type Query { find(person: PersonInput!): User }',
  'input VerificationInput { passport: String! } extend type Query { verify(input: VerificationInput!): Boolean }',
  'enum AuthenticationMethod { SMS PASSKEY } extend type Query { methods: [AuthenticationMethod!] }',
  'enum ErrorCode { OUT_OF_STOCK } extend type Query { codes: [ErrorCode!] }',
  'enum UserAction { ORDER } extend type Query { actions: [UserAction!] }',
  'enum DenialReason { LATE } extend type Query { reasons: [DenialReason!] }',
  'type ProfileData { bio: String } extend type User { profile: ProfileData }',
  'type Capabilities { skills: [String!] } extend type User { capabilities: Capabilities }',
  'input ChangeFilter { risk: Int! } type Change { id: ID! } extend type Query { changes(filter: ChangeFilter): [Change!] change(id: ID!): Change }',
  'type Order { id: ID! } extend type User { orders: [Order!] } extend type Query { history: [Order!] }',
  'type Activity { at: String } extend type User { activity: [Activity!] }',
  'enum Outcome { PASS FAIL } enum RecordedOutcome { PASS } extend type Query { outcome: Outcome recorded: RecordedOutcome }',
  'type Session { room: String } extend type User { sessions: [Session!] }',
  'type Realm { title: String } extend type Query { realms: [Realm!] }',
  'type ChangeApproval { by: String } extend type Mutation { requestChange(what: String): ChangeApproval approveChange(id: ID!): ChangeApproval rejectChange(id: ID!): ChangeApproval }',
  'type Campaign { budget: Int } extend type Query { campaign(id: ID!): Campaign campaigns: [Campaign!] } extend type Mutation { startCampaign(id: ID!): Campaign }',
  'enum ThreatLevel { GREEN RED } extend type Query { threatLevel: ThreatLevel } extend type Mutation { setThreatLevel(level: ThreatLevel!): ThreatLevel }',
  'type ChangeInsights { visits: Int } extend type Query { insights: ChangeInsights }',
  'type ChangeReport { damage: Int } extend type Query { report: ChangeReport }',
  'type IdentityProof { passport: String } enum IdentityProofState { VALID } extend type Query { proof: IdentityProof state: IdentityProofState }',
  'type PendingChange { title: String } extend type Query { capabilities: [String!] pendingChange: PendingChange caller: String }',
];

/** Additions that compose, too, with names of those above. */
const composing: Readonly<Record<string, string>> = {
  'its own types, enums, interfaces and fields': together.join(' '),
  'an interface of devices':
    'interface Device { serial: ID! } type Phone implements Device { serial: ID! } extend type Query { managed: [Device!] }',
  'an asset tag on authenticators':
    'type OathDevice @key(fields: "id") { id: ID! assetTag: String } type PushDevice @key(fields: "id") { id: ID! assetTag: String }',
  'an asset tag on every device':
    'type RegisteredDevice @key(fields: "id") @interfaceObject { id: ID! assetTag: String }',
  'an asset that refers to a device':
    'type PushDevice @key(fields: "id", resolvable: false) { id: ID! } type Asset { device: PushDevice } extend type Query { asset: Asset }',
};

/** Additions that a portal must rename or leave to the gateway, as docs/portal.md says. */
const refused: readonly (readonly [string, string, named: string])[] = [
  ['a me of its own', 'extend type Query { me: User }', 'me'],
  ['a user of its own', 'extend type Query { user(id: ID!): User }', 'user'],
  ['users of its own', 'extend type Query { users: [User!] }', 'users'],
  ['an email of people', 'extend type User { email: String }', 'email'],
  [
    'a renameDevice of its own',
    'type Mutation { renameDevice(serial: ID!): Boolean }',
    'renameDevice',
  ],
  [
    'half of PageInfo',
    'type PageInfo @shareable { endCursor: String } extend type Query { p: PageInfo }',
    'PageInfo',
  ],
];

/** Returns the example's portal with an addition. */
async function portalWith(more: string): Promise<string> {
  const portal = await readFile('examples/portal/portal.graphql', 'utf8');
  const imports =
    '["@key", "@shareable", "@external", "@requires", "@override", "@interfaceObject"]';
  return `${portal.replace('["@key"]', imports)}\n${more}`;
}

/** Portals of the products that manage computers and phones: their words are nearest to ours. */
const products = ['intune', 'jamf'];

describe.each(everyComposer)('%s', (_name, compose) => {
  test.each(products)('composes a portal in the words of %s', async (product) => {
    const more = await readFile(`test/trials/mdm-portals/${product}.graphql`, 'utf8');

    const { problems, api } = compose(await ownSubgraph(), await portalWith(more));

    expect(problems).toEqual([]);
    expect(api?.getType('RegisteredDevice')).toBeDefined();
  });

  test.each(Object.entries(composing))('composes a portal with %s', async (_what, more) => {
    const { problems, api } = compose(await ownSubgraph(), await portalWith(more));

    expect(problems).toEqual([]);
    expect(api?.getType('User')).toBeDefined();
  });

  test.each(refused)('refuses a portal with %s', async (_what, more, named) => {
    const { problems, api } = compose(await ownSubgraph(), await portalWith(more));

    expect(problems.join('\n')).toMatch(new RegExp(`\\b${named}\\b`));
    expect(api).toBeNull();
  });
});
