/** Functions for `@Access` that several types share. */
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import type { RecordedPerson } from '../../domain/change/change-record.ts';
import type { Standing } from '../../domain/people/caller.ts';
import type { Person } from '../../domain/people/person.ts';
import type { GuardedCall } from './access.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import type { PersonGrant, RealmGrant } from '../../access/grant.ts';
import type { NamedPerson } from '../../access/named-person.ts';

/** Decides about the person that is the parent object. */
export function permitParent({ effect, parent, context }: GuardedCall): MaybePromise<PersonGrant> {
  return context.permissions.on(effect, personIn(parent));
}

/** Decides about the owner of the device that is the parent object. */
export function permitOwner({ effect, parent, context }: GuardedCall): MaybePromise<PersonGrant> {
  return context.permissions.on(effect, personIn(memberOf(parent, 'owner')));
}

/** Decides about the person of a change; null if the person does not exist. */
export function permitChanged({
  effect,
  parent,
  context,
}: GuardedCall): MaybePromise<PersonGrant | null> {
  const person = memberOf(parent, 'changed');
  return person === null ? null : context.permissions.on(effect, personIn(person));
}

/** Decides about the person of the recorded change that is the parent object. */
export function permitReceivers({ parent, context }: GuardedCall): Promise<Standing> {
  const target = memberOf(parent, 'target');
  if (!isRecordedPerson(target)) throw new TypeError('a recorded change has a person');
  return context.permissions.onRecorded('viewReceivers', target);
}

/** Reads the person that an input names by id and realm. */
export function namedBy(user: unknown): NamedPerson {
  return { id: textOf(user, 'id') ?? '', realm: textOf(user, 'realm') };
}

/** Decides about the realm that the arguments name. */
export function permitRealm({ effect, args, context }: GuardedCall): MaybePromise<RealmGrant> {
  return context.permissions.inRealm(effect, textOf(args, 'realm'));
}

/** Decides about the area that the arguments name, or without one about the realm. */
export function permitArea({ effect, args, context }: GuardedCall): MaybePromise<RealmGrant> {
  const area = textOf(args, 'area') ?? null;
  const areas = area === null ? [] : [area];
  return context.permissions.inRealm(effect, textOf(args, 'realm'), { areas });
}

function personIn(value: unknown): Person {
  if (isPerson(value)) return value;
  throw new TypeError('a field guarded by a person needs one');
}

function isRecordedPerson(value: unknown): value is RecordedPerson {
  return typeof value === 'object' && value !== null && 'id' in value && 'privileged' in value;
}

function isPerson(value: unknown): value is Person {
  return typeof value === 'object' && value !== null && 'id' in value && 'entry' in value;
}
