/**
 * An unavailable PostgreSQL does not prevent a start, and is used again without a restart (R24).
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { openGate } from '../../reliability/tcp-gate.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from '../builders.ts';
import { createDatabase } from '../stores.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let database: Awaited<ReturnType<typeof createDatabase>>;
let folder: string;

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

test('while it is unavailable, changes are refused and outcomes are spooled', async () => {
  const gate = await openGate(database.url, { shut: true });
  const url = new URL(database.url);
  url.port = new URL(gate.url).port;
  const warnings: string[] = [];
  const ledger = await openLedger(
    { folder, postgres: { url: url.href, connections: 2 } },
    { now: Date.now, warn: (text) => void warnings.push(text) },
  );

  expect((await ledger.problem())?.code).toBe('AUDIT_UNAVAILABLE');
  await expect(ledger.begin(anIntent(), terms())).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
    detail: 'The ledger does not answer (ECONNREFUSED).',
  });

  await gate.reopen();
  expect(await ledger.problem()).toBeNull();
  const id = idOf(await ledger.begin(anIntent(), terms()));

  await gate.close();
  expect(await ledger.complete(id, anOutcome())).toBe('spooled');

  await gate.reopen();
  await ledger.begin(anIntent({ target: aPerson({ id: 'carol' }) }), terms());
  await ledger.close();
  await gate.close();
  expect(warnings).toEqual([
    `The outcome of change ${id} cannot be recorded yet. It is kept on disk until the ledger answers.`,
    `The outcome of change ${id} is now recorded.`,
  ]);
});
