import { Areas } from '../../access/areas.ts';
import { Views } from '../../access/views.ts';
import { CallTally, Deadline, type OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import type { PersonCalls } from '../../domain/campaign/pace.ts';
import {
  coveredKinds,
  type CoverageEnd,
  type DeviceCounts,
} from '../../domain/devices/coverage.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { personKey, type Person } from '../../domain/people/person.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { Failure } from '../../domain/values/failure.ts';

/** What was found under a name. */
export type Found =
  | { readonly kind: 'counted'; readonly person: Person; readonly devices: DeviceCounts }
  /** `code` says why; the person may have devices. */
  | { readonly kind: 'not read'; readonly code: string }
  /** AM has no such person, or they were counted under another name, or are outside the area. */
  | { readonly kind: 'unknown name' | 'duplicate' | 'outside' };

/** What a person adds to the sum of a count, besides `counted`. */
export const endOfFound: Readonly<Record<Exclude<Found['kind'], 'counted'>, CoverageEnd | null>> = {
  'not read': 'notRead',
  'unknown name': 'refused',
  outside: 'outside',
  // Counted under another name.
  duplicate: null,
};

/** What was found, and how AM answered. */
export type PersonRead = PersonCalls & { readonly found: Found };

interface ReaderOptions {
  readonly config: Config;
  readonly am: OpenAm;
  readonly realm: Realm;
  /** Only people in this area count; null for all. */
  readonly area: string | null;
}

/**
 * Reads the devices of people with the service credential, as the gateway lists them: by
 * allow-list, so that no secret enters (U33). A person who cannot be read never counts as one
 * without devices.
 */
export class DeviceReader {
  readonly #options: ReaderOptions;
  readonly #seen = new Set<string>();
  /** The kinds that AM has listed for someone, and those that it does not offer. */
  readonly #listed = new Set<DeviceKind>();
  readonly notOffered = new Set<DeviceKind>();

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  async read(name: string): Promise<PersonRead> {
    const tally = new CallTally();
    const found = await this.#find(name, tally).catch((error: unknown): Found => {
      if (!(error instanceof Failure)) throw error;
      return { kind: 'not read', code: error.code };
    });
    const { ms, started } = tally.upstream;
    const isFailed = found.kind === 'not read' && found.code !== 'AREA_UNKNOWN';
    return { found, callMs: started === 0 ? null : ms / started, isFailed };
  }

  async #find(name: string, tally: CallTally): Promise<Found> {
    const { config, am: open, realm, area } = this.#options;
    if (!open.userIds.accepts(name)) return { kind: 'unknown name' };
    const deadline = new Deadline(performance.now() + config.requestDeadlineMs);
    const scope = { correlationId: 'coverage', deadline, tally };
    const request = open.forRequest({ ...scope, credential: null, client: undefined });
    const views = new Views(request);
    const { am } = views.throughService();
    const person = await am.people.find({ realm, id: name });
    if (person === null) return { kind: 'unknown name' };
    const { startedAt } = request;
    const facts = { ...request, settings: config.access };
    const recency = () => ({ startedAt, fresh: false, deadline });
    const names = area === null ? [] : [area];
    const areas = await new Areas(facts, { views, recency }).of(person, names);
    for (const fact of areas.values()) {
      if (fact === 'unknown') return { kind: 'not read', code: 'AREA_UNKNOWN' };
      if (fact === 'outside') return { kind: 'outside' };
    }
    if (this.#seen.has(personKey(person))) return { kind: 'duplicate' };
    const devices: Partial<Record<DeviceKind, number>> = {};
    for (const kind of coveredKinds.filter((one) => open.kinds.includes(one)))
      devices[kind] = await this.#count(kind, () => am.devices.list<DeviceKind>(person, kind));
    // Two spellings of one person may be read at once.
    if (this.#seen.has(personKey(person))) return { kind: 'duplicate' };
    this.#seen.add(personKey(person));
    return { kind: 'counted', person, devices };
  }

  /** An older AM does not offer a kind to anyone; an answer about one person proves nothing. */
  async #count(kind: DeviceKind, list: () => Promise<readonly unknown[]>): Promise<number> {
    if (this.notOffered.has(kind)) return 0;
    try {
      const { length } = await list();
      this.#listed.add(kind);
      return length;
    } catch (error) {
      const isLacking = error instanceof Failure && error.code === 'NOT_SUPPORTED_UPSTREAM';
      if (!isLacking || this.#listed.has(kind)) throw error;
      this.notOffered.add(kind);
      return 0;
    }
  }
}
