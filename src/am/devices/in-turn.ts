import type { Device, DeviceKind, DeviceOf } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { Am } from '../am.ts';
import { NotSent } from '../http/errors.ts';

/** The devices of one kind of one person. */
export interface DevicesRef<K extends DeviceKind = DeviceKind> {
  readonly who: PersonRef;
  readonly kind: K;
}

/**
 * Called with the devices that are registered before anything is sent, and waited for: the change is recorded here.
 * What it throws keeps the change from being made.
 */
export type BeforeWrite = (before: readonly Device[]) => Promise<void>;

/** A change: what to do when its turn has come, and what to tell when it did not come. */
interface Turn<K extends DeviceKind, T> {
  /** @param seen the devices at the time of the request, where it had to wait; null where it had not */
  readonly change: (am: Am, seen: readonly DeviceOf<K>[] | null) => Promise<T>;
  readonly notSent: (seen: readonly DeviceOf<K>[], problem: Failure) => T;
}

/**
 * Makes one change at a time of one person's devices of one kind: list, write and list again are one piece, so that
 * no other change comes between them, of this process or another one on the same ledger (U11, R20). Once begun it goes
 * on without its client.
 * @throws Failure when a list before the write fails
 */
export async function inTurn<K extends DeviceKind, T>(
  caller: Am,
  { who, kind }: DevicesRef<K>,
  { change, notSent }: Turn<K, T>,
): Promise<T> {
  let seen: readonly DeviceOf<K>[] | null = null;
  const look = async (): Promise<void> => {
    seen ??= await caller.untilDone().devices(who, kind);
  };
  if (caller.isChanging(who, kind)) await look();
  try {
    return await caller.inTurn(who, kind, { change: (am) => change(am, seen), onWait: look });
  } catch (error) {
    if (
      seen !== null &&
      error instanceof Failure &&
      error.code === 'RATE_LIMITED' &&
      error.cause instanceof NotSent
    )
      return notSent(seen, error);
    throw error;
  }
}
