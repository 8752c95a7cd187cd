/** Names that reach a path of AM: refused, or exactly one segment (security C1–C8, C11, C12). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { callsTo } from './am-received.ts';
import { onStage, openStage, type Stage } from '../support/stage.ts';

const hostileIds: readonly (readonly [label: string, id: string])[] = [
  ['C1 a sibling', '../bob'],
  ['C1 the parent', '..'],
  ['C1 the place itself', '.'],
  ['C1 out of the realm', 'bob/../../realms/root/users/amadmin'],
  ['C1 backwards', String.raw`..\bob`],
  ['C1 a slash', 'bob/devices'],
  ['C1 a URL', 'https://evil.test/bob'],
  ['C2 an encoded slash', 'bob%2Falice'],
  ['C2 an encoded NUL', 'bob%00'],
  ['C2 overlong UTF-8', '..%c0%af'],
  ['C3 a path parameter', 'bob;x=1'],
  ['C3 a path parameter and the parent', 'bob;/../amadmin'],
  ['C4 an action', 'bob?_action=reset'],
  ['C4 a fragment', 'bob#'],
  ['C4 a filter', 'bob?_queryFilter=true'],
  ['C5 a universal id', 'id=amadmin,ou=user,dc=openam'],
  ['C5 a universal id in capitals', 'ID=amadmin'],
  ['C1 full-width dots', '．．'],
  ['C1 a full-width slash', 'bob／alice'],
  ['C4 a full-width question mark', 'bob？x'],
  ['C5 a full-width universal id', 'id＝bob，ou＝user'],
  ['C6 a full-width pattern', 'bo＊'],
  ['C6 a pattern', '*'],
  ['C6 an LDAP filter', 'bob)(uid=*'],
  ['C6 an LDAP escape', String.raw`b\6fb`],
  ['C7 a header', 'bob\r\nX-Injected: 1'],
  ['C7 a line feed', 'bob\n'],
  ['C7 a line separator', 'bob\u2028'],
  ['C7 a tab', 'bob\t'],
  ['C7 a lone high surrogate', 'bob\uD800'],
  ['C7 a lone low surrogate', '\uDC00bob'],
  ['C7 a direction override', '\u202Ebob'],
  ['C8 300 characters', 'a'.repeat(300)],
  ['nothing', ''],
  ['a blank', ' '],
];

const hostileRealms: readonly (readonly [label: string, realm: string])[] = [
  ['C12 the top realm', '/'],
  ['C12 a path', '/alpha'],
  ['C12 through a served one', 'alpha/../bravo'],
  ['C12 an unknown realm', 'gamma'],
  ['C12 a realm that AM has', 'beta'],
  ['C12 root', 'root'],
  ['C12 other capitals', 'Alpha'],
  ['C12 a query', 'alpha?realm=/beta'],
  ['C12 a list', 'alpha,beta'],
  ['C12 a member of every object', 'constructor'],
];

type Sink = readonly [label: string, query: string, variables: (value: string) => object];

const idSinks: readonly Sink[] = [
  ['user(id)', 'query ($id: ID!) { user(id: $id) { id: amId } }', (id) => ({ id })],
  ['node(id)', 'query ($id: ID!) { node(id: $id) { id } }', (id) => ({ id })],
  [
    'node(id of a person)',
    'query ($id: ID!) { node(id: $id) { id } }',
    (id) => ({ id: within('User', id) }),
  ],
  [
    'node(id of a device)',
    'query ($id: ID!) { node(id: $id) { id } }',
    (id) => ({ id: within('Device', id) }),
  ],
  [
    'user(global id)',
    'query ($id: ID!) { user(id: $id) { id } }',
    (id) => ({ id: within('User', id) }),
  ],
  ['resetOathDevices(global id)', reset('Oath'), (id) => toReset({ id: within('User', id) })],
  ['_entities(id)', entities(), (id) => referenceTo({ id })],
  ['_entities(amId)', entities(), (amId) => referenceTo({ amId })],
  ['resetOathDevices(user)', reset('Oath'), (id) => toReset({ id })],
];

const realmSinks: readonly Sink[] = [
  [
    'user(realm)',
    'query ($realm: String) { user(id: "bob", realm: $realm) { id: amId } }',
    (realm) => ({ realm }),
  ],
  ['_entities(realm)', entities(), (realm) => referenceTo({ amId: 'bob', realm })],
  ['resetOathDevices(realm)', reset('Oath'), (realm) => toReset({ id: 'bob', realm })],
];

let stage: Stage;
let callers: ReadonlyMap<string, SessionHeader>;

beforeAll(async () => {
  stage = await openStage('pingam', { env: { SESSION_CACHE_SECONDS: '0' } });
  const { signIn } = stage.peer;
  callers = new Map([
    ['nobody', {}],
    ['amadmin', await signIn('amadmin')],
  ]);
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

const rows = [
  ...rowsOf(idSinks, hostileIds),
  ...rowsOf(realmSinks, [...hostileIds, ...hostileRealms]),
];

test.each(rows)('$sink refuses $label before AM is called', async ({ query, variables }) => {
  for (const [name, as] of callers) {
    const answer = await stage.gateway.ask(query, as, variables);

    expect([name, codesOf(answer)]).toEqual([name, ['BAD_USER_INPUT']]);
    const values = Object.values(answer.data ?? {}).flat();
    expect(values.every((value) => value === null)).toBe(true);
  }
  expect(stage.sandbox.received()).toEqual([]);
});

describe('security C11: an ordinary odd name', () => {
  test.each([
    ['a UUID', '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff'],
    ['a mail address', 'demo.user@example.com'],
    ['an apostrophe', "o'brien"],
    ['Japanese', '名前'],
    ['an accent', 'zoë'],
    ['a blank inside', 'demo user'],
    ['an emoji', '😀'],
    ['marks that URLs leave alone', "a-._~!$:@b'"],
    ['255 characters', 'a'.repeat(255)],
    ['a member of every object', '__proto__'],
  ])('is one segment for AM: %s', async (_label, id) => {
    const query = 'query ($id: ID!) { user(id: $id) { id: amId } }';

    const answer = await stage.gateway.ask(query, callers.get('amadmin'), { id });

    expect([answer.data, answer.errors]).toEqual([{ user: null }, []]);
    expect(callsTo(stage.sandbox)).toHaveLength(2);
    const path = stage.sandbox.received()[1]?.path.split('?', 1)[0] ?? '';
    const segments = path.split('/').map(decodeURIComponent);
    expect(segments).toEqual(['', 'am', 'json', 'realms', 'root', 'realms', 'alpha', 'users', id]);
  });

  test('goes all the way through a reset', async () => {
    const id = "o'brien";
    await stage.peer.rest.call('/json/realms/root/realms/alpha/users?_action=create', {
      method: 'POST',
      headers: { ...callers.get('amadmin') },
      json: { username: id, userpassword: sandboxPassword },
    });
    stage.sandbox.clearReceived();
    const query = `mutation ($input: ResetDevicesOfKindInput!) {
      resetPushDevices(input: $input) { outcome user { id: amId } }
    }`;

    const input = { target: { user: { id } }, force: true };
    const { data } = await stage.gateway.ask(query, callers.get('amadmin'), { input });

    expect(data).toEqual({ resetPushDevices: { outcome: 'DONE', user: { id } } });
    expect(callsTo(stage.sandbox).filter((call) => call.startsWith('POST users'))).toEqual([
      'POST users/o%27brien/devices/2fa/push?_action=reset',
    ]);
  });

  test('can be narrowed by the deployment', async () => {
    const env = { AM_USER_ID_PATTERN: '[a-z]+|[a-z]{2}' };
    await onStage('pingam', { env }, async ({ peer, gateway }) => {
      const amadmin = await peer.signIn('amadmin');
      const query = 'query ($id: ID!) { user(id: $id) { id: amId } }';

      const bob = await gateway.ask(query, amadmin, { id: 'bob' });
      const others = ['名前', 'bob1', 'bob.', '1bob'];
      const refused = await Promise.all(others.map((id) => gateway.ask(query, amadmin, { id })));

      expect(bob.data).toEqual({ user: { id: 'bob' } });
      expect(refused.map(codesOf)).toEqual(others.map(() => ['BAD_USER_INPUT']));
    });
  });

  test.each([
    ['a user name', 'bob'],
    ['a UUID in capitals', 'B0B00000-0000-4000-8000-000000000002'],
    ['a UUID in braces', '{b0b00000-0000-4000-8000-000000000002}'],
    ['a UUID and more', 'b0b00000-0000-4000-8000-000000000002/..'],
    ['a UUID and a line break', 'b0b00000-0000-4000-8000-000000000002\n'],
  ])('is not one in AIC: %s', async (_label, id) => {
    await onStage('aic', {}, async ({ peer, sandbox, gateway }) => {
      const amadmin = await peer.signIn('amadmin');
      sandbox.clearReceived();

      const query = 'query ($id: ID!) { user(id: $id) { id: amId } }';
      const answer = await gateway.ask(query, amadmin, { id });

      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(sandbox.received()).toEqual([]);
    });
  });
});

/** A forged global id, with any text for the person's id. */
function within(type: 'User' | 'Device', id: string): string {
  const parts = ['alpha', id, ...(type === 'User' ? [] : ['OATH', 'x'])];
  return `${type}=${Buffer.from(JSON.stringify(parts)).toString('base64url')}`;
}

function entities(): string {
  return 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { id } } }';
}

function referenceTo(key: object): object {
  return { of: [{ __typename: 'User', ...key }] };
}

function reset(kind: 'Oath' | 'Push'): string {
  return `mutation ($input: ResetDevicesOfKindInput!) { reset${kind}Devices(input: $input) { outcome } }`;
}

function toReset(user: object, more: object = {}): object {
  return { input: { target: { user }, ...more } };
}

interface Row {
  readonly sink: string;
  readonly label: string;
  readonly query: string;
  readonly variables: object;
}

function rowsOf(sinks: readonly Sink[], values: readonly (readonly [string, string])[]): Row[] {
  return sinks.flatMap(([sink, query, variablesFor]) =>
    values.map(([label, value]) => ({ sink, label, query, variables: variablesFor(value) })),
  );
}
