import type { RequestedChange, SecondPerson } from '../change/approval.ts';
import type { Proof } from '../change/proof.ts';
import type { DeviceKind } from '../devices/device.ts';
import type { ReachedLimit } from '../ledger-ports/ledger.ts';
import type { SecondFactorShown } from '../people/assurance.ts';
import type { Role } from '../people/caller.ts';
import type { AreaFact } from '../policy/area.ts';
import type { ChangeEffect } from '../policy/effects.ts';
import type { Privilege } from '../policy/policy.ts';
import type { AccessSettings } from '../rules/access.ts';
import type { Verification } from '../rules/change-rules.ts';
import type { StepUpFailure } from '../rules/step-up.ts';
import type { ThreatState } from '../threat/threat-level.ts';
import type { Failure } from '../values/failure.ts';
import type { MaybePromise } from '../values/maybe-promise.ts';

/** Why the policy denies a change to a caller, decided for this person. */
interface PolicyFacts {
  /** Null if a standing of the caller permits it. */
  denial(): MaybePromise<Failure | null>;
}

/** A change, and the role that permits it for this person. */
interface ChangeFacts {
  readonly effect: ChangeEffect;
  role(): MaybePromise<Role>;
}

/** The deployment's rules, and the time. */
interface RuleFacts extends ChangeFacts {
  readonly settings: AccessSettings;
  readonly now: number;
}

/** What the level in force asks for. */
interface LevelFacts extends ChangeFacts {
  /** Null if it is normal. */
  level(): MaybePromise<ThreatState | null>;
}

/** How the caller signed in. */
interface SignInFacts {
  /** Null if it is not known. */
  signedInAt(): Promise<Date | null>;
  isByToken(): MaybePromise<boolean>;
}

/** Whether the caller's sign-in is strong enough for changes of their own devices. */
interface AssuranceFacts extends ChangeFacts {
  readonly kinds: readonly DeviceKind[];
  /** Why it is too weak for a kind; null if it is strong enough, or if only AM can say. */
  weakness(kind: DeviceKind): MaybePromise<StepUpFailure | null>;
}

/** What the deployment's rules for second persons ask for. */
export interface SecondPersonFacts extends RuleFacts {
  /** Whether each change of the caller needs a second person. */
  isSupervised(): MaybePromise<boolean>;
  privilege(): Promise<Privilege>;
  /** Whether the person is in a group whose members are changed by two people only. */
  approvalGroup(): Promise<Privilege>;
  wasChangedWithin(days: number): Promise<boolean>;
}

/** The limits that one more change would exceed. */
interface LimitFacts {
  reachedLimits(): Promise<readonly ReachedLimit[]>;
  /** The ledger's clock, in milliseconds. */
  limitsAt(): number;
}

/** A client asks what stands in the way of a change; nothing is given yet. */
interface PreviewFacts
  extends PolicyFacts, LevelFacts, SignInFacts, AssuranceFacts, SecondPersonFacts, LimitFacts {
  secondFactor(): Promise<SecondFactorShown>;
}

/** A caller asks for a change, which may wait for a second person. */
interface PermitFacts extends PolicyFacts, SignInFacts, AssuranceFacts, SecondPersonFacts {
  /** Whether it is to wait for a second person. */
  readonly isRequest: boolean;
  readonly dryRun: boolean;
  readonly reason: string | null;
  readonly ticket: string | null;
  /** How staff verified the person, as they say. */
  readonly verification: Verification | null;
  /** The id of the proof that the change names; null without one. */
  readonly proofId: string | null;
  /** The proof of that id, if it is the caller's own of this person. */
  proof(): Promise<Proof | null>;
  /** Whether the person exists. */
  hasPerson(): Promise<boolean>;
  /** Counts a change of another person; why the operation cannot contain it, or null. */
  countChangeOfOther(): Failure | null;
}

/** A permitted change is about to be recorded as a request. */
interface RequestFacts extends LevelFacts, LimitFacts {
  readonly hasProof: boolean;
  readonly overridesLimits: boolean;
}

/** A second person, who has the permission for the change, is about to decide about a request. */
interface DecideFacts {
  readonly second: SecondPerson;
  readonly requested: Pick<RequestedChange, 'intent'>;
}

/** The ledger is about to record a change; it decides in the transaction that does. */
interface BeginFacts extends LevelFacts, LimitFacts {
  readonly hasProof: boolean;
  /** Whether a second person has approved it. */
  readonly isApproved: boolean;
  readonly secondFactor: SecondFactorShown;
  readonly overridesLimits: boolean;
  /** Whether the proof that it names is recent, and unused but by what it repeats. */
  isProofUsable(): Promise<boolean>;
}

/** A campaign is about to turn to its next person. Its creator and starter are judged again. */
interface CampaignFacts extends PolicyFacts, LevelFacts {}

/** A campaign is about to change a person. */
interface LineFacts {
  /** Whether it is of an area. */
  readonly isOfArea: boolean;
  readonly includesPrivileged: boolean;
  /** `inside` for a campaign of no area. */
  area(): MaybePromise<AreaFact>;
  /** Whether the person is privileged, or for a campaign of an area staff of people beyond it. */
  privilege(): Promise<Privilege>;
  /** Whether the person may have created or started it. */
  isOwnAccount(): boolean;
}

/**
 * The moments at which conditions are decided, each with the facts that are known then. A fact is
 * read when a condition needs it, and once. A moment has no fact that it cannot know.
 */
export interface FactsAt {
  readonly PREVIEW: PreviewFacts;
  readonly PERMIT: PermitFacts;
  readonly REQUEST: RequestFacts;
  readonly DECIDE: DecideFacts;
  /** The requester of an approved change is judged again. */
  readonly APPROVE: PolicyFacts;
  readonly BEGIN: BeginFacts;
  readonly CAMPAIGN: CampaignFacts;
  readonly LINE: LineFacts;
}
export type Moment = keyof FactsAt;
