import type { ChangeRowFragment } from '@identity-gateway/client';

/** Whether a new device needs the setup code of a change, and how that ended. */
export type Enrolment = NonNullable<ChangeRowFragment['enrolment']>;

/** A setup code and its hold. The code is in the memory of the page alone, until it is left. */
export interface ShownCode {
  /** Null without one, or if it was shown before. */
  readonly setupCode: string | null;
  /** Null if the change needs no code. */
  readonly enrolment: Enrolment | null;
}

/** Whether a new device needs a code, and none works: the help desk makes another one. */
export function needsNewCode({ state, isCodeUsable }: Enrolment): boolean {
  return state === 'OPEN' && !isCodeUsable;
}

/** Returns the newest change after which a new device needs a code now; undefined without one. */
export function heldBy<Change extends { readonly enrolment: Enrolment | null }>(
  changes: readonly Change[] | null | undefined,
): (Change & { readonly enrolment: Enrolment }) | undefined {
  return changes?.find(
    (change): change is Change & { readonly enrolment: Enrolment } =>
      change.enrolment?.state === 'OPEN',
  );
}
