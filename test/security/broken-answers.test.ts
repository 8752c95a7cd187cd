/** Answers of AM that break its contract are refused, and nothing else (security E3). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds, type FaultEffect } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { writesTo } from './am-received.ts';
import { useStage } from '../support/stage.ts';

const query = `{ me {
  id: amId
  oathDevices { id: amId name registeredAt lastUsedAt canManage }
  pushDevices { id: amId }
} }`;
const reset = `mutation {
  resetOathDevices(input: { target: { me: true } }) { outcome isVerified removedDevices { id: amId } errors { code } }
}`;

const goodDevice = { uuid: 'x', deviceName: 'x', createdDate: 1_767_600_000_000 };

const brokenLists: readonly (readonly [string, FaultEffect])[] = [
  ['result: null', body({ result: null })],
  ['no result', body({ resultCount: 0 })],
  ['result: an object', body({ result: { uuid: 'x' } })],
  ['null', body(null)],
  ['a text', body('ok')],
  ['a device that is null', body({ result: [null] })],
  ['a device that is a text', body({ result: ['x'] })],
  ['one number among good devices', body({ result: [goodDevice, 1, goodDevice] })],
  ["an action's answer", body({ result: true })],
  ['fewer devices than announced', body({ result: [], resultCount: 2 })],
  ['an error inside', body({ result: [goodDevice], error: { code: 500 } })],
  ['a further page', body({ result: [goodDevice], pagedResultsCookie: 'next' })],
  ['JSON that breaks off', { kind: 'malformed' }],
  ['more than is ever read', body({ result: devicesOf(1_100_000) })],
  ['10 MB of something else', { kind: 'huge', bytes: 10_000_000 }],
  ['HTML', html(200)],
  ['nothing', { kind: 'status', status: 200, body: '' }],
];

/** Members of a device that cannot be read, and what is shown instead. */
const oddDevices: readonly (readonly [label: string, odd: object, shown: object])[] = [
  ['a date as a text', { createdDate: '2026-01-05' }, { registeredAt: null }],
  ['a date before time', { createdDate: -1 }, { registeredAt: null }],
  ['a date beyond time', { createdDate: 1e300 }, { registeredAt: null }],
  ['an id that is a number', { uuid: 7 }, { id: null }],
  ['an id that is a path', { uuid: '../bob' }, { id: null }],
  ['a name that is a list', { deviceName: ['x'] }, { name: null }],
  ['a flag that is a text', { deviceManagementStatus: 'false' }, { canManage: null }],
];

const stage = useStage('pingam', { env: { SESSION_CACHE_SECONDS: '0' } });
let alice: SessionHeader;

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
});

describe('security E3: a device list with', () => {
  test.each(brokenLists)('%s fails alone', async (_label, effect) => {
    stage.sandbox.breakNext({ match: { path: '/oath' }, effect });

    const answer = await stage.gateway.ask(query, alice);

    const pushDevices = [{ id: deviceIds.alicePush }];
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ me: { id: 'alice', oathDevices: null, pushDevices } });
    expect(answer.errors).toEqual([
      {
        message:
          'The answer of Access Management cannot be read. Quote the correlation id to the operator.',
        locations: [expect.anything()],
        path: ['me', 'oathDevices'],
        extensions: { code: 'UPSTREAM_CONTRACT', correlationId: expect.any(String) },
      },
    ]);
  });

  test.each(brokenLists)('%s stops a reset', async (_label, effect) => {
    stage.sandbox.breakNext({ match: { method: 'GET', path: '/oath' }, effect });

    const answer = await stage.gateway.ask(reset, alice);

    expect(codesOf(answer)).toEqual(['UPSTREAM_CONTRACT']);
    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test.each(oddDevices)('%s is listed without it', async (_label, odd, shown) => {
    const result = [{ ...goodDevice, ...odd }, goodDevice];
    stage.sandbox.breakNext({ match: { path: '/oath' }, effect: body({ result }) });

    const { data, errors } = await stage.gateway.ask(query, alice);

    const good = {
      id: 'x',
      name: 'x',
      registeredAt: '2026-01-05T08:00:00.000Z',
      lastUsedAt: null,
      canManage: null,
    };
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ me: { oathDevices: [{ ...good, ...shown }, good] } });
  });

  test.each(oddDevices)('%s can be reset', async (_label, odd) => {
    const result = [{ ...goodDevice, ...odd }];
    stage.sandbox.breakNext({ match: { method: 'GET', path: '/oath' }, effect: body({ result }) });

    const answer = await stage.gateway.ask(reset, alice);

    expect(codesOf(answer)).toEqual([]);
    expect(answer.data).toMatchObject({ resetOathDevices: { outcome: 'DONE', isVerified: true } });
    expect(writesTo(stage.sandbox)).toEqual(['POST users/alice/devices/2fa/oath?_action=reset']);
  });

  test('many good devices is answered', async () => {
    stage.sandbox.breakNext({
      match: { path: '/oath' },
      effect: body({ result: devicesOf(900_000) }),
    });

    const { data, errors } = await stage.gateway.ask('{ me { oathDevices { id: amId } } }', alice);

    const oathDevices = Array.from({ length: 900 }, () => ({ id: 'x' }));
    expect(errors).toEqual([]);
    expect(data).toEqual({ me: { oathDevices } });
  });

  test.each([
    ['no _id and no uuid', { deviceName: 'x' }, { id: null, name: 'x' }],
    ['only an _id', { _id: 'y', deviceName: 'x' }, { id: 'y', name: 'x' }],
    ['no name', { uuid: 'x' }, { id: 'x', name: null }],
    ['dates of 0', { uuid: 'x', createdDate: 0, lastAccessDate: 0 }, { id: 'x', name: null }],
    ['a member of every object', { uuid: '__proto__' }, { id: '__proto__', name: null }],
  ])('%s is shown as it is', async (_label, device, shown) => {
    stage.sandbox.breakNext({ match: { path: '/oath' }, effect: body({ result: [device] }) });

    const { data, errors } = await stage.gateway.ask(query, alice);

    const rest = { registeredAt: null, lastUsedAt: null, canManage: null };
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ me: { oathDevices: [{ ...shown, ...rest }] } });
  });
});

