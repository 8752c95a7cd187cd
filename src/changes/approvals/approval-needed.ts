import type { ApprovalRule, SecondPersonRule } from '../../domain/change/approval.ts';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import { isSupervised } from '../../domain/people/caller.ts';
import { Failure, unlessFailed } from '../../domain/values/failure.ts';
import { entryOf, type Person } from '../../domain/people/person.ts';
import { effectTraits, type Effect } from '../../domain/policy/effects.ts';
import { mayHaveChangedIn } from '../../domain/change/recorded-effect.ts';
import type { Asking } from '../request/acting.ts';

/** A change that staff want to make alone. */
export interface LoneChange {
  readonly effect: Effect;
  readonly person: Person;
  /** Whether the person has proven their identity for it. */
  readonly isProven: boolean;
}

/**
 * Whether the deployment wants a second person for a change of staff. What cannot be found out
 * counts as a reason for one.
 * @throws Failure if AM or the ledger does not answer
 */
export async function isApprovalNeeded(asking: Asking, change: LoneChange): Promise<boolean> {
  const { rules } = asking.settings.approval;
  const whens = rules
    .filter(({ effects }) => effects.some((one) => one === change.effect))
    .map(({ when }) => when);
  // The ones that need no read first.
  const ordered = whens.toSorted((one, other) => reads[one.kind] - reads[other.kind]);
  for (const when of ordered) if (await holds(asking, when, change)) return true;
  return false;
}

/**
 * Returns what `isApprovalNeeded` will say of a change, before it is made. Null if AM or the ledger
 * does not answer: a page can do without.
 */
export async function secondPersonRule(
  asking: Asking,
  change: Omit<LoneChange, 'isProven'>,
): Promise<SecondPersonRule | null> {
  return unlessFailed(async () => {
    if (!(await isApprovalNeeded(asking, { ...change, isProven: false }))) return 'NOT_NEEDED';
    const isAlways = await isApprovalNeeded(asking, { ...change, isProven: true });
    return isAlways ? 'NEEDED' : 'WITHOUT_PROOF';
  });
}

const reads: Readonly<Record<ApprovalRule['when']['kind'], number>> = {
  everyone: 0,
  'no proof': 0,
  scope: 0,
  privileged: 1,
  group: 2,
  changed: 3,
};

async function holds(
  asking: Asking,
  when: ApprovalRule['when'],
  { effect, person, isProven }: LoneChange,
): Promise<boolean> {
  switch (when.kind) {
    case 'everyone':
      return true;
    case 'no proof':
      return !isProven;
    case 'scope':
      return isSupervised(await asking.caller.caller());
    case 'privileged':
      return (await asking.caller.privileges.of(person)) !== 'none';
    case 'group':
      return (await asking.caller.approvalGroups(effect).of(person)) !== 'none';
    case 'changed':
      return wasChangedSince(asking, person, asking.now() - when.days * 86_400_000);
  }
}

/** How many changes of a person one read returns. */
const pageSize = 100;

/** Whether a device of the person was removed or renamed since a moment, by any caller. */
async function wasChangedSince(
  { ledger }: Asking,
  person: Person,
  since: number,
): Promise<boolean> {
  const entry = entryOf(person);
  const query = {
    realm: person.realm.name,
    target: { id: person.id, ...(entry !== undefined && { through: { entry } }) },
    refused: false,
    dryRun: false,
    since: new Date(since),
    first: pageSize,
  };
  const { changes, hasMore } = await ledger.history(query);
  return hasMore || changes.some(isOfDevices);
}

/** A change in progress counts, too. */
function isOfDevices(change: RecordedChange): boolean {
  return !effectTraits[change.intent.effect].isOfSessions && mayHaveChangedIn(change);
}

/** The refusal of a change that needs a second person. */
export function approvalRequired(): Failure {
  return new Failure(
    'APPROVAL_REQUIRED',
    'This change needs a second person. Nothing was changed. Request it, and let another member of staff approve it.',
  );
}
