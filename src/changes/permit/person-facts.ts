import type { RecordedChange } from '../../domain/change/change-record.ts';
import { mayHaveChangedIn } from '../../domain/change/recorded-effect.ts';
import { isSupervised } from '../../domain/people/caller.ts';
import { entryOf, type Person } from '../../domain/people/person.ts';
import { effectTraits, type ChangeEffect } from '../../domain/policy/effects.ts';
import type { FactsAt, SecondPersonFacts } from '../../domain/conditions/facts.ts';
import { andThen, type MaybePromise } from '../../domain/values/maybe-promise.ts';
import { once } from '../../domain/conditions/once.ts';
import type { Asking } from '../request/acting.ts';

/** What AM and the ledger say of a person whose devices are to be changed, each fact read once. */
export function personFacts(
  asking: Asking,
  effect: ChangeEffect,
  personOf: () => MaybePromise<Person>,
): Omit<SecondPersonFacts, 'role'> &
  Pick<FactsAt['PREVIEW'], 'signedInAt' | 'isByToken' | 'weakness'> {
  const { caller, settings } = asking;
  return {
    effect,
    settings,
    now: asking.now(),
    signedInAt: async () => (await caller.signIn.read()).signedInAt,
    isByToken: () =>
      andThen(caller.caller(), (one) => one.kind === 'signed in' && one.method === 'BEARER'),
    weakness: async (kind) => caller.signIn.weakness(kind, await personOf()),
    isSupervised: () => andThen(caller.caller(), isSupervised),
    privilege: async () => caller.privileges.of(await personOf()),
    approvalGroup: once(async () => caller.approvalGroups(effect).of(await personOf())),
    wasChangedWithin: async (days) =>
      wasChangedSince(asking, await personOf(), asking.now() - days * 86_400_000),
  };
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
