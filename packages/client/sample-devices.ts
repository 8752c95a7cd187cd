import { sampleAnswers } from './sample-answers.ts';
import { failures, type SampleInput } from './sample-input.ts';

const lists = sampleAnswers.MyDevicesPage.me?.devicesByKind ?? [];
const devices = lists.flatMap((list) => list.devices ?? []);
type Device = (typeof devices)[number];

/** What a removal did, as a member of a payload. */
export type Removal = ReturnType<SampleDevices['remove']>;

/** The devices of the sample user: changes remove and rename them. */
export class SampleDevices {
  readonly #removed = new Set<unknown>();
  readonly #names = new Map<unknown, string>();

  /** Whether a reset or removal cleared the choice to skip one-time passwords. */
  get hasOathReset(): boolean {
    return devices.some(({ id, kind }) => kind === 'OATH' && this.#removed.has(id));
  }

  /** Brings the devices in data up to date, at any depth. */
  current<T>(data: T): T {
    const text = JSON.stringify(data, (_key, value: unknown) => {
      if (Array.isArray(value)) return value.filter((item) => !this.#removed.has(idOf(item)));
      const name = this.#names.get(idOf(value));
      return name === undefined || typeof value !== 'object' ? value : { ...value, name };
    });
    return JSON.parse(text);
  }

  find(id: string | null | undefined): Device | undefined {
    return this.current(devices).find((device) => device.id === id);
  }

  /** The registered devices of some kinds. */
  ofKinds(kinds: readonly string[]): Device[] {
    return this.current(devices).filter(({ kind }) => kinds.includes(kind));
  }

  /** The lists of some kinds, as a member of a payload. */
  lists(kinds: readonly string[]) {
    return { devicesByKind: this.current(lists.filter(({ kind }) => kinds.includes(kind))) };
  }

  /** Removes devices, unless it is a dry run or the caller expected others. */
  remove(isMeant: (device: Device) => boolean, { dryRun, expectedDeviceIds }: SampleInput) {
    const found = this.current(devices).filter(isMeant);
    if (expectedDeviceIds && found.some(({ id }) => !expectedDeviceIds.includes(id)))
      return {
        outcome: 'NOT_DONE' as const,
        isVerified: false,
        removedDevices: [],
        errors: [failures.devicesChanged],
      };
    if (dryRun !== true) for (const { id } of found) this.#removed.add(id);
    const done = dryRun === true ? ('WOULD_REMOVE' as const) : ('DONE' as const);
    return {
      outcome: found.length === 0 ? ('NOTHING_TO_RESET' as const) : done,
      isVerified: dryRun !== true,
      removedDevices: found.map(asRemoved),
      errors: [],
    };
  }

  rename(device: Device, name: string): Device {
    this.#names.set(device.id, name);
    return { ...device, name };
  }
}

/** A device as records list it. */
export function asRemoved({ id, kind, name, registeredAt }: Device) {
  return { deviceId: id, kind, name, registeredAt, __typename: 'RemovedDevice' as const };
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
}
