import { ChangeByKeyDocument } from '@identity-gateway/client';
import { runQuery } from '../data/run-query.ts';
import type { PendingRemoval, ReadSince } from './pending.ts';

/** Asks the gateway for the record of a removal. Never rejects. */
export async function lookUp({ idempotencyKey }: PendingRemoval): Promise<ReadSince['record']> {
  const result = await runQuery(ChangeByKeyDocument, { idempotencyKey });
  return result.status === 'ready' && result.errors.length === 0
    ? result.data.deviceChange
    : undefined;
}
