import { isPerhapsSamePerson, type ActingPerson } from '../change/acting-people.ts';
import type { Campaign, CampaignActor } from './campaign.ts';
import { isPerhapsSameSpelling } from '../people/user-id.ts';

/**
 * Whether two people are certainly not the same one (see record 70): by the rule of approvals, and
 * on the command line also by their accounts.
 */
export function isAnotherPerson(one: CampaignActor, other: CampaignActor): boolean {
  if (isPerhapsSamePerson(namesOf(other), namesOf(one))) return false;
  if (one.account === null || one.account !== other.account) return true;
  // An account that several people share shows nothing; both must then state their names.
  return [one, other].every(({ name, account }) => !isPerhapsSameSpelling(name, account ?? ''));
}

/** Whether a person may be the creator of a campaign, or who has started it. */
export function isBehind(
  { createdBy, startedBy }: Pick<Campaign, 'createdBy' | 'startedBy'>,
  person: ActingPerson,
): boolean {
  return [createdBy, startedBy].some(
    (actor) => actor !== null && isPerhapsSamePerson(namesOf(actor), person),
  );
}

function namesOf({ name, ...names }: CampaignActor) {
  return { ...names, id: name };
}
