/** Neither a code nor the number of a push is stored or logged. */
import { expect, test } from '@jest/globals';
import { Store } from '../../src/store/store.ts';
import { codesOf } from '../support/gateway.ts';
import { useFolder } from '../support/folder.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { startTestGateway } from '../support/gateway.ts';
import { openSandboxPeer, proofEnv } from '../support/peer.ts';
import { everyCallerEnv } from '../support/stage.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { codeOf } from './proof-stage.ts';

const folder = useFolder();

test('codes, numbers and the secret are in no log, record, row or error', async () => {
  const peer = await openSandboxPeer('pingam');
  const settings = { folder: folder.path, postgres: undefined };
  const ledger = await openLedger(settings, { now: Date.now, warn: () => undefined });
  const env = everyCallerEnv({ ...proofEnv, LOG_LEVEL: 'debug' })(peer);
  const gateway = await startTestGateway(peer, { env, ledger });
  const helen = await peer.signIn('helen');
  const [good, wrong] = [codeOf('bob', 21), codeOf('alice', 3)];
  const byCode =
    'mutation ($input: ProveDeviceOwnerByCodeInput!) { proveDeviceOwnerByCode(input: $input) { proof { state } } }';
  const answers: string[] = [];
  for (const code of [good, wrong, Number(good), `${good}x`, [good]]) {
    const answer = await gateway.ask(byCode, helen, { input: { user: { id: 'bob' }, code } });
    if (typeof code === 'string') answers.push(answer.text);
  }
  const started = await gateway.ask(
    'mutation { startDeviceOwnerPushProof(input: { user: { id: "bob" } }) { proof { proofId challenge } } }',
    helen,
  );
  const proof = fieldAt(started.data, 'startDeviceOwnerPushProof', 'proof');
  const challenge = textAt(proof, 'challenge');
  expect(codesOf(started)).toEqual([]);
  await gateway.stop();
  await ledger.close();
  await peer.close();

  const store = await Store.open(settings);
  const rows = await store.query(async (db) => [
    ...(await db.selectFrom('ledger_record').select('body').execute()),
    ...(await db.selectFrom('identity_proof').selectAll().execute()),
  ]);
  await store.close();
  const kept = JSON.stringify(rows);
  const log = gateway.log.join('\n');
  expect(rows.length).toBeGreaterThan(6);
  for (const secret of [good, wrong, proofEnv.PROOF_JOURNEY_SECRET]) {
    expect(log).not.toContain(secret);
    expect(kept).not.toContain(secret);
    expect(answers.join('')).not.toContain(secret);
  }
  expect(kept).not.toContain('authId');
  expect(kept).not.toContain(`"${challenge}"`);
  expect(log).not.toContain(`"${challenge}"`);
});
