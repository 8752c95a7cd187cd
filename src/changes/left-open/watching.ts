import type { Am } from '../../am/index.ts';
import { recordedDevice } from '../../domain/change/change-record.ts';
import type { RecordedChange, RecordedDevice } from '../../domain/change/change-record.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Realms } from '../../domain/people/realm.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';
import type { Look, Watch, Watches } from '../../domain/change/watch.ts';
import { Rounds } from '../background/rounds.ts';
import { listedBefore } from '../lists/compare-lists.ts';

/** How often to look for a watch that is due, in milliseconds: at most 60 looks a minute. */
const roundMs = 1_000;

/**
 * A device with an earlier date than this before the reset is an old one that a lagging list still
 * shows, in milliseconds: the clocks of AM and the gateway may differ as much.
 */
const clockDifferenceMs = 300_000;

/** What resets are watched with. */
export interface WatchingParts {
  readonly watches: Watches;
  /** AM's lists, read with the service credential. */
  readonly service: { readonly devices: Pick<Am['devices'], 'list'> };
  readonly realms: Realms;
  readonly userIds: UserIdRule;
  /** Whether AM has few calls of requests under way, which go before looks. */
  readonly hasRoom: () => boolean;
  /** Milliseconds between two looks. Default: a second. */
  readonly everyMs?: number | undefined;
  readonly log: { readonly warn: (message: string) => void };
}

/**
 * Watches whether people register a device again after a reset, by reading their lists. One look
 * at a time, and none while AM is busy with requests.
 */
export class Watching {
  readonly #parts: WatchingParts;
  readonly #rounds: Rounds;

  constructor(parts: WatchingParts) {
    this.#parts = parts;
    this.#rounds = new Rounds(() => this.#round(), parts.everyMs ?? roundMs);
  }

  start(): void {
    this.#rounds.start();
  }

  /** Waits for the look under way. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
  }

  async #round(): Promise<void> {
    const { watches, hasRoom, log } = this.#parts;
    if (!hasRoom()) return;
    try {
      const watch = await watches.claim();
      if (watch !== null) await watches.settle(watch, await this.#lookAt(watch));
    } catch (error) {
      // While the ledger is away nothing can be claimed; readiness reports it.
      if (error instanceof Failure) return;
      log.warn('A look for newly registered devices failed: INTERNAL.');
    }
  }

  async #lookAt(watch: Watch): Promise<Look> {
    const { change, kind, later, isFound } = watch;
    const known = knownDevices(change, kind);
    if (known === null) return { kind: 'cannot tell' };
    if (later !== null) return lookOf(change, known, listOf(later, kind)?.before ?? []);
    if (isFound) return { kind: 'nothing new' };
    const { realms, userIds, service } = this.#parts;
    const { id } = change.intent.target;
    const realm = realms.byName(change.intent.target.realm);
    if (realm === undefined || !userIds.accepts(id)) return { kind: 'cannot tell' };
    try {
      const now = await service.devices.list<DeviceKind>({ realm, id }, kind);
      return lookOf(change, known, now.map(recordedDevice));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const isNever = error.code === 'NOT_SUPPORTED_UPSTREAM';
      return { kind: isNever ? 'cannot tell' : 'no list' };
    }
  }
}

/** The devices that the person had before or right after the reset; null if no list was read. */
function knownDevices(change: RecordedChange, kind: DeviceKind): readonly RecordedDevice[] | null {
  const lists = listOf(change, kind);
  if (lists === null || (lists.before === null && lists.after === null)) return null;
  return [...(lists.before ?? []), ...(lists.after ?? [])];
}

function listOf({ intent, outcome }: RecordedChange, kind: DeviceKind) {
  const result = outcome?.results.find((one) => one.kind === kind);
  if (result === undefined) return null;
  return { before: result.before ?? listedBefore(intent, kind), after: result.after };
}

/** AM never gives an id twice; devices without an id look alike, so they are ignored. */
function lookOf(
  { at }: RecordedChange,
  known: readonly RecordedDevice[],
  listed: readonly RecordedDevice[],
): Look {
  const ids = new Set(known.map(({ id }) => id));
  const earliest = Date.parse(at) - clockDifferenceMs;
  const devices = listed.filter(
    ({ id, registeredAt }) =>
      id !== null &&
      !ids.has(id) &&
      (registeredAt === null || Date.parse(registeredAt) >= earliest),
  );
  return devices.length > 0 ? { kind: 'registered', devices } : { kind: 'nothing new' };
}
