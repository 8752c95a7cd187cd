import type { RecordedChange, RecordedDevice, RecordedResult } from '../../domain/change-record.ts';
import type { DeviceKind } from '../../domain/device.ts';

/** Keeps a change from being made, because it was made before: its recorded answer is told instead. */
export class Replayed extends Error {
  readonly change: RecordedChange;
  /** What was recorded of the one kind that is not sent again; null where nothing of the change is. */
  readonly result: RecordedResult | null;

  constructor(change: RecordedChange, result: RecordedResult | null = null) {
    super('the change was made before');
    this.name = 'Replayed';
    this.change = change;
    this.result = result;
  }
}

/** Keeps a change from being made while the same one is under way, here or in another process. */
export class UnderWay extends Error {
  readonly id: string;

  constructor(id: string) {
    super('the same change is under way');
    this.name = 'UnderWay';
    this.id = id;
  }
}

/** One kind of a change, and its devices as AM lists them now. */
export interface ListedKind {
  readonly kind: DeviceKind;
  readonly listed: readonly RecordedDevice[];
}

/**
 * Decides about one kind of a change that is repeated because its outcome was unclear: it is sent again where it was not
 * certainly done, and only while the same devices are registered, since whatever else is there was registered since.
 * @throws Replayed where it is not sent
 */
export function refuseSettled(change: RecordedChange, { kind, listed }: ListedKind): void {
  const result = change.outcome?.results.find((one) => one.kind === kind);
  if (result === undefined)
    throw new TypeError('a change that has ended has a result of each kind');
  const isLeft = result.outcome === 'UNKNOWN' || result.outcome === 'NOT_DONE';
  if (isLeft && isSame(listedBefore(change, result), listed)) return;
  throw new Replayed(change, result);
}

/** Of a change of one kind the intent has the whole list, and the result perhaps only the device that it was about. */
function listedBefore(
  { intent }: RecordedChange,
  result: RecordedResult,
): readonly RecordedDevice[] | null {
  return intent.kinds.length === 1 ? intent.before : (result.before ?? null);
}

function isSame(before: readonly RecordedDevice[] | null, now: readonly RecordedDevice[]): boolean {
  const idsOf = (devices: readonly RecordedDevice[]): string =>
    JSON.stringify(devices.map(({ id }) => id ?? '').toSorted());
  return before !== null && idsOf(before) === idsOf(now);
}
