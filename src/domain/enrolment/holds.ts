import type { RecordedDevice, RecordedNames } from '../change/change-record.ts';
import type { DeviceKind } from '../devices/device.ts';
import type { HoldingChange } from './enrolment-rule.ts';
import type { EnrolmentDecision } from './decision.ts';
import type { Hold } from './hold.ts';

/** AM's question before it registers a device. */
export interface EnrolmentQuestion {
  readonly person: RecordedNames;
  readonly kind: DeviceKind;
  /** What the person typed; null if they were not asked yet. */
  readonly code: string | null;
  readonly correlationId: string;
}

/** Lists a person's devices of some kinds; null if they cannot be read. */
export type ReadList = (kinds: readonly DeviceKind[]) => Promise<readonly RecordedDevice[] | null>;

/** The holds of all processes on a ledger. Every method rejects with `AUDIT_UNAVAILABLE`. */
export interface Holds {
  /** Whether a change opens a hold, if its person is to have no second factor afterwards. */
  opensFor(change: HoldingChange): boolean;
  /** Decides on a registration, counts a try, and records it, in one transaction. */
  decide(question: EnrolmentQuestion, list: ReadList): Promise<EnrolmentDecision>;
  /** Returns the hold of a person that is open now; null without one. */
  findOpen(person: RecordedNames): Promise<Hold | null>;
  /** Returns holds by the changes that opened them. */
  ofChanges(changes: readonly string[]): Promise<ReadonlyMap<string, Hold>>;
  /** Returns open holds whose code was accepted, until their device is listed. */
  awaited(): Promise<readonly Hold[]>;
  /** Ends a hold by the device that was registered with its code. Returns false if it had ended. */
  noteDevice(hold: Hold, device: RecordedDevice): Promise<boolean>;
  /** Ends a hold by an operator; null if the change has no open one. */
  end(change: string): Promise<Hold | null>;
}
