import { ChangeNoticesDocument } from '@identity-gateway/client';
import type { ChangeNoticesQuery } from '@identity-gateway/client';
import { runQuery } from '../data/run-query.ts';

type Change = NonNullable<ChangeNoticesQuery['deviceChange']>;

/** A message to a person about a change. */
export type Notice = NonNullable<Change['notices']>[number];

/** Reads the messages about a change; null if they cannot be read. Never rejects. */
export async function readNotices(reference: string): Promise<readonly Notice[] | null> {
  const result = await runQuery(ChangeNoticesDocument, { reference });
  return result.status === 'ready' ? (result.data.deviceChange?.notices ?? null) : null;
}

/** Whether a message may still be delivered without an action. */
export function isWaiting({ state }: Notice): boolean {
  return state === 'WAITING';
}

/** Whether staff can have a message sent again: it was given up, or its last attempt failed. */
export function canBeRetried({ state, problem }: Notice): boolean {
  return state === 'FAILED' || (state === 'WAITING' && problem !== null);
}
