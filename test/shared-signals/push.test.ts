/** Signals that are pushed (RFC 8935): to the right receiver, once each, in order (G30, G31). */
import { describe, expect, test } from '@jest/globals';
import { useNotices } from '../notices/notice-stage.ts';
import { until } from '../reliability/am-traffic.ts';
import { fieldAt } from '../support/json.ts';
import { startSetReceiver, type SetReceiver } from './set-receiver.ts';
import { audience, discover, newPem, personIssuer, signalEnv } from './stage.ts';
import { secretFile } from '../support/with-lists.ts';

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
const pem = newPem();
let siem: SetReceiver;
let portal: SetReceiver;
const stage = useNotices(async () => {
  [siem, portal] = await Promise.all([startSetReceiver(), startSetReceiver()]);
  return [() => siem.close(), () => portal.close()];
});

async function start(more: object = {}): Promise<void> {
  const streams = { siem: { push: siem.url, ...more }, portal: { push: portal.url } };
  const gateway = await stage.start(signalEnv(streams, pem));
  siem.known = await discover(gateway, 'siem');
  portal.known = await discover(gateway, 'portal');
}

const accepted = (count: number, at: SetReceiver = siem): Promise<void> =>
  until(`${count} SETs are accepted`, () => at.accepted.length >= count);

test('each removed credential is a SET of its own, then one for the ended sessions', async () => {
  await start();
  await stage.peer.signIn('bob');
  const startedAt = Math.floor(stage.store.clock.now / 1_000);
  const id = await stage.reset('bob', {
    kinds: ['OATH', 'WEB_AUTHN', 'TRUSTED'],
    endSessions: true,
  });
  await accepted(4);

  expect(siem.refused).toEqual([]);
  const events = siem.accepted.map(({ type, event }) => [
    type.replace(caep, ''),
    fieldAt(event, 'credential_type'),
    fieldAt(event, 'change_type'),
    fieldAt(event, 'friendly_name'),
  ]);
  expect(events).toEqual([
    ['credential-change', 'app', 'delete', "Bob's phone"],
    ['credential-change', 'app', 'delete', "Bob's old phone"],
    ['credential-change', 'fido2-roaming', 'delete', "Bob's security key"],
    ['session-revoked', undefined, undefined, undefined],
  ]);
  for (const { claims, event } of siem.accepted) {
    expect(claims).toMatchObject({
      aud: `${audience}/siem`,
      txn: id,
      sub_id: { format: 'iss_sub', iss: personIssuer, sub: 'bob' },
    });
    expect(fieldAt(event, 'initiating_entity')).toBe('admin');
    expect(fieldAt(event, 'reason_admin')).toEqual({
      en: `Devices reset by the help desk, reference ${id}`,
    });
    expect(Number(fieldAt(event, 'event_timestamp'))).toBeGreaterThanOrEqual(startedAt);
  }
  expect(new Set(siem.accepted.map(({ jti }) => jti)).size).toBe(4);
});

test('a change by the user, without a sign-out, is one by the user', async () => {
  await start();
  const bob = await stage.peer.signIn('bob');
  const query = `mutation { removeDevice(input: { target: { me: true }, kind: PUSH, deviceId: "${
    (await stage.peer.deviceIds('bob', 'PUSH'))[0]
  }" }) { outcome } }`;
  const answer = await stage.gateway.ask(query, bob);
  expect(fieldAt(answer.data, 'removeDevice', 'outcome')).toBe('DONE');
  await accepted(1);

  const [set] = siem.accepted;
  expect(set?.event).toMatchObject({
    credential_type: 'app',
    change_type: 'delete',
    friendly_name: "Bob's push phone",
    initiating_entity: 'user',
  });
});

describe('an answer of a receiver', () => {
  const problem = async (): Promise<string | undefined> => {
    const pattern = /Messages of ssf:siem cannot be delivered now \(([^)]*)\)/;
    let found: string | undefined;
    await until('it is logged', () => {
      found = stage.gateway.log.map((line) => pattern.exec(line)?.[1]).find(Boolean);
      return found !== undefined;
    });
    return found;
  };

  test.each([
    ['200, as a page that is no receiver', 200, '<html>', 'HTTP_200'],
    ['204', 204, '', 'HTTP_204'],
    ['302', 302, '', 'HTTP_302'],
    ['401', 401, '', 'HTTP_401'],
    ['410', 410, '', 'HTTP_410'],
    ['500', 500, 'BODY-CANARY', 'HTTP_500'],
    [
      '400 with a code',
      400,
      '{"err":"invalid_audience","description":"BODY-CANARY"}',
      'ERR_INVALID_AUDIENCE',
    ],
    ['400 with another code', 400, '{"err":"BODY-CANARY"}', 'ERR_OTHER'],
    ['400 without a code', 400, 'BODY-CANARY', 'HTTP_400'],
    ['400 that never ends', 400, null, 'ERR_OTHER'],
  ])('%s: it is sent again', async (_label, status, body, code) => {
    await start();
    const endless = '{"err": "'.padEnd(100_000, 'x');
    siem.answerWith((response) => {
      response.writeHead(status, { location: `${portal.url}/elsewhere` });
      if (body === null) response.write(endless);
      else response.end(body);
    });
    await stage.reset('alice', { kinds: ['OATH'] });

    expect(await problem()).toBe(body === null ? 'HTTP_400' : code);
    siem.answerWith(null);
    stage.store.clock.now += 60_000;
    await accepted(1);
    expect(portal.pushes.map(({ headers }) => headers.host)).toHaveLength(1);
    expect(stage.gateway.log.join('\n')).not.toContain('BODY-CANARY');
  });
});

test('a push has the header that its own receiver expects', async () => {
  await start({ authorization: secretFile('Bearer PUSH-CANARY') });
  await stage.reset('alice', { kinds: ['OATH'] });
  await Promise.all([accepted(1), accepted(1, portal)]);

  const headerAt = ({ pushes }: SetReceiver): unknown => pushes[0]?.headers.authorization;
  expect([headerAt(siem), headerAt(portal)]).toEqual(['Bearer PUSH-CANARY', undefined]);
});
