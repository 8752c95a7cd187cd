import { actingPeople, isPerhapsSamePerson } from '../change/acting-people.ts';
import type { ApprovalRule } from '../change/approval.ts';
import { roleTraits } from '../people/caller.ts';
import { Failure } from '../values/failure.ts';
import { refusals, type Refusal } from './condition.ts';
import type { FactsAt, SecondPersonFacts } from './facts.ts';
import type { Row } from './row.ts';

const startedBySecond = { because: 'A second person has started the campaign.' };

export const secondPerson: Row = {
  PREVIEW: async (facts) => {
    if (roleTraits[await facts.role()].isSelf) return [];
    if (!(await isNeeded(facts, { isProven: false }))) return [];
    return (await isNeeded(facts, { isProven: true }))
      ? required('ASK_A_SECOND_PERSON')
      : required('PROVE_THE_PERSON', 'ASK_A_SECOND_PERSON');
  },
  /** A dry run changes nothing, so one person may make it. */
  PERMIT: async (facts) => {
    if (facts.isRequest || facts.dryRun || roleTraits[await facts.role()].isSelf) return [];
    if (!(await facts.hasPerson())) return [];
    const isProven = facts.proofId !== null;
    return (await isNeeded(facts, { isProven })) ? required('ASK_A_SECOND_PERSON') : [];
  },
  REQUEST: { because: 'A request is for a second person.' },
  DECIDE: (facts) => refusals(notASecondPerson(facts)),
  APPROVE: { because: 'The second person has just been decided about.' },
  BEGIN: { because: 'The change carries the approval.' },
  CAMPAIGN: startedBySecond,
  LINE: startedBySecond,
};

/**
 * Whether the deployment wants a second person for a change of staff. What cannot be found out
 * counts as a reason for one.
 */
async function isNeeded(
  facts: SecondPersonFacts,
  { isProven }: { readonly isProven: boolean },
): Promise<boolean> {
  const whens = facts.settings.approval.rules
    .filter(({ effects }) => effects.some((one) => one === facts.effect))
    .map(({ when }) => when);
  // The ones that need no read first.
  const ordered = whens.toSorted((one, other) => reads[one.kind] - reads[other.kind]);
  for (const when of ordered) if (await holds(when, facts, isProven)) return true;
  return false;
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
  when: ApprovalRule['when'],
  facts: SecondPersonFacts,
  isProven: boolean,
): Promise<boolean> {
  switch (when.kind) {
    case 'everyone':
      return true;
    case 'no proof':
      return !isProven;
    case 'scope':
      return facts.isSupervised();
    case 'privileged':
      return (await facts.privilege()) !== 'none';
    case 'group':
      return (await facts.approvalGroup()) !== 'none';
    case 'changed':
      return facts.wasChangedWithin(when.days);
  }
}

function required(...remedies: Parameters<typeof refusals>[1][]): readonly Refusal[] {
  const message =
    'This change needs a second person. Nothing was changed. Request it, and let another member of staff approve it.';
  return refusals(new Failure('APPROVAL_REQUIRED', message), ...remedies);
}

/** Null if the caller is another person than all who acted until now, and than the user. */
function notASecondPerson({
  second: { actor, isSupervised },
  requested: { intent },
}: FactsAt['DECIDE']): Failure | null {
  const refuse = (code: 'OWN_ACCOUNT' | 'FORBIDDEN', because: string): Failure =>
    new Failure(code, `${because} Nothing was changed. Let another member of staff decide.`);
  if (isSupervised)
    return refuse(
      'FORBIDDEN',
      'Your token is that of an agent, whose own changes need a second person.',
    );
  if (actingPeople(intent).some((one) => isPerhapsSamePerson(actor, one)))
    return refuse('FORBIDDEN', 'You requested this change.');
  return isPerhapsSamePerson(actor, intent.target)
    ? refuse('OWN_ACCOUNT', 'This change is about your own account.')
    : null;
}
