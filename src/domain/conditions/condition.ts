import type { DeviceKind } from '../devices/device.ts';
import type { Failure } from '../values/failure.ts';
import type { Limited } from '../values/limit.ts';

/** The conditions of a change, in the order in which they are tried. */
export const Condition = {
  /** A role of the caller permits the effect. */
  POLICY: 'POLICY',
  /** The person is in the area of the role. */
  AREA: 'AREA',
  /** The role reaches a person with these privileges. */
  PRIVILEGE: 'PRIVILEGE',
  /** Staff change their own devices as themselves. */
  OWN_ACCOUNT: 'OWN_ACCOUNT',
  /** Staff state a reason and a ticket. */
  REASON: 'REASON',
  /** Staff have verified the person. */
  VERIFICATION: 'VERIFICATION',
  /** The caller's sign-in is recent. */
  SIGN_IN: 'SIGN_IN',
  /** The caller's sign-in is strong enough for changes of their own devices. */
  ASSURANCE: 'ASSURANCE',
  /** An operation changes the devices of one other person at most. */
  OPERATION: 'OPERATION',
  /** The threat level permits the change. */
  THREAT_LEVEL: 'THREAT_LEVEL',
  /** The proof of identity that the change names can be used. */
  PROOF: 'PROOF',
  /** A second person agrees. */
  SECOND_PERSON: 'SECOND_PERSON',
  /** No limit is reached. */
  LIMITS: 'LIMITS',
} as const;
export type Condition = (typeof Condition)[keyof typeof Condition];
export const conditionNames: readonly Condition[] = Object.values(Condition);

/** What lets a caller meet a condition. */
export const Remedy = {
  SIGN_IN_AGAIN: 'SIGN_IN_AGAIN',
  ACT_AS_YOURSELF: 'ACT_AS_YOURSELF',
  STATE_A_REASON: 'STATE_A_REASON',
  VERIFY_THE_PERSON: 'VERIFY_THE_PERSON',
  PROVE_THE_PERSON: 'PROVE_THE_PERSON',
  ASK_A_SECOND_PERSON: 'ASK_A_SECOND_PERSON',
  ASK_THE_HELP_DESK: 'ASK_THE_HELP_DESK',
  ASK_AN_ADMINISTRATOR: 'ASK_AN_ADMINISTRATOR',
  WAIT: 'WAIT',
} as const;
export type Remedy = (typeof Remedy)[keyof typeof Remedy];

/** Why a condition is not met. */
export interface Refusal {
  readonly failure: Failure;
  /** Each of them alone helps; empty if nothing that the caller can do does. */
  readonly remedies: readonly Remedy[];
  /** When it ends by itself; absent if that is not known. */
  readonly until?: Date;
  /** The kinds of device that it is about; absent for every kind. */
  readonly kinds?: readonly DeviceKind[];
  /** The limit that refuses; absent for another condition. */
  readonly limited?: Limited;
}

/** A condition that is not met. */
export interface Obstacle extends Refusal {
  readonly condition: Condition;
}

/** Returns the refusals of a condition that one failure decides: none without a failure. */
export function refusals(
  failure: Failure | null,
  ...remedies: readonly Remedy[]
): readonly Refusal[] {
  return failure === null ? [] : [{ failure, remedies }];
}
