/** Mail on both engines: each address has its own order, and an outage only delays it (G5, G7). */
import { describe, expect, test } from '@jest/globals';
import type { ReceivedMail } from '../notices/mail-server.ts';
import { useMailStage } from '../notices/mail-stage.ts';
import { until } from '../reliability/am-traffic.ts';

const stage = useMailStage();

const [own, old, manager] = ['bob@example.com', 'b.old@example.net', 'helen@example.com'];
const planted = { mail: [own, old], manager: ['helen'] };
const env = { NOTIFY_MANAGER_ATTRIBUTE: 'manager' };

const to = (mails: readonly ReceivedMail[]): string[] => mails.map((mail) => mail.to.join());

describe('one recipient', () => {
  test.each([550, 553])('that the server refuses with %i is given up at once', async (status) => {
    await stage.peer.plant('bob', planted);
    await stage.start(env);
    stage.server.answerWith((address) => (address === old ? status : 250));
    const reference = await stage.reset('bob');

    await stage.reached(reference, {
      'b•••@e•••.com': 'delivered',
      'b•••@e•••.net': `failed SMTP_${status}`,
      'h•••@e•••.com': 'delivered',
    });
    expect(to(stage.server.received).toSorted()).toEqual([own, manager]);
    expect(stage.gateway.log.filter((line) => line.includes(`(SMTP_${status})`))).toHaveLength(1);
  });

  test('that is deferred with 450 is tried again, and delays no other', async () => {
    await stage.peer.plant('bob', planted);
    await stage.start(env);
    stage.server.answerWith((address) => (address === old ? 450 : 250));
    const references = [await stage.reset('bob')];
    await stage.peer.restore();
    await stage.peer.plant('bob', planted);
    references.push(await stage.reset('bob', { idempotencyKey: 'second' }));
    await stage.arrived(4);

    stage.server.answerWith(() => 250);
    stage.store.clock.now += 30_000;
    const mails = await stage.arrived(6);
    for (const address of [own, old, manager]) {
      const texts = mails.filter((mail) => mail.to.includes(address)).map(({ raw }) => raw);
      expect(texts.map((text) => references.findIndex((one) => text.includes(one)))).toEqual([
        0, 1,
      ]);
    }
    // The channel works, so the log has no line about it.
    expect(stage.gateway.log.filter((line) => line.includes('of mail'))).toEqual([]);
  });

  test('keeps its address, whatever the directory says later', async () => {
    await stage.peer.plant('bob', { mail: [own] });
    await stage.start();
    stage.server.answerWith(() => 450);
    await stage.reset('bob');
    await until('it is named', () => stage.server.named.length > 0);
    await stage.peer.plant('bob', { mail: ['eve@example.net'] });
    stage.server.answerWith(() => 250);
    stage.store.clock.now += 30_000;

    expect(to(await stage.arrived(1))).toEqual([own]);
    expect(new Set(stage.server.named)).toEqual(new Set([own]));
  });
});

test('a server that is down for ten minutes gets everything, in order, once each', async () => {
  await stage.start();
  await stage.server.stop();
  const references = [await stage.reset('bob')];
  await stage.peer.restore();
  references.push(await stage.reset('bob', { idempotencyKey: 'second' }));
  await stage.reset('alice');
  await stage.problemLogged('ESOCKET');

  await stage.server.start();
  stage.store.clock.now += 600_000;
  const mails = await stage.arrived(3);
  const ofBob = mails.filter((mail) => mail.to.includes(own)).map(({ raw }) => raw);
  expect(ofBob.map((text) => references.findIndex((one) => text.includes(one)))).toEqual([0, 1]);
  expect(new Set(mails.map(({ parsed }) => parsed.messageId)).size).toBe(3);
  await until('it is logged', () => stage.gateway.log.some((line) => line.includes('again.')));
  expect(stage.server.received).toHaveLength(3);
});
