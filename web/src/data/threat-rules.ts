import type { PageStartQuery, RealmThreatLevelName } from '@identity-gateway/client';
import type { MessageKey } from '../text/catalogue.ts';
import type { Viewer } from './viewer.ts';

type SignedIn = Extract<Viewer, { readonly status: 'signedIn' }>;
type ShownLevel = NonNullable<PageStartQuery['realmThreatLevel']>;

/** A level other than normal, and what it lets this reader do. */
export interface Threat {
  readonly level: Exclude<RealmThreatLevelName, 'NORMAL'>;
  readonly until: string | null;
  /** What changes of the own devices need: nothing more, a second factor, or they are refused. */
  readonly own: 'ready' | 'secondFactor' | 'refused';
  /** What changes for others need: nothing more, a proof, a second person, or they are refused. */
  readonly staff: 'ready' | 'proof' | 'secondPerson' | 'refused';
}

/** Returns what a level lets a viewer do; null if it is normal, or is not known. */
export function threatOf({ caller, threatLevel }: SignedIn): Threat | null {
  if (threatLevel === null || threatLevel.level === 'NORMAL') return null;
  const { level, until, staffChanges } = threatLevel;
  return {
    level,
    until,
    own: ownRule(threatLevel, caller),
    staff: staffRule(staffChanges, caller),
  };
}

function ownRule({ ownChanges }: ShownLevel, caller: SignedIn['caller']): Threat['own'] {
  if (ownChanges === 'PERMITTED') return 'ready';
  if (ownChanges !== 'SECOND_FACTOR') return 'refused';
  if (caller.hasSecondFactor) return 'ready';
  return caller.canShowSecondFactor ? 'secondFactor' : 'refused';
}

/** Returns what the banner says to a reader, on a page for staff or on their own. */
export function bannerText({ level, own, staff }: Threat, isStaffPage: boolean): MessageKey {
  if (isStaffPage) return `threat.staff.${staff}`;
  return own === 'refused' && level === 'FROZEN' ? 'threat.own.frozen' : `threat.own.${own}`;
}

/** Returns what a rule for staff lets a caller do. */
function staffRule(
  rule: ShownLevel['staffChanges'],
  { proofMethods }: Pick<SignedIn['caller'], 'proofMethods'>,
): Threat['staff'] {
  if (rule === 'PERMITTED') return 'ready';
  if (rule === 'REFUSED') return 'refused';
  return rule === 'PROOF_OR_APPROVAL' && proofMethods.length > 0 ? 'proof' : 'secondPerson';
}

interface Permitted {
  readonly isAllowed: boolean;
}

/** What a page knows of the changes that the reader may make. */
interface Permissions {
  readonly reset: Permitted;
  readonly remove: Permitted;
  readonly rename: Permitted;
  readonly endSessions: Permitted;
}

/** Returns a person without any change to offer. */
export function withChangesBlocked<P extends Permissions>(person: P): P {
  const blocked = { isAllowed: false } as const;
  const { reset, remove, rename, endSessions } = person;
  return {
    ...person,
    reset: { ...reset, ...blocked },
    remove: { ...remove, ...blocked },
    rename: { ...rename, ...blocked },
    endSessions: { ...endSessions, ...blocked },
  };
}
