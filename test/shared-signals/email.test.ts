/** Streams that name people by their mail address, which is read when a signal is sent (G30). */
import { describe, expect, test } from '@jest/globals';
import { listMessages } from '../../src/ledger/upkeep/outbox.ts';
import { useNotices } from '../notices/notice-stage.ts';
import { until } from '../reliability/am-traffic.ts';
import { fieldAt } from '../support/json.ts';
import { startSetReceiver, type SetReceiver } from './set-receiver.ts';
import { discover, newPem, personIssuer, signalEnv } from './stage.ts';
import { drain } from './stream-stage.ts';

const pem = newPem();
let okta: SetReceiver;
let portal: SetReceiver;
const stage = useNotices(async () => {
  [okta, portal] = await Promise.all([startSetReceiver(), startSetReceiver()]);
  return [() => okta.close(), () => portal.close()];
});

/** `okta` is pushed to and `siem` polls, both by mail address; `portal` gets user ids. */
async function start(): Promise<void> {
  const subjectFormat = 'email';
  const streams = {
    okta: { push: okta.url, subjectFormat },
    portal: { push: portal.url },
    siem: { subjectFormat },
  };
  const gateway = await stage.start(signalEnv(streams, pem));
  okta.known = await discover(gateway, 'okta');
  portal.known = await discover(gateway, 'portal');
}

const reset = (id: string): Promise<string> => stage.reset(id, { kinds: ['PUSH'] });
const accepted = (count: number, at: SetReceiver = okta): Promise<void> =>
  until(`${count} SETs are accepted`, () => at.accepted.length >= count);
const subjectsOf = ({ accepted: sets }: SetReceiver): unknown[] =>
  sets.map(({ claims }) => fieldAt(claims, 'sub_id'));

/** Polls as the receiver of `siem`; returns the subjects of what it gets. */
const polled = async (): Promise<unknown[]> =>
  (await drain(stage.gateway)).map(({ claims }) => fieldAt(claims, 'sub_id'));

/** The states and problems of the messages of a stream that were given up or wait. */
async function problemsOf(stream: string): Promise<unknown[]> {
  const rows = await stage.ledger.store.query(listMessages);
  return rows
    .filter(({ channel }) => channel === `ssf:${stream}`)
    .map(({ state, problem }) => [state, problem]);
}

/** Waits until the only message of `okta` is in a state, with a problem. */
const noted = (state: string, problem: string): Promise<void> =>
  until(`${state} ${problem}`, async () => {
    const found = await problemsOf('okta');
    return JSON.stringify(found) === JSON.stringify([[state, problem]]);
  });

test('each stream names the person in its own format, pushed and polled', async () => {
  await start();
  await reset('bob');
  await Promise.all([accepted(1), accepted(1, portal)]);

  const email = { format: 'email', email: 'bob@example.com' };
  expect(subjectsOf(okta)).toEqual([email]);
  expect(await polled()).toEqual([email]);
  expect(subjectsOf(portal)).toEqual([{ format: 'iss_sub', iss: personIssuer, sub: 'bob' }]);
  expect([okta.refused, portal.refused]).toEqual([[], []]);
  expect(stage.gateway.log.join('')).not.toContain('bob@');
});

test('the address is read from the attributes of mail, the first usable one, at each attempt', async () => {
  await stage.peer.plant('bob', {
    mail: ['Bob <no@example.com>', 'first@example.com', 'b@example.com'],
  });
  await start();
  okta.answerWith((response) => response.writeHead(500).end());
  await reset('bob');
  await noted('waiting', 'HTTP_500');
  await stage.peer.plant('bob', { mail: ['later@example.com'] });
  okta.answerWith(null);
  stage.store.clock.now += 60_000;
  await accepted(1);

  expect(subjectsOf(okta)).toEqual([{ format: 'email', email: 'later@example.com' }]);
  const tried = okta.pushes.map(({ body }) => Buffer.from(body.split('.')[1] ?? '', 'base64url'));
  expect(String(tried[0])).toContain('"email":"first@example.com"');
});

describe('without an address', () => {
  test.each<readonly [string, string, () => Promise<void>]>([
    ['AM holds none', 'NO_ADDRESS', () => stage.peer.plant('bob', { mail: [] })],
    [
      'it is not usable',
      'ADDRESS_UNUSABLE',
      () => stage.peer.plant('bob', { mail: ['a b@example.com'] }),
    ],
    ['the person was deleted', 'PERSON_NOT_FOUND', () => stage.peer.remove('bob')],
  ])('%s: the event is given up, and later ones are sent', async (_label, problem, act) => {
    await start();
    okta.answerWith((response) => response.writeHead(500).end());
    await reset('bob');
    await noted('waiting', 'HTTP_500');
    await act();
    okta.answerWith(null);
    stage.store.clock.now += 60_000;

    await noted('failed', problem);
    expect(await polled()).toEqual([]);
    expect(await problemsOf('siem')).toEqual([['failed', problem]]);
    await reset('alice');
    await accepted(1);
    expect(subjectsOf(okta)).toEqual([{ format: 'email', email: 'alice@example.com' }]);
    expect(stage.gateway.log.join('')).toContain(`given up (${problem})`);
  });
});
