import type { RecordedChange, RecordedResult } from '../../domain/change/change-record.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import { isUnclear, outcomeTraits } from '../../domain/change/outcome-traits.ts';
import { entryOf } from '../../domain/people/person.ts';
import { goneDevices, mayHaveChanged } from '../../domain/change/recorded-effect.ts';
import { changeStrategies, type ListedDevice } from './change-effects.ts';
import type { ChangeRun } from '../request/change-order.ts';
import { listedBefore } from './compare-lists.ts';

/** For how long an unclear reset matters, and how many later changes are looked through. */
const unclearMs = 24 * 3_600_000;
const mostChanges = 50;

/**
 * Returns the devices of the last reset of a kind if it is unclear what became of them: its outcome
 * is unknown, or AM lists a device again that it removed. A list may then be out of date (R31).
 * Null for other effects, before the intent is recorded, or if the last reset is clear.
 */
export async function devicesOfUnclearReset(
  { tools, order: { person }, intent: { effect }, record: now }: ChangeRun,
  kind: DeviceKind,
  listed: readonly Device[],
): Promise<readonly ListedDevice[] | null> {
  if (now === null || !changeStrategies[effect].heedsUnclear) return null;
  const entry = entryOf(person);
  const { changes } = await tools.ledger.history({
    realm: person.realm.name,
    target: { id: person.id, ...(entry !== undefined && { through: { entry } }) },
    refused: false,
    since: new Date(Date.parse(now.at) - unclearMs),
    first: mostChanges,
  });
  const last = changes.find((change) => change.id !== now.id && isEffectiveReset(change, kind));
  if (last === undefined) return null;
  const result = resultOf(last, kind);
  const before = result?.before ?? listedBefore(last.intent, kind) ?? listed;
  // What a part of a reset has left is no sign of an old list.
  const removed = result?.after ? goneDevices<ListedDevice>(before, result.after) : before;
  const isListedAgain = listed.some(
    ({ id }) => id !== null && removed.some((device) => device.id === id),
  );
  const isUnknown = result === undefined || isUnclear(result.outcome);
  return isUnknown || isListedAgain ? before : null;
}

function isEffectiveReset(change: RecordedChange, kind: DeviceKind): boolean {
  const { effect, dryRun, kinds } = change.intent;
  if (!changeStrategies[effect].heedsUnclear || dryRun || !kinds.includes(kind)) return false;
  const result = resultOf(change, kind);
  // A list that was empty is the last word, too.
  const isLastWord = result === undefined || outcomeTraits[result.outcome].isVerified;
  return isLastWord || mayHaveChanged(effect, result);
}

function resultOf({ outcome }: RecordedChange, kind: DeviceKind): RecordedResult | undefined {
  return outcome?.results.find((result) => result.kind === kind);
}
