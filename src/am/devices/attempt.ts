import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceKind, DeviceOf } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { Am } from '../am.ts';
import { NotSent, ToldByAm } from '../http/errors.ts';
import type { DevicesRef } from './in-turn.ts';

/** The result of a task, or the Failure that it threw. Any other error still throws. */
export async function attempt<T>(task: () => Promise<T>): Promise<T | Failure> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const refusals = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'STEP_UP_REQUIRED',
  'SERVICE_CREDENTIAL_MISSING',
  'NOT_SUPPORTED_UPSTREAM',
  'RATE_LIMITED',
];

/** Whether AM itself refused the request or never received it. After any other problem it may have had its effect. */
export function isCertainlyNotDone({ code, cause }: Failure): boolean {
  return cause instanceof NotSent || (cause instanceof ToldByAm && refusals.includes(code));
}

/**
 * Whether the request may take effect after a list that was read since: neither refused nor answered by AM itself. A
 * cut connection, a proxy's 502 and an answer that cannot be read leave AM at work.
 */
export function isPerhapsUnderWay(problem: Failure | null): boolean {
  if (problem === null || isCertainlyNotDone(problem) || isBlocked(problem)) return false;
  return !(problem.cause instanceof ToldByAm);
}

/**
 * Whether a proxy has refused it by 401, 403 or 429: the request, or AM's answer after AM had done its work. Nothing is
 * under way then, and a list shows which it was.
 */
function isBlocked({ code, cause }: Failure): boolean {
  return refusals.includes(code) && !(cause instanceof ToldByAm || cause instanceof NotSent);
}

/** How long after a list that does not show a change the list is read once more, in milliseconds. */
const lookAgainMs = 300;

/** What a write came to: its problem, and how a list shows that it is done. */
interface Written<K extends DeviceKind> {
  readonly problem: Failure | null;
  readonly isDone: (devices: readonly DeviceOf<K>[]) => boolean;
}

/** The list after a write; read twice where it does not show the change while AM may still be at it. */
export async function listAfter<K extends DeviceKind>(
  am: Am,
  { who, kind }: DevicesRef<K>,
  { problem, isDone }: Written<K>,
): Promise<readonly DeviceOf<K>[] | Failure> {
  const lastLook = am.forLastLook();
  const look = (): Promise<readonly DeviceOf<K>[] | Failure> =>
    attempt(() => lastLook.devices(who, kind));
  const first = await look();
  if (first instanceof Failure || isDone(first) || !isPerhapsUnderWay(problem)) return first;
  await sleep(lookAgainMs);
  const second = await look();
  return second instanceof Failure ? first : second;
}
