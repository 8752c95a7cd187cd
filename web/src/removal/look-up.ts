import { ChangeByKeyDocument } from '@identity-gateway/client';
import { runQuery } from '../data/run-query.ts';
import type { ReadSince } from './pending.ts';

/** Asks the gateway for the record of a change. Never rejects. */
export async function lookUp(idempotencyKey: string): Promise<ReadSince['record']> {
  const result = await runQuery(ChangeByKeyDocument, { idempotencyKey });
  return result.status === 'ready' && result.errors.length === 0
    ? result.data.deviceChange
    : undefined;
}
