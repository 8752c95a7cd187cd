import type { Device, DeviceKind, DeviceOf } from '../domain/device.ts';
import { Failure } from '../domain/failure.ts';
import type { PersonRef } from '../domain/person.ts';
import type { ResetReport } from '../domain/reset.ts';
import type { Am } from './am.ts';
import { NotSent } from './http.ts';

/** How a reset is wanted. */
export interface ResetRequest<K extends DeviceKind = DeviceKind> {
  readonly who: PersonRef;
  readonly kind: K;
  /** Only tell what would go. */
  readonly dryRun: boolean;
  /** Send the reset even where AM lists nothing: it also clears records that AM cannot list (U34). */
  readonly force: boolean;
}

/**
 * Resets one kind: list, one write, list (design D5). The write is never repeated; when its outcome is
 * unclear, the second list decides (reliability §2, R17, R21).
 * @throws Failure when the first list fails, or when AM refuses the session altogether
 */
export async function resetDevices<K extends DeviceKind>(
  caller: Am,
  request: ResetRequest<K>,
): Promise<ResetReport<K>> {
  const am = caller.untilDone();
  const { who, kind, dryRun, force } = request;
  const before = await am.devices(who, kind);
  const untouched = { remaining: before, problem: null };
  if (before.length === 0 && !force) {
    return { ...untouched, outcome: 'NOTHING_TO_RESET', removed: [], verified: true };
  }
  if (dryRun) return { ...untouched, outcome: 'WOULD_RESET', removed: before, verified: false };

  const problem = await write(am, request);
  if (problem !== null && isCertainlyNotDone(problem)) {
    if (problem.code === 'UNAUTHENTICATED') throw problem;
    return { outcome: 'NOT_DONE', removed: [], remaining: before, verified: false, problem };
  }
  const after = await readAgain(am, request);
  return after instanceof Failure
    ? {
        outcome: 'UNKNOWN',
        removed: [],
        remaining: null,
        verified: false,
        problem: problem ?? after,
      }
    : compare(before, after, problem);
}

async function write(am: Am, { who, kind }: ResetRequest): Promise<Failure | null> {
  try {
    await am.reset(who, kind);
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

async function readAgain<K extends DeviceKind>(
  am: Am,
  { who, kind }: ResetRequest<K>,
): Promise<readonly DeviceOf<K>[] | Failure> {
  try {
    return await am.devices(who, kind);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** AM answered a refusal, or never got the request. Anything else may have had its effect. */
function isCertainlyNotDone(problem: Failure): boolean {
  const refusals = [
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'STEP_UP_REQUIRED',
    'NOT_SUPPORTED_UPSTREAM',
    'RATE_LIMITED',
  ];
  return refusals.includes(problem.code) || problem.cause instanceof NotSent;
}

function compare<K extends DeviceKind>(
  before: readonly DeviceOf<K>[],
  after: readonly DeviceOf<K>[],
  problem: Failure | null,
): ResetReport<K> {
  const removed = before.filter((device) => !isStillThere(device, before, after));
  if (removed.length === before.length) {
    return { outcome: 'DONE', removed, remaining: after, verified: true, problem: null };
  }
  // A request that AM may still be working on can take effect after this list was read.
  const outcome = problem?.code === 'UPSTREAM_TIMEOUT' ? 'UNKNOWN' : 'NOT_DONE';
  return { outcome, removed, remaining: after, verified: false, problem };
}

/** Devices without an id (U34) cannot be told apart: they are gone when fewer of them are left. */
function isStillThere(
  device: Device,
  before: readonly Device[],
  after: readonly Device[],
): boolean {
  if (device.id !== null) return after.some(({ id }) => id === device.id);
  const nameless = (list: readonly Device[]): number => list.filter(({ id }) => id === null).length;
  return nameless(after) >= nameless(before);
}
