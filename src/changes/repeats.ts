import { setTimeout as sleep } from 'node:timers/promises';
import { isStepUp, maySendAgain } from '../domain/change/change-record.ts';
import type {
  RecordedChange,
  RecordedDevice,
  RecordedOutcome,
  RecordedResult,
} from '../domain/change/change-record.ts';
import type { DeviceKind } from '../domain/devices/device.ts';
import type { Checked, NotPermitted } from '../domain/ledger-ports/ledger.ts';
import type { ChangeTools, UnmadeChange } from './request/change-request.ts';
import { settledAfterMs } from './left-open/open-changes.ts';
import { lookEveryMs } from './left-open/settling.ts';

/** How long to wait for the same change in progress elsewhere, and how often to look (ms). */
const waitMs = 10_000;
const pollMs = 200;

/** By then a change that a crash left open is closed, if AM can be read (ms). */
const closedAfterMs = settledAfterMs + lookEveryMs + 10_000;

/** Whether a repeat may send a kind with this recorded outcome again. */
const isResent: Readonly<Record<RecordedOutcome, boolean>> = {
  UNKNOWN: true,
  NOT_DONE: true,
  DONE: false,
  CONFIRMED: false,
  NOTHING_TO_RESET: false,
  SETUP_CODE_MADE: false,
  WOULD_RESET: false,
};

/**
 * Returns the recorded result of a kind that a repeat must not send again: one that was done, or
 * whose devices have changed since. Null if the kind may be sent, as one that AM refused because of
 * a weak sign-in.
 */
export function settledResult(
  change: RecordedChange,
  kind: DeviceKind,
  listed: readonly RecordedDevice[] | null,
): RecordedResult | null {
  const result = change.outcome?.results.find((one) => one.kind === kind);
  if (result === undefined) throw new TypeError('an ended change has a result of each kind');
  if (isStepUp(result)) return null;
  const { intent } = change;
  // The intent of one kind holds its whole list; the result may hold only the device it is about.
  const before = intent.kinds.length === 1 ? intent.before : (result.before ?? null);
  return isResent[result.outcome] && isSameList(before, listed) ? null : result;
}

/** Whether two lists have the same devices; a list that could not be read is like no other. */
function isSameList(
  before: readonly RecordedDevice[] | null,
  now: readonly RecordedDevice[] | null,
): boolean {
  if (before === null || now === null) return false;
  const idsOf = (devices: readonly RecordedDevice[]): string =>
    JSON.stringify(devices.map(({ id }) => id ?? '').toSorted());
  return idsOf(before) === idsOf(now);
}

/** The change that a request repeats, if its kinds decide what is sent again; null otherwise. */
export function unclearChange(decision: Checked): RecordedChange | null {
  return decision.kind === 'replay' && maySendAgain(decision.outcome) ? decision.change : null;
}

/** The answer to a change that limits or an earlier change prevent. Waits for one in progress. */
export async function answerTo(tools: ChangeTools, refused: NotPermitted): Promise<UnmadeChange> {
  switch (refused.kind) {
    case 'replay':
      return { kind: 'replayed', change: refused.change };
    case 'in progress':
      return waitForEnd(tools, refused);
    case 'limited':
      return refused;
    case 'key conflict':
      return { kind: 'keyReused' };
    case 'not waiting':
      return { kind: 'notWaiting' };
    case 'refused':
      return { kind: 'rejected', failure: refused.failure };
  }
}

/** Holds no lock meanwhile: a change that a crash left open must not block the person's devices. */
async function waitForEnd(
  { ledger, deadline }: ChangeTools,
  { id, ageMs }: Extract<NotPermitted, { readonly kind: 'in progress' }>,
): Promise<UnmadeChange> {
  const startedAt = performance.now();
  const end = Math.min(startedAt + waitMs, deadline.at);
  while (performance.now() < end) {
    const change = await ledger.findChange(id);
    if (change !== null && change.outcome !== null) return { kind: 'replayed', change };
    await sleep(pollMs);
  }
  const openForMs = ageMs + performance.now() - startedAt;
  const retryAfterSeconds = Math.max(5, Math.ceil((closedAfterMs - openForMs) / 1000));
  return { kind: 'inProgress', id, retryAfterSeconds };
}
