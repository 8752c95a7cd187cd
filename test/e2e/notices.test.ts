/** A reset is mailed to its person, and sent to a receiver, signed. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { channelsOf } from '../../src/config/channels.ts';
import { makeCertificates, startMailServer, type MailServer } from '../notices/mail-server.ts';
import { startReceiver, type Receiver } from '../notices/receiver.ts';
import { until } from '../reliability/am-traffic.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openTestLedger } from '../support/ledger.ts';
import { type Peer, peers } from '../support/peer.ts';
import { asEnvironment, secretFile, withLists } from '../support/with-lists.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let server: MailServer;
  let receiver: Receiver;
  let ledger: OpenLedger;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await open();
    const inTheClear = { authOptional: true, hideSTARTTLS: true } as const;
    server = await startMailServer(await makeCertificates(), inTheClear);
    receiver = await startReceiver();
    const env = {
      ...peer.staffEnv(),
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      SMTP_TLS: 'off',
      MAIL_FROM: 'IT help desk <no-reply@example.org>',
      ...withLists({
        webhooks: [{ name: 'siem', url: receiver.url, secrets: [secretFile(secret)] }],
      }),
      WEBHOOK_PRIVATE_TARGETS: 'allow',
    };
    const config = loadConfig(
      asEnvironment({ NODE_ENV: 'test', AM_URL: peer.url, AM_FLAVOR: peer.flavor, ...env }),
    );
    ledger = await openTestLedger({ channels: channelsOf(config) });
    gateway = await startTestGateway(peer, { env, ledger });
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await peer?.restore();
    await gateway?.stop();
    await Promise.all([ledger?.close(), server?.stop(), receiver?.close(), peer?.close()]);
  });

  test('helen resets bob: his mail names the devices, the message the change', async () => {
    const input = { target: { user: { id: peer.idOf('bob') } }, reason: 'lost phone' };
    const helen = await peer.signIn('helen');

    const { data, errors } = await gateway.send(ResetOathDevicesDocument, { input }, helen);
    await until('the mail arrives', () => server.received.length > 0);
    await until('the message arrives', () => receiver.received.length > 0);

    expect(errors).toEqual([]);
    const reference = data?.resetOathDevices?.change?.reference;
    expect(server.received).toHaveLength(1);
    const [mail] = server.received;
    expect(mail?.to).toEqual(['bob@example.com']);
    expect(mail?.parsed.text).toContain(
      "Authenticator-app codes: Bob's phone and Bob's old phone removed",
    );
    expect(mail?.parsed.text).toContain(`Reference: ${reference}`);
    expect(receiver.received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    expect(new Webhook(secret).verify(body, Object.fromEntries(texts))).toMatchObject({
      type: 'device.changed',
      data: {
        reference,
        outcome: 'DONE',
        person: { realm: 'alpha', id: peer.idOf('bob') },
        results: [{ kind: 'OATH', outcome: 'DONE', after: [] }],
      },
    });
  });
});
