import type { Instant } from './change-record.ts';
import type { DeviceKind } from './device.ts';
import type { ErrorCode } from './failure.ts';

/** The states of a campaign, in the order of its life. */
export const CampaignState = {
  /** Created; no devices were read yet. */
  DRAFT: 'DRAFT',
  /** Its dry run reads the devices of each person. */
  CHECKING: 'CHECKING',
  /** The dry run has ended; another person may start the campaign. */
  CHECKED: 'CHECKED',
  RUNNING: 'RUNNING',
  PAUSED: 'PAUSED',
  DONE: 'DONE',
  ABORTED: 'ABORTED',
} as const;
export type CampaignState = (typeof CampaignState)[keyof typeof CampaignState];

/** Where a person took a step, as the schema shows it. */
export const CampaignSource = {
  COMMAND_LINE: 'COMMAND_LINE',
  GRAPHQL: 'GRAPHQL',
  GATEWAY: 'GATEWAY',
} as const;
export type CampaignSource = (typeof CampaignSource)[keyof typeof CampaignSource];

/** The steps of a campaign's life, as the ledger records them. */
export const campaignSteps = [
  'created',
  'dry run started',
  'dry run ended',
  'started',
  'paused',
  'resumed',
  'aborted',
  'failures retried',
  'done',
] as const;
export type CampaignStep = (typeof campaignSteps)[number];

/** A step that a person requests. */
export const requestedSteps = [
  'dry run started',
  'started',
  'paused',
  'resumed',
  'aborted',
  'failures retried',
] as const satisfies readonly CampaignStep[];
export type RequestedStep = (typeof requestedSteps)[number];

/** Who took a step. On the command line the name is only stated; at AM it is confirmed. */
export interface CampaignActor {
  /** AM's own name, or the name that was stated on the command line. */
  readonly name: string;
  /** The realm of a confirmed person; null on the command line, and for a super user. */
  readonly realm: string | null;
  /** The directory entry of a confirmed person; absent if unknown. */
  readonly entry?: string;
  readonly via: 'command line' | 'graphql' | 'gateway';
  /** The operating system's account on the command line; null elsewhere, or without a name. */
  readonly account: string | null;
}

/** The steps of the gateway itself have this actor. */
export const gatewayActor: CampaignActor = {
  name: 'identity-gateway',
  realm: null,
  via: 'gateway',
  account: null,
};

/** A step as a record in the realm's chain. */
export interface RecordedCampaignStep {
  readonly id: string;
  readonly step: CampaignStep;
  readonly actor: CampaignActor;
  /** What the step decided or counted. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Why a step was not taken. */
export type StepRefusal =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'state'; readonly state: CampaignState }
  | { readonly kind: 'same person'; readonly name: string }
  /** The actor has taken too many steps. */
  | { readonly kind: 'limited'; readonly rule: string; readonly retryAfterSeconds: number };

/** A step that was taken, or why it was not. */
export type StepResult =
  { readonly kind: 'taken'; readonly campaign: Campaign; readonly lines: number } | StepRefusal;

/** A step to take. */
export interface StepRequest {
  readonly id: string;
  readonly step: RequestedStep;
  readonly actor: CampaignActor;
}

/** Which campaigns to return, newest first. */
export interface CampaignQuery {
  /** Only those of a realm. */
  readonly realm?: string;
  readonly most: number;
  /** The id of the last campaign of an earlier page. */
  readonly after?: string;
}

/** How the people of a campaign are chosen. */
export type PeopleSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'search'; readonly text: string };

/** What a campaign does. */
export interface CampaignPlan {
  readonly realm: string;
  readonly kinds: readonly DeviceKind[];
  readonly reason: string;
  readonly ticket: string | null;
  /** The most people a minute. */
  readonly pace: number;
  /** The most people whose devices are read or reset at once. */
  readonly calls: number;
  readonly endsSessions: boolean;
}

/** A campaign: one reset of many people, in order. */
export interface Campaign extends CampaignPlan {
  readonly id: string;
  readonly state: CampaignState;
  readonly createdAt: Instant;
  readonly createdBy: CampaignActor;
  /** When its state began. */
  readonly since: Instant;
  /** When the last dry run started; null before. */
  readonly checkedSince: Instant | null;
  readonly startedAt: Instant | null;
  readonly startedBy: CampaignActor | null;
  readonly endedAt: Instant | null;
  /** Why no person is reset now although the campaign runs; null if people are. */
  readonly heldBy: string | null;
}

/** The states of a line: `waiting` and `running` ones are still to be done. */
export const lineStates = ['waiting', 'running', 'done', 'failed', 'skipped'] as const;
export type LineState = (typeof lineStates)[number];

/** Why a line is skipped. */
export const skipReasons = [
  'BAD_LINE',
  'DUPLICATE',
  'UNKNOWN_NAME',
  'PRIVILEGED',
  'OWN_ACCOUNT',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/**
 * Why a line has failed: the code of a failure, an outcome that no device list shows, or some
 * devices are gone and others may be left.
 */
export type FailReason = ErrorCode | 'UNKNOWN' | 'NOT_DONE' | 'PARTLY_DONE';

/** A claimed line. */
export interface ClaimedLine {
  readonly campaign: string;
  /** The number of the line in the file, from 1. */
  readonly number: number;
  readonly name: string;
  /** How many changes of the person have ended without an effect. */
  readonly attempt: number;
  /** How often the line was put back, for the pause before the next try. */
  readonly tries: number;
  /** Whether an operator sends a change with an unknown outcome again. */
  readonly isRetry: boolean;
  /** When it was claimed, in milliseconds: it tells this claim from a later one. */
  readonly claimedAt: number;
}

/** A claimed line and its campaign. */
export interface LineOfCampaign {
  readonly campaign: Campaign;
  readonly line: ClaimedLine;
}

/** What came of a claimed line. */
export type LineResult =
  | {
      readonly kind: 'done';
      readonly outcome: 'DONE' | 'NOTHING_TO_RESET';
      readonly change: string | null;
    }
  | { readonly kind: 'failed'; readonly reason: FailReason; readonly change: string | null }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  /** Try again: AM failed, another change holds the lock, or a crash left a change open. */
  | {
      readonly kind: 'again';
      readonly reason: FailReason;
      readonly afterMs: number;
      /** Whether the next try is a new change, because this one certainly had no effect. */
      readonly isNewChange: boolean;
    }
  /** A dry run: the devices by kind, or why the person would be skipped or cannot be read. */
  | {
      readonly kind: 'checked';
      readonly finding: SkipReason | FailReason | null;
      readonly devices: Readonly<Partial<Record<DeviceKind, number>>>;
    };

/** A group of lines. */
export interface LineCount {
  readonly state: LineState;
  /** Outcome of `done`, reason of others; null for lines that wait. */
  readonly result: string | null;
  readonly count: number;
}

/** How far a campaign is. */
export interface CampaignProgress {
  readonly lines: readonly LineCount[];
  /** What the dry run found: the lines, by what it would do with them. */
  readonly checked: number;
  readonly findings: Readonly<Record<string, number>>;
  readonly devices: Readonly<Partial<Record<DeviceKind, number>>>;
  /** How many people ended within the last five minutes, per minute. */
  readonly perMinute: number;
}

/** The id of the actor of a campaign's changes. No person has it: names contain no slash. */
export function campaignActorId(id: string): string {
  return `campaign/${id}`;
}
