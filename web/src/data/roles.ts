import type { GatewayRole, PageStartQuery } from '@identity-gateway/client';
import type { Caller } from './viewer.ts';

/** What the pages need to know of a role. */
interface RoleFacts {
  /** Whether the role may exceed the limit of changes to one user. */
  readonly canOverrideLimits: boolean;
  /** Whether the role may list the changes in its realms. */
  readonly canViewHistory: boolean;
  /** Whether the role may list refused changes, too. */
  readonly canViewRefusals: boolean;
  /** Whether the role may take reports of changes. */
  readonly canTakeReports: boolean;
  /** Whether the role may have mail about changes sent again. */
  readonly canRetryNotices: boolean;
  /** Whether the role may approve changes that colleagues have requested. */
  readonly canApprove: boolean;
  /** Whether the role may follow and steer campaigns. */
  readonly canRunCampaigns: boolean;
}

const none = {
  canOverrideLimits: false,
  canViewHistory: false,
  canViewRefusals: false,
  canTakeReports: false,
  canRetryNotices: false,
  canApprove: false,
  canRunCampaigns: false,
};
const helps = { canTakeReports: true, canRetryNotices: true, canApprove: true };
const rules = { canOverrideLimits: true, canRunCampaigns: true };
const seesAll = { canViewHistory: true, canViewRefusals: true };

const roleFacts = {
  SELF: none,
  HELP_DESK: { ...none, ...helps, canViewHistory: true },
  ADMINISTRATOR: { ...seesAll, ...helps, ...rules },
  SUPER_USER: { ...seesAll, ...helps, ...rules },
  AUDITOR: { ...none, ...seesAll },
  // Only recorded changes have it.
  CAMPAIGN: none,
} as const satisfies Record<GatewayRole, RoleFacts>;

/** Whether one of the caller's roles has a permission. The gateway decides again each time. */
export function hasPermission(
  { roles }: Pick<Caller, 'roles'>,
  permission: keyof RoleFacts,
): boolean {
  return roles.some((role) => Object.hasOwn(roleFacts, role) && roleFacts[role][permission]);
}

/** Who reads a sentence: staff ask no help desk, and administrators ask no administrator. */
export function readerOf(caller: Pick<Caller, 'roles'>): {
  readonly reader: 'staff' | 'user';
  readonly role: 'administrator' | 'other';
} {
  return {
    reader: hasPermission(caller, 'canViewHistory') ? 'staff' : 'user',
    role: hasPermission(caller, 'canRunCampaigns') ? 'administrator' : 'other',
  };
}

/** The caller, and what the gateway has. */
interface CallerHere {
  readonly caller: Pick<Caller, 'roles'>;
  readonly capabilities: Pick<PageStartQuery['gatewayCapabilities'], 'hasCampaigns'>;
}

/** Whether the caller may decide about requested changes. */
export function mayApprove({ caller }: Pick<CallerHere, 'caller'>): boolean {
  return hasPermission(caller, 'canApprove');
}

/** Whether the caller may see reports of changes. */
export function maySeeReports({ caller }: Pick<CallerHere, 'caller'>): boolean {
  return hasPermission(caller, 'canViewHistory');
}

/** Returns why the caller sees no campaigns here; null if they do. */
export function whyNoCampaigns({ caller, capabilities }: CallerHere) {
  if (!hasPermission(caller, 'canRunCampaigns')) return 'campaigns.notForYou';
  return capabilities.hasCampaigns ? null : 'campaigns.notHere';
}

/** Returns what a list without campaigns says: an area has none, or a whole realm. */
export function noCampaignsText({ campaignAreas }: Pick<Caller, 'campaignAreas'>) {
  return campaignAreas.length > 0 ? 'campaigns.noneInAreas' : 'campaigns.none';
}

/** Returns what the foot of a page says about help. */
export function helpText(contact: unknown) {
  return contact === null ? 'foot.help' : 'foot.helpAt';
}
