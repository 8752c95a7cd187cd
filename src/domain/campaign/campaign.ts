import type { Instant, RecordedActor } from '../change/change-record.ts';
import type { DeviceKind } from '../devices/device.ts';

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

/** Why no person is reset although a campaign runs. */
export const CampaignHold = {
  THREAT_LEVEL: 'THREAT_LEVEL',
  AM_FAILS: 'AM_FAILS',
  NOT_PERMITTED: 'NOT_PERMITTED',
} as const;
export type CampaignHold = (typeof CampaignHold)[keyof typeof CampaignHold];

/**
 * Who took a step. On the command line the name is only stated, and the members of a caller are
 * absent; at AM it is confirmed.
 */
export interface CampaignActor extends Partial<
  Omit<RecordedActor, 'id' | 'realm' | 'secondFactor'>
> {
  /** AM's own name, or the name that was stated on the command line. */
  readonly name: string;
  /** The realm of a confirmed person; null on the command line, and for a super user. */
  readonly realm: string | null;
  readonly via: 'command line' | 'graphql' | 'gateway';
  /** Whether the session or token itself gave the role; absent if a group did. */
  readonly isRoleOfCredential?: boolean;
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

/** Which campaigns to return, newest first. */
export interface CampaignQuery {
  /** Only those of a realm. */
  readonly realm?: string;
  /** Only those of these areas. */
  readonly areas?: readonly string[];
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
  /** The area outside which no one is reset; null without one. */
  readonly area: string | null;
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
  readonly heldBy: CampaignHold | null;
}

/** The id of the actor of a campaign's changes. No person has it: names contain no slash. */
export function campaignActorId(id: string): string {
  return `campaign/${id}`;
}