describe('security E3: a person with', () => {
  test.each([
    ['no true name', { _id: 'alice', cn: ['Alice'] }],
    ['an empty true name', { uid: [] }],
    ['a true name that is a path', { uid: ['../bob'] }],
    ['a true name that is a universal id', { uid: ['id=amadmin,ou=user'] }],
    ['a status that is a flag', { uid: ['alice'], inetUserStatus: true }],
    ['an entry that is a number', { uid: ['alice'], dn: [7] }],
    ['null for the whole', null],
  ])('%s is rejected', async (_label, person) => {
    stage.sandbox.breakNext({ match: { path: 'users/alice?' }, effect: body(person) });
    const seen = await stage.gateway.ask(query, alice);
    stage.sandbox.breakNext({ match: { path: 'users/alice?' }, effect: body(person) });
    const write = await stage.gateway.ask(reset, alice);

    expect([seen.data, codesOf(seen)]).toEqual([{ me: null }, ['UPSTREAM_CONTRACT']]);
    expect(codesOf(write)).toEqual(['UPSTREAM_CONTRACT']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

describe('security E3: of a person', () => {
  test.each([
    ['mail address', 'email', { mail: [{}] }],
    ['name', 'displayName', { cn: 7 }],
    ['given name', 'givenName', { givenName: [7] }],
    ['family name', 'familyName', { sn: {} }],
  ])('a %s that is no text is absent', async (_label, field, odd) => {
    const person = { uid: ['alice'], ...odd };
    stage.sandbox.breakNext({ match: { path: 'users/alice?' }, effect: body(person) });

    const { data, errors } = await stage.gateway.ask(`{ me { id: amId ${field} } }`, alice);

    expect(errors).toEqual([]);
    expect(data).toEqual({ me: { id: 'alice', [field]: null } });
  });
});

describe('security E3: a session with', () => {
  const good = { username: 'alice', universalId: 'id=alice,ou=user', realm: '/alpha' };

  test.each([
    ['a name that is a list', { ...good, username: ['alice'] }, 'UPSTREAM_CONTRACT'],
    ['a realm that is an object', { ...good, realm: {} }, 'UPSTREAM_CONTRACT'],
    ['no universal id', { ...good, universalId: null }, 'UPSTREAM_CONTRACT'],
    ['an end that is no date', { ...good, maxSessionExpirationTime: 'soon' }, 'UPSTREAM_CONTRACT'],
    ['a list for the whole', [good], 'UPSTREAM_CONTRACT'],
    ['valid: false', { valid: false }, 'UNAUTHENTICATED'],
    ['nothing', {}, 'UNAUTHENTICATED'],
    ['no realm', { ...good, realm: null }, 'UNAUTHENTICATED'],
    ['no name', { ...good, username: null }, 'UNAUTHENTICATED'],
    ['another realm', { ...good, realm: '/alpha/../' }, 'UNAUTHENTICATED'],
  ])('%s is rejected', async (_label, session, code) => {
    stage.sandbox.breakNext({ match: { path: 'getSessionInfo' }, times: 2, effect: body(session) });

    const seen = await stage.gateway.ask(query, alice);
    const write = await stage.gateway.ask(reset, alice);

    expect([codesOf(seen), codesOf(write)]).toEqual([[code], [code]]);
    expect([seen.data, write.data]).toEqual([{ me: null }, { resetOathDevices: null }]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

function body(value: unknown): { readonly kind: 'body'; readonly body: unknown } {
  return { kind: 'body', body: value };
}

/** Good devices of 1000 bytes each. */
function devicesOf(bytes: number): object[] {
  const device = { ...goodDevice, deviceName: '' };
  const deviceName = 'x'.repeat(999 - JSON.stringify(device).length);
  return Array.from({ length: bytes / 1000 }, () => ({ ...device, deviceName }));
}

function html(status: number): FaultEffect {
  return { kind: 'status', status, contentType: 'text/html', body: '<html>sign in</html>' };
}
