import type { Intent, RecordedActor, RecordedChange } from '../../domain/change/change-record.ts';
import type { SetupCode } from '../../domain/enrolment/setup-code.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import type { Terms } from '../../domain/ledger-ports/ledger.ts';
import type { OwnSignIn } from '../../domain/people/assurance.ts';
import type { Person } from '../../domain/people/person.ts';
import { limitRules } from '../../domain/rules/limit-rules.ts';
import type { ChangeTools } from './change-request.ts';

/** A device by its kind and AM's id. */
export interface DeviceName {
  readonly kind: DeviceKind;
  readonly id: string;
}

/** The arguments of a change that an effect may need. */
export interface ChangeArguments {
  /** The device to remove or rename; null for a reset. */
  readonly deviceId: string | null;
  /** The new label; null unless a device is renamed. */
  readonly name: string | null;
  /** Whether to send a reset although AM lists no device, or no list that can be read (U34). */
  readonly force: boolean;
  /** The devices that the caller has seen, of any kind; null to accept any list. */
  readonly expected: readonly DeviceName[] | null;
}

/**
 * A permitted change. Its door is a mutation, an approval, or a line of a campaign. A door gives
 * what it knows; what it cannot know is absent, and counts against the change.
 */
export interface ChangeOrder {
  readonly person: Person;
  /** The change as it is recorded: the actor has the role that permits it. */
  readonly intent: Omit<Intent, 'before'>;
  /** What decides, besides the intent, whether it may begin. */
  readonly terms: Omit<Terms, 'limits' | 'again' | 'keepsFactor'>;
  /** The devices that the caller has seen; absent to accept any list. */
  readonly expected?: readonly DeviceName[];
  /** Who decides whether the sign-in is strong enough; absent for another person's devices. */
  readonly ownSignIn?: OwnSignIn;
  /** The actor as AM says that they signed in; null if it says no more. Absent for staff. */
  readonly strongerActor?: () => Promise<RecordedActor | null>;
  /** AM's handle of the caller's own session, which is never ended; absent if it is not known. */
  readonly ownSession?: string;
}

/** One change while it runs. */
export interface ChangeRun {
  readonly tools: ChangeTools;
  readonly order: ChangeOrder;
  readonly args: ChangeArguments;
  intent: Intent;
  /** The `UNKNOWN` change that this one repeats. */
  unclear: RecordedChange | null;
  /** Null until the intent is recorded. */
  record: RecordedChange | null;
  /** The code that the ledger made with the intent; absent without one. */
  setupCode?: SetupCode;
}

/** A change that is about to run. */
export function runOf(tools: ChangeTools, order: ChangeOrder): ChangeRun {
  const { deviceId, name, force } = order.intent.options;
  const args: ChangeArguments = {
    deviceId: typeof deviceId === 'string' ? deviceId : null,
    name: typeof name === 'string' ? name : null,
    force: force === true,
    expected: order.expected ?? null,
  };
  return {
    tools,
    order,
    args,
    intent: { ...order.intent, before: null },
    unclear: null,
    record: null,
  };
}

/** The terms of a change; `again` is the id of an `UNKNOWN` change to send again. */
export function termsOf({ order, intent, tools }: ChangeRun, again: string | null): Terms {
  return { ...order.terms, limits: limitRules(intent.actor.role, tools.limits), again };
}
