import type { RecordedActor, RecordedNames } from './change-record.ts';
import type { DeviceKind } from '../devices/device.ts';
import type { Limited } from '../values/limit.ts';

/** How a person proves their identity: to AM, or to a vendor. */
export const ProofMethod = { PUSH: 'PUSH', CODE: 'CODE', VENDOR: 'VENDOR' } as const;
export type ProofMethod = (typeof ProofMethod)[keyof typeof ProofMethod];
export const proofMethods = Object.values(ProofMethod);

/** A method of AM's journeys. */
export type JourneyMethod = Exclude<ProofMethod, 'VENDOR'>;

/** The kind of device that a method needs. */
export const proofDevices: Readonly<Record<JourneyMethod, DeviceKind>> = {
  PUSH: 'PUSH',
  CODE: 'OATH',
};

/** The state of a proof. Only `PROVEN` permits a change. */
export const ProofState = {
  WAITING: 'WAITING',
  PROVEN: 'PROVEN',
  NOT_APPROVED: 'NOT_APPROVED',
  WRONG_CODE: 'WRONG_CODE',
  NO_DEVICE: 'NO_DEVICE',
  NOT_VERIFIED: 'NOT_VERIFIED',
  GAVE_UP: 'GAVE_UP',
  NO_ANSWER: 'NO_ANSWER',
  NO_NAME: 'NO_NAME',
  EXPIRED: 'EXPIRED',
} as const;
export type ProofState = (typeof ProofState)[keyof typeof ProofState];

/**
 * How long a push can be approved, how long a vendor has with its person, and how long a proof
 * permits a change; in milliseconds.
 */
export const pushWaitMs = 2 * 60_000;
export const vendorWaitMs = 30 * 60_000;
export const proofLifetimeMs = 10 * 60_000;

/** Who confirms the proofs of AM's journeys, in records. */
export const provenByAm = 'AM';

/** The agent who may use a proof, and the person whose identity it proves. */
export interface ProofBinding {
  readonly agent: Pick<RecordedActor, 'id' | 'realm' | 'entry'>;
  readonly person: RecordedNames;
}

/** A proof as the ledger stores it. It contains neither the code nor the number of a push. */
export interface Proof {
  /** 128 random bits. It works only for its agent and its person. */
  readonly id: string;
  readonly method: ProofMethod;
  readonly state: ProofState;
  /** `AM`, or the title of a vendor. */
  readonly provenBy: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** When the person proved their identity; null before that. */
  readonly provenAt: number | null;
  /** When it ends, if that is another end than those of its state; otherwise null. */
  readonly endsAt: number | null;
  /** The encrypted state of the journey while a push waits; otherwise null. */
  readonly sealed: string | null;
  /** The change that used the proof; null if it is unused. */
  readonly change: string | null;
}

/** A proof that starts now. */
export interface NewProof {
  readonly method: ProofMethod;
  readonly agent: RecordedActor;
  readonly person: RecordedNames;
  readonly correlationId: string;
  /** The vendor that confirms it; absent for AM. */
  readonly provenBy?: string;
}

/** Whether limits permit a proof. */
export type ProofStarted =
  | { readonly kind: 'started'; readonly id: string; readonly startedAt: number }
  | (Limited & {
      /** Whether codes are refused for the rest of the day, so that only a second person helps. */
      readonly isExhausted: boolean;
    });

/** How a proof ended; for its record. */
export interface EndedProof extends Omit<NewProof, 'agent'> {
  readonly agent: ProofAgent;
  readonly state: Exclude<ProofState, 'WAITING'>;
  /** The vendor's number of its process; absent without one. */
  readonly process?: string;
}

/** The agent of a recorded proof: at least who it is. */
export type ProofAgent = ProofBinding['agent'] & Partial<Omit<RecordedActor, 'secondFactor'>>;

/** The start or end of a proof in the chain. It contains neither the code nor the number. */
export interface RecordedProof extends Omit<NewProof, 'method' | 'agent'> {
  readonly id: string;
  readonly method: string;
  readonly state: ProofState;
  readonly agent: ProofAgent;
  /** The vendor's number of its process; absent without one. */
  readonly process?: string;
}

/** The proofs of all processes on a ledger. Every method rejects with `AUDIT_UNAVAILABLE`. */
export interface Proofs {
  /** Decides on the limits, records the start, and counts it, in one transaction. */
  start(proof: NewProof): Promise<ProofStarted>;
  /** Ends a proof whose question never reached the person: only the agent's limit counts it. */
  cancel(id: string): Promise<void>;
  /** Stores the encrypted state of a waiting push. */
  wait(id: string, sealed: string): Promise<void>;
  /** Ends a proof and records it. Returns false if it had ended before. */
  end(id: string, ended: EndedProof): Promise<boolean>;
  /** Returns a proof; null if this agent has no such proof of this person. */
  find(id: string, binding: ProofBinding): Promise<Proof | null>;
}

/** When a proof ends: one that waits, or one that can be used. Nothing else decides it. */
export function proofExpiry({
  provenAt,
  startedAt,
  endsAt,
}: Pick<Proof, 'provenAt' | 'startedAt' | 'endsAt'>): number {
  if (provenAt === null) return endsAt ?? startedAt + pushWaitMs;
  return Math.min(provenAt + proofLifetimeMs, endsAt ?? Infinity);
}

/** Whether a proof can permit a change now, or the repeat of the change that used it. */
export function isUsableProof(
  proof: Pick<Proof, 'state' | 'provenAt' | 'startedAt' | 'endsAt' | 'change'>,
  { now, again }: { readonly now: number; readonly again: string | null },
): boolean {
  if (proof.state !== 'PROVEN' || proof.provenAt === null) return false;
  if (proof.change !== null) return proof.change === again;
  return now < proofExpiry(proof);
}

/** Whether a text has the form of a one-time code. Recovery codes have another one. */
export function isOneTimeCode(text: string): boolean {
  return /^\d{6,8}$/.test(text);
}
