import { roleTraits } from '../people/caller.ts';
import type { Intent, RecordedActor } from './change-record.ts';
import { isPerhapsSameSpelling } from '../people/user-id.ts';

/** What identifies a person who acts, or is changed. */
export type ActingPerson = Pick<RecordedActor, 'id' | 'realm' | 'entry'>;

/**
 * The people behind each part of a change. Each rule that asks whether a caller had a hand in a
 * change uses this list, so a new part must decide here whether it names one.
 */
const peopleIn: Readonly<Record<keyof Intent, (intent: Intent) => readonly ActingPerson[]>> = {
  actor: ({ actor }) => (roleTraits[actor.role].isPerson ? [actor] : []),
  approval: ({ approval }) => (approval === undefined ? [] : [approval.by]),
  campaign: ({ campaign }) =>
    [campaign?.createdBy ?? '', campaign?.startedBy ?? '']
      .filter((name) => name !== '')
      .map((id) => ({ id, realm: null })),
  target: noPerson,
  effect: noPerson,
  kinds: noPerson,
  options: noPerson,
  dryRun: noPerson,
  before: noPerson,
  reason: noPerson,
  ticket: noPerson,
  verification: noPerson,
  correlationId: noPerson,
  clientCorrelationId: noPerson,
};

function noPerson(): readonly ActingPerson[] {
  return [];
}

/** Returns every person who requested, approved, created or started a change. */
export function actingPeople(intent: Intent): readonly ActingPerson[] {
  return Object.values(peopleIn).flatMap((people) => people(intent));
}

/** Whether a person may have had a hand in a change. */
export function hasActed(person: ActingPerson, intent: Intent): boolean {
  return actingPeople(intent).some((one) => isPerhapsSamePerson(person, one));
}

/**
 * Whether two people may be one. Equal directory entries are one person, through whichever realm.
 * If the entry of one of them is unknown, names that AM may treat as equal count as one person.
 */
export function isPerhapsSamePerson(one: ActingPerson, other: ActingPerson): boolean {
  const isSameName = isPerhapsSameSpelling(one.id, other.id);
  if (one.entry === undefined || other.entry === undefined) return isSameName;
  return one.entry === other.entry || (one.realm === other.realm && isSameName);
}
