import type { RecordedChange } from '../../domain/change-record.ts';
import type { Realm } from '../../domain/realm.ts';
import { removedIn } from '../change/recorded-result.ts';
import { endedBefore } from '../change/end-sessions.ts';
import { removedDevices } from '../change/removed-device.ts';

/** A recorded change as the schema shows it; nothing of it is read from AM. */
export function shownChange(
  change: RecordedChange,
  owner: { readonly realm: Realm; readonly id: string },
): object {
  const { id, at, intent, outcome, refusal, overrode } = change;
  const { actor, target, ...asked } = intent;
  const removed = (outcome?.results ?? []).flatMap((result) => removedIn(change, result));
  return {
    ...asked,
    id,
    at: new Date(at),
    outcome: outcome?.outcome ?? null,
    refusal,
    ...endedBefore(change),
    verification: asked.verification && {
      ...asked.verification,
      at: new Date(asked.verification.at),
    },
    actor: { ...actor, amId: actor.id },
    personAmId: target.id,
    realm: target.realm,
    removedDevices: intent.effect === 'rename' ? [] : removedDevices(owner, removed),
    isOverride: overrode.length > 0,
  };
}
