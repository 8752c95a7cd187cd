import type { ApprovalRule } from '../../domain/approval.ts';
import type { RecordedChange } from '../../domain/change-record.ts';
import { Failure } from '../../domain/failure.ts';
import { entryOf, type Person } from '../../domain/person.ts';
import type { Effect } from '../../domain/policy.ts';
import { mayHaveChangedIn } from '../../domain/recorded-effect.ts';
import type { RequestContext } from '../request/context.ts';

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
export async function isApprovalNeeded(
  context: RequestContext,
  change: LoneChange,
): Promise<boolean> {
  const { rules } = context.settings.approval;
  const whens = rules
    .filter(({ effects }) => effects.some((one) => one === change.effect))
    .map(({ when }) => when);
  // The ones that need no read first.
  const ordered = whens.toSorted((one, other) => reads[one.kind] - reads[other.kind]);
  for (const when of ordered) if (await holds(context, when, change)) return true;
  return false;
}

const reads: Readonly<Record<ApprovalRule['when']['kind'], number>> = {
  everyone: 0,
  'no proof': 0,
  privileged: 1,
  group: 2,
  changed: 3,
};

async function holds(
  context: RequestContext,
  when: ApprovalRule['when'],
  { effect, person, isProven }: LoneChange,
): Promise<boolean> {
  switch (when.kind) {
    case 'everyone':
      return true;
    case 'no proof':
      return !isProven;
    case 'privileged':
      return (await context.caller.privileges.of(person)) !== 'none';
    case 'group':
      return (await context.caller.approvalGroups(effect).of(person)) !== 'none';
    case 'changed':
      return wasChangedSince(context, person, context.now() - when.days * 86_400_000);
  }
}

/** How many changes of a person one read returns. */
const pageSize = 100;

/** Whether a device of the person was removed or renamed since a moment, by any caller. */
async function wasChangedSince(
  { ledger }: RequestContext,
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
  return change.intent.effect !== 'endSessions' && mayHaveChangedIn(change);
}

/** The refusal of a change that needs a second person. */
export function approvalRequired(): Failure {
  return new Failure(
    'APPROVAL_REQUIRED',
    'This change needs a second person. Nothing was changed. Request it, and let another member of staff approve it.',
  );
}
