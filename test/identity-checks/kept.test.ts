/** What a check leaves behind: the vendor, its number, the level and the time (V7, V8). */
import { expect, test } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { Store } from '../../src/store/store.ts';
import { vendorClient } from '../../src/sandbox/index.ts';
import { useFolder } from '../support/folder.ts';
import { startTestGateway } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import { openSandboxPeer } from '../support/peer.ts';
import { everyCallerEnv } from '../support/stage.ts';
import { startCollector } from '../operations/collector.ts';
import { Browser, forwardOf, openVendor, vendorEnv } from './check-stage.ts';

const folder = useFolder();
const vendor = await openVendor();
const start = `mutation { startDeviceOwnerIdentityCheck(input: { user: { id: "bob" } }) {
  proof { identityCheck { userCode } }
} }`;

test('no claim, token, code or name is in log, ledger, metric or trace', async () => {
  const peer = await openSandboxPeer('pingam');
  const collector = await startCollector();
  // The SDK reads the environment of the process.
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
  const settings = { folder: folder.path, postgres: undefined };
  const ledger = await openLedger(settings, { now: Date.now, warn: () => undefined });
  const env = everyCallerEnv({
    ...vendorEnv({ idv: { issuer: vendor.issuer } }),
    LOG_LEVEL: 'debug',
    METRICS_PORT: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  })(peer);
  const gateway = await startTestGateway(peer, { env, ledger });
  await peer.plant('bob', { givenName: ['Vendor-Given'], sn: ['Vendor-Family'] });
  const helen = await peer.signIn('helen');
  const secrets: string[] = ['Vendor-Given', 'Vendor-Family', vendorClient.secret, 'eyJ'];
  for (const outcome of ['verified', 'failed', 'gaveUp', 'serverError', 'otherKey'] as const) {
    const answer = await gateway.ask(start, helen);
    const path = ['startDeviceOwnerIdentityCheck', 'proof', 'identityCheck', 'userCode'];
    const code = textAt(answer.data, ...path);
    const browser = new Browser(gateway.url);
    vendor.configure({ next: outcome });
    const address = forwardOf(await browser.type(code));
    const back = (await fetch(address, { redirect: 'manual' })).headers.get('location') ?? '';
    const { searchParams } = new URL(back);
    secrets.push(code, code.replace('-', ''), browser.cookie.split('=')[1] ?? '');
    secrets.push(new URL(address).searchParams.get('request_uri') ?? '');
    for (const name of ['state', 'code']) secrets.push(...searchParams.getAll(name));
    await browser.get(back);
  }
  const { nonce = '', login_hint: hint = '' } = vendor.calls()[0]?.form ?? {};
  secrets.push(nonce, 'sandbox-vendor-access-token');
  const metrics = await (await fetch(`${gateway.metricsUrl}/metrics`)).text();
  await gateway.stop();
  await ledger.close();
  await peer.close();
  await collector.close();
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];

  const store = await Store.open(settings);
  const rows = await store.query(async (db) => [
    ...(await db.selectFrom('ledger_record').selectAll().execute()),
    ...(await db.selectFrom('identity_proof').selectAll().execute()),
    ...(await db.selectFrom('identity_check').selectAll().execute()),
    ...(await db.selectFrom('wrong_check_code').selectAll().execute()),
  ]);
  await store.close();
  const kept = JSON.stringify(rows);
  const log = gateway.log.join('\n');
  const traces = collector.received.join('\n');
  const everything = { log, kept, metrics, traces };
  for (const secret of secrets)
    for (const [place, text] of Object.entries(everything))
      expect({ place, secret, found: text.includes(secret) }).toEqual({
        place,
        secret,
        found: false,
      });
  expect(secrets.every((secret) => secret.length > 2)).toBe(true);
  expect(kept).not.toContain(hint);
  expect(traces.match(/"stringValue":"verify"/g)).toHaveLength(10);
  expect(log).toContain('idv: the vendor sent the browser back with \\"access_denied');
  expect(kept).toContain('sandbox-process-1');
  expect(kept).toContain('Vendor idv');
});
