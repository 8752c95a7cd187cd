import { ChangeByKeyDocument, CheckChangeDocument } from '@identity-gateway/client';
import { gateway } from '../data/client.ts';
import { runQuery } from '../data/run-query.ts';
import type { ReadSince } from './pending.ts';

/**
 * Lets the gateway look what became of the change of a key, if its record says that the outcome is
 * unknown. Returns whether the record says more now. Never rejects.
 */
export async function checkRecord(idempotencyKey: string): Promise<boolean> {
  const record = await lookUp(idempotencyKey);
  if (record?.outcome !== 'UNKNOWN') return false;
  const { reference } = record;
  try {
    const { data } = await gateway.request(CheckChangeDocument, { input: { reference } });
    return (data?.checkDeviceChange?.change?.settledAt ?? null) !== null;
  } catch {
    return false;
  }
}

/** Asks the gateway for the record of a change. Never rejects. */
export async function lookUp(idempotencyKey: string): Promise<ReadSince['record']> {
  const result = await runQuery(ChangeByKeyDocument, { idempotencyKey });
  return result.status === 'ready' && result.errors.length === 0
    ? result.data.deviceChange
    : undefined;
}
