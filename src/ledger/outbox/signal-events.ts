import type { Intent, Outcome, RecordedChange } from '../../domain/change/change-record.ts';
import { asCount, asText, objectOf, oneOf, orNull } from '../../domain/values/json.ts';
import type { SignalEvent } from '../../domain/outbox/outbox.ts';
import { isUnclear } from '../../domain/change/outcome-traits.ts';
import { signalsOf } from '../../domain/outbox/signal.ts';
import { streamStatuses, type StreamSignal } from '../../domain/outbox/signal-stream.ts';
import { dataOf, type StoredEvent } from './outbox-rows.ts';

/** Returns the signals of a change whose outcome is being recorded, by their place in the list. */
export function signalEvents(
  id: string,
  intent: Pick<Intent, 'effect' | 'options' | 'dryRun'>,
  outcome: Outcome,
): StoredEvent[] {
  return signalsOf(intent, outcome).map(({ kind }, index) => ({
    kind,
    change_id: id,
    data: JSON.stringify({ index }),
  }));
}

/** Returns the signals of a change that is being settled: those of what was unclear before. */
export function settledSignalEvents(change: RecordedChange): StoredEvent[] {
  return settledSignals(change).map((_signal, place) => ({
    kind: 'credential-change',
    change_id: change.id,
    data: JSON.stringify({ settled: place }),
  }));
}

/** Returns a signal of a settlement; null for a message of the outcome itself. */
export function readSettledSignal(
  change: RecordedChange,
  data: string | null,
): EventOf<'credential-change'> | null {
  const place = dataOf(data, objectOf<{ settled: number }>({ settled: asCount }));
  const signal = place === null ? undefined : settledSignals(change)[place.settled];
  return signal === undefined ? null : { ...signal, change };
}

function settledSignals({ intent, outcome, settled }: RecordedChange) {
  if (outcome === null || settled === null) return [];
  const unclear = settled.unclear.results.filter((result) => isUnclear(result.outcome));
  const results = outcome.results.filter(({ kind }) => unclear.some((one) => one.kind === kind));
  const signals = signalsOf(intent, { ...outcome, results });
  return signals.filter((signal) => signal.kind === 'credential-change');
}

/** Returns how an event about a stream is stored. */
export function streamEvent({ kind, ...facts }: StreamSignal): StoredEvent {
  return { kind, change_id: '', data: JSON.stringify(facts) };
}

type EventOf<K extends SignalEvent['kind']> = Extract<SignalEvent, { readonly kind: K }>;

/** Returns the signal of a change that a message reports; null if there is no such one. */
export function readSignal<K extends 'credential-change' | 'session-revoked'>(
  kind: K,
  change: RecordedChange,
  data: string | null,
): EventOf<K> | null {
  const place = dataOf(data, objectOf<{ index: number }>({ index: asCount }));
  if (place === null || change.outcome === null) return null;
  const signal = signalsOf(change.intent, change.outcome)[place.index];
  const isKind = (event: SignalEvent | null): event is EventOf<K> => event?.kind === kind;
  const event = signal === undefined ? null : { ...signal, change };
  return isKind(event) ? event : null;
}

export function readVerification(data: string | null): EventOf<'verification'> | null {
  const members = { state: orNull(asText), at: asCount };
  const read = dataOf(data, objectOf<{ state: string | null; at: number }>(members));
  return read && { kind: 'verification', ...read };
}

export function readStreamUpdate(data: string | null): EventOf<'stream-updated'> | null {
  const members = { status: oneOf(streamStatuses), at: asCount };
  const read = dataOf(data, objectOf<Omit<EventOf<'stream-updated'>, 'kind'>>(members));
  return read && { kind: 'stream-updated', ...read };
}
