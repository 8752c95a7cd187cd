import { sql, type RawBuilder } from 'kysely';
import type {
  ActorNames,
  RecordedActor,
  RecordedNames,
} from '../../domain/change/change-record.ts';
import { roleTraits } from '../../domain/people/caller.ts';
import { sha256 } from './canonical-json.ts';

/** The realm and id of an actor as one string. Names of realms contain no slash. */
export function actorName({ id, realm }: ActorNames): string {
  return `${realm ?? ''}/${id}`;
}

/** The column of a directory entry; null for records without one. */
export function entryColumn(entry: string | undefined): string | null {
  return entry === undefined ? null : sha256(entry);
}

/** Identifies an actor or a person within this process. */
export function keyOf({ entry, ...names }: ActorNames | RecordedNames): string {
  return entry ?? actorName(names);
}

/** Holds for the records of an actor, in whichever realm they signed in (security A24). */
export function isOfActor(actor: ActorNames): RawBuilder<boolean> {
  const isOfName = sql<boolean>`actor = ${actorName(actor)}`;
  const entry = entryColumn(actor.entry);
  return entry === null ? isOfName : sql`(actor_entry = ${entry} or ${isOfName})`;
}

/**
 * Holds for the records of people who acted for themselves after a sign-in as strong as this one.
 * Limits count them apart, so that a password alone does not use up what its owner may do.
 */
export function isOfSignInLike({
  role,
  secondFactor,
}: Pick<RecordedActor, 'role' | 'secondFactor'>): RawBuilder<boolean> {
  if (!roleTraits[role].isSelf) return sql<boolean>`1 = 1`;
  return sql<boolean>`second_factor = ${Number(secondFactor === true)}`;
}

/** Holds for the records of a person, through whichever realm (security A24). */
export function isOfPerson({ realm, id, entry: name }: RecordedNames): RawBuilder<boolean> {
  const isOfName = sql<boolean>`(realm = ${realm} and person = ${id})`;
  const entry = entryColumn(name);
  return entry === null ? isOfName : sql`(person_entry = ${entry} or ${isOfName})`;
}
