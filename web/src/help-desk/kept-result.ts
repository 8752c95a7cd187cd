import type { PendingRemoval, RemovalRecord } from '../removal/pending.ts';
import { newCall, timeOfDay } from './call.ts';
import type { Call } from './call.ts';

/** The removal whose outcome an entry of the browser's history shows. It contains no names. */
interface KeptResult {
  readonly owner: string;
  readonly removal: PendingRemoval;
}

/**
 * Keeps in the entry of the browser's history which removal its page shows. A reload, Back and
 * Forward read its outcome again from the record; another visit shows the devices.
 */
export const keptResult = {
  /** Returns the removal of this entry; null without one, or if it is of another owner. */
  load(owner: string): PendingRemoval | null {
    const kept: Partial<KeptResult> | null = history.state;
    return kept?.owner === owner ? (kept.removal ?? null) : null;
  },
  /** The typed input is left out: it has the reason. */
  save(removal: PendingRemoval, owner: string): void {
    const kept: KeptResult = { owner, removal: { ...removal, input: '' } };
    history.replaceState(kept, '');
  },
  forget(): void {
    history.replaceState(null, '');
  },
};

/** Returns the call of a recorded removal, as far as its outcome shows it. */
export function callOfRecord({ ticket, verification }: RemovalRecord): Call {
  const call = { ...newCall(), ticket: ticket ?? '' };
  if (verification === null) return call;
  const { method, at, provenBy } = verification;
  if (provenBy === null) return { ...call, method, verifiedAt: timeOfDay(new Date(at)) };
  const proven = methods.find((one) => one.toLowerCase() === method) ?? 'PUSH';
  return { ...call, proof: { id: '', method: proven, provenBy, provenAt: at, until: at } };
}

const methods = ['PUSH', 'CODE', 'VENDOR'] as const;
