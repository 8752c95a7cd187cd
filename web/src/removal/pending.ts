import type { ChangeByKeyQuery } from '@identity-gateway/client';
import { createTabStore } from '../data/tab-store.ts';
import type { Device, Kind } from '../parts/device.ts';
import { outcomeAfterCheck, outcomeWithoutAnswer } from './outcome.ts';
import type { RemovalOutcome } from './outcome.ts';

/** A removal that was sent and whose outcome the page does not know. It contains no names. */
export interface PendingRemoval {
  readonly idempotencyKey: string;
  /** The input of the change without the key, as JSON: the same removal keeps its key. */
  readonly input: string;
  readonly targets: readonly { readonly id: string; readonly kind: Kind }[];
  /** RFC 3339. */
  readonly sentAt: string;
  readonly endSessions: boolean;
}

/** Kept while the page is loaded again or the reader signs in again, by user. */
export const pendingRemovals = createTabStore<PendingRemoval>('removal');

/** The record of a removal, found by its idempotency key. */
export type RemovalRecord = NonNullable<ChangeByKeyQuery['deviceChange']>;

/** What a page has read since. */
export interface ReadSince {
  /** Null if a kind could not be read. */
  readonly devices: readonly Device[] | null;
  /** Null if the gateway has never received the removal; undefined if the record was not read. */
  readonly record: RemovalRecord | null | undefined;
  readonly at: Date;
}

/** Returns the outcome of a pending removal, from its record and the device list. */
export function outcomeOfPending(
  pending: PendingRemoval,
  { devices, record, at }: ReadSince,
): RemovalOutcome {
  const targets = pending.targets.map(
    (target) => devices?.find(({ id }) => id === target.id) ?? removedDevice(target, record),
  );
  const others = devices?.filter(({ id }) => targets.every((target) => target.id !== id)) ?? [];
  const sent = { ...pending, targets, devices: [...targets, ...others] };
  const unknown = {
    ...outcomeWithoutAnswer(
      { ...sent, sentAt: new Date(pending.sentAt) },
      record?.reference ?? null,
    ),
    enrolment: record?.enrolment ?? null,
  };
  if (devices === null || record === undefined) return unknown;
  const outcome = outcomeAfterCheck(unknown, devices, at);
  if (record === null) return { ...asRemovedBy([], outcome), sessions: 'NOT_ASKED' };
  const { sessionsEnding: sessions, sessionsEnded } = record;
  const isOpen = record.refusal === null && (record.outcome ?? 'UNKNOWN') === 'UNKNOWN';
  if (outcome.status !== 'done' && isOpen) return unknown;
  // The record of an open change does not know yet what became of the sessions.
  if (isOpen) return outcome;
  const found = { ...asRemovedBy(record.removedDevices, outcome), sessions, sessionsEnded };
  if (outcome.status === 'done') return found;
  return { ...found, cause: record.refusal === null ? 'notDone' : 'refused' };
}

/** An outcome whose change removed these devices: others that are gone were removed otherwise. */
function asRemovedBy(
  removed: readonly { readonly deviceId: string }[],
  outcome: RemovalOutcome,
): RemovalOutcome {
  const ids = new Set(removed.map(({ deviceId }) => deviceId));
  const kinds = outcome.kinds.map((result) =>
    result.status === 'gone' && !result.devices.some(({ id }) => ids.has(id))
      ? { ...result, status: 'alreadyGone' as const }
      : result,
  );
  const removedCount = outcome.goneIds.filter((id) => ids.has(id)).length;
  const isNone = outcome.status === 'done' && removedCount === 0;
  return { ...outcome, kinds, removedCount, status: isNone ? 'alreadyGone' : outcome.status };
}

/** A target that is no longer listed. The record has its name, unless it was not read. */
function removedDevice(
  { id, kind }: PendingRemoval['targets'][number],
  record: RemovalRecord | null | undefined,
): Device {
  const recorded = record?.removedDevices.find((removed) => removed.deviceId === id);
  const facts = {
    id,
    amId: null,
    name: recorded?.name ?? null,
    isNameUnread: recorded === undefined,
    registeredAt: null,
    lastUsedAt: null,
    canManage: null,
  };
  // The pages read the fields of a device by its kind.
  return kind === 'TRUSTED'
    ? { ...facts, kind, __typename: 'TrustedDevice', lastUsedText: null, useCount: null }
    : { ...facts, kind, __typename: 'OathDevice' };
}
