import type {
  Intent,
  RecordedChange,
  RecordedDevice,
  RecordedResult,
} from '../../domain/change/change-record.ts';
import { effectTraits, type ChangeEffect } from '../../domain/policy/effects.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { sameDevice } from '../../domain/change/recorded-effect.ts';
import { changeStrategies, type ListedDevice } from './change-effects.ts';

/** What a comparison needs to know of a change. */
export interface ComparedChange {
  readonly effect: ChangeEffect;
  /** The new label of a renamed device. */
  readonly name: unknown;
}

/**
 * Returns the devices of a change in which the list `now` shows its effect. Running a change,
 * settling one after a crash and replaying one all use this comparison.
 */
export function changedDevices<D extends ListedDevice>(
  { effect, name }: ComparedChange,
  meant: readonly D[],
  now: readonly ListedDevice[],
): D[] {
  const { isDone } = changeStrategies[effect];
  return meant.filter((device) => isDone(sameDevice(now, device, meant), name));
}

/** The devices that a recorded change of one kind removed; none if its effect removes no device. */
export function removedByRecord(
  { intent }: RecordedChange,
  { kind, before, after }: RecordedResult,
): RecordedDevice[] {
  if (after === null || !effectTraits[intent.effect].removes) return [];
  const listed = before ?? listedBefore(intent, kind) ?? [];
  return changedDevices({ effect: intent.effect, name: null }, listed, after);
}

/**
 * The list of a kind before a change, as its intent holds it. An intent holds the list of the kind
 * that was changed first; null for a kind whose list may not have been read.
 */
export function listedBefore(
  { before, kinds }: Intent,
  kind: DeviceKind,
): readonly RecordedDevice[] | null {
  const listed = before?.filter((device) => device.kind === kind) ?? [];
  return listed.length > 0 || (before !== null && kinds.length === 1) ? listed : null;
}
