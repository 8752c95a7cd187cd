import { sampleAnswers } from './sample-answers.ts';
import type { SampleAnswers } from './sample-answers.ts';

/** The variables of an operation, as far as the samples depend on them. */
export interface SampleVariables {
  readonly input?: ChangeInput;
}

interface ChangeInput {
  readonly kinds?: readonly string[];
  readonly deviceId?: string;
  readonly name?: string;
  readonly dryRun?: boolean;
}

/** Returns the data of an answer about the sample user. */
export type SampleUser = (name: keyof SampleAnswers, variables: SampleVariables) => unknown;

const lists = sampleAnswers.MyDevicesPage.me?.devicesByKind ?? [];
const devices = lists.flatMap((list) => list.devices ?? []);
type Device = (typeof devices)[number];

/**
 * Creates the user of the samples. Changes remove and rename devices, and later answers show that.
 * The history and all else stay as in the samples.
 */
export function createSampleUser(): SampleUser {
  const state = new SampleDevices();
  return (name, { input = {} }) =>
    isChange(name) ? changes[name](state, input) : state.current(sampleAnswers[name]);
}

class SampleDevices {
  readonly #removed = new Set<unknown>();
  readonly #names = new Map<unknown, string>();

  /** Brings the devices in data up to date, at any depth. */
  current<T>(data: T): T {
    const text = JSON.stringify(data, (_key, value: unknown) => {
      if (Array.isArray(value)) return value.filter((item) => !this.#removed.has(idOf(item)));
      const name = this.#names.get(idOf(value));
      return name === undefined || typeof value !== 'object' ? value : { ...value, name };
    });
    return JSON.parse(text);
  }

  find(id: string | undefined): Device | undefined {
    return this.current(devices).find((device) => device.id === id);
  }

  /** The members of every payload that list the devices of the changed kinds. */
  lists(kinds: readonly string[]) {
    return { devicesByKind: this.current(lists.filter(({ kind }) => kinds.includes(kind))) };
  }

  /** Removes devices, unless it is a dry run. */
  remove(isMeant: (device: Device) => boolean, { dryRun = false }: ChangeInput) {
    const found = this.current(devices).filter(isMeant);
    if (!dryRun) for (const { id } of found) this.#removed.add(id);
    const done = dryRun ? 'WOULD_REMOVE' : 'DONE';
    return {
      outcome: found.length === 0 ? 'NOTHING_TO_RESET' : done,
      isVerified: !dryRun,
      removedDevices: found.map(removedDevice),
    };
  }

  reset(kind: string, input: ChangeInput) {
    return this.remove((device) => device.kind === kind, input);
  }

  rename(device: Device, name: string): Device {
    this.#names.set(device.id, name);
    return { ...device, name };
  }
}

/** The change of each mutation, and its payload. */
const changes = {
  ResetOathDevices: (state: SampleDevices, input: ChangeInput) => {
    const payload = sampleAnswers.ResetOathDevices.resetOathDevices;
    const result = state.reset('OATH', input);
    return { resetOathDevices: { ...payload, ...result, ...state.lists(['OATH']) } };
  },
  ResetPushDevices: (state: SampleDevices, input: ChangeInput) => {
    const payload = sampleAnswers.ResetPushDevices.resetPushDevices;
    const result = state.reset('PUSH', input);
    return { resetPushDevices: { ...payload, ...result, ...state.lists(['PUSH']) } };
  },
  ResetDevices: (state: SampleDevices, input: ChangeInput) => {
    const payload = sampleAnswers.ResetDevices.resetDevices;
    const { kinds = [] } = input;
    const results = kinds.map((kind) => {
      return { ...payload?.results[0], kind, ...state.reset(kind, input) };
    });
    return { resetDevices: { ...payload, results, ...state.lists(kinds) } };
  },
  RemoveDevice: (state: SampleDevices, input: ChangeInput) => {
    const payload = sampleAnswers.RemoveDevice.removeDevice;
    const device = state.find(input.deviceId);
    if (device === undefined)
      return { removeDevice: { ...payload, ...notFound, removedDevice: null } };
    const { outcome, removedDevices } = state.remove(({ id }) => id === device.id, input);
    const result = { outcome, removedDevice: removedDevices[0] };
    return { removeDevice: { ...payload, ...result, ...state.lists([device.kind]) } };
  },
  RenameDevice: (state: SampleDevices, input: ChangeInput) => {
    const payload = sampleAnswers.RenameDevice.renameDevice;
    const found = state.find(input.deviceId);
    if (found === undefined) return { renameDevice: { ...payload, ...notFound, device: null } };
    const device = state.rename(found, input.name ?? '');
    return { renameDevice: { ...payload, device, ...state.lists([device.kind]) } };
  },
};

function isChange(name: string): name is keyof typeof changes {
  return Object.hasOwn(changes, name);
}

const notFound = {
  outcome: 'NOT_DONE',
  devicesByKind: null,
  errors: [
    {
      __typename: 'RegisteredDeviceNotFound',
      message: 'There is no such device.',
      path: ['input', 'deviceId'],
    },
  ],
};

function removedDevice({ id, kind, name, registeredAt }: Device) {
  return { deviceId: id, kind, name, registeredAt, __typename: 'RemovedDevice' };
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
}
