import type { DeviceKind, DeviceOf, ProfileData, ResetWay } from '../../domain/devices/device.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { AmCalls } from '../calls/am-calls.ts';
import { beforeSending } from '../foundation/not-sent.ts';
import type { Call } from '../http/call.ts';
import { notSupported, readAnswer } from '../http/errors.ts';
import {
  checkRecord,
  profileDataFields,
  readDevices,
  readProfileData,
  renamedRecord,
} from '../json/devices.ts';
import { readResult } from '../json/wire.ts';

/** Devices at AM. Every write is sent once; its effect is read from the list afterwards. */
export class Devices {
  readonly #calls: AmCalls;

  constructor(calls: AmCalls) {
    this.#calls = calls;
  }

  /** The devices of one kind. The person must exist: AM lists devices of any name (U23). */
  async list<K extends DeviceKind>(who: PersonRef, kind: K): Promise<readonly DeviceOf<K>[]> {
    const { paths, product, unreadable } = this.#calls.parts;
    const route = paths.deviceList(who, kind, product.kinds[kind]?.fields ?? null);
    const answer = await this.#calls.get(route, product.devicesVersion);
    if (answer.status === 404 && product.kinds[kind]?.mayBeMissing === true) return [];
    return readAnswer(answer, (json) => readDevices(json, kind, unreadable(kind)));
  }

  /** The personal data of the person's device profiles, which the device list leaves out (E6). */
  async profileData(who: PersonRef): Promise<readonly ProfileData[]> {
    const { paths, product, unreadable } = this.#calls.parts;
    const route = paths.deviceList(who, 'PROFILE', profileDataFields);
    const answer = await this.#calls.get(route, product.devicesVersion);
    return readAnswer(answer, (json) => readProfileData(json, unreadable('PROFILE')));
  }

  /** AM's own reset of one kind. Its `true` proves nothing (U28). */
  async reset(who: PersonRef, kind: DeviceKind): Promise<void> {
    const route = this.#calls.parts.paths.deviceReset(who, kind);
    readAnswer(await this.#calls.write({ method: 'POST', route }), readResult);
  }

  /** Removes a device, or finds it gone. */
  remove(who: PersonRef, kind: DeviceKind, id: string): Promise<void> {
    return this.#writeDevice(
      { method: 'DELETE', route: this.#calls.parts.paths.device(who, kind, id) },
      id,
    );
  }

  /** Whether AM changes the labels of devices of a kind. */
  canRename(kind: DeviceKind): boolean {
    return (this.#calls.parts.product.kinds[kind]?.label ?? null) !== null;
  }

  /** Gives a device another label. False if it is no longer listed; then nothing is sent. */
  async rename(
    who: PersonRef,
    kind: DeviceKind,
    { id, name }: { readonly id: string; readonly name: string },
  ): Promise<boolean> {
    const { paths, product } = this.#calls.parts;
    const label = product.kinds[kind]?.label ?? null;
    if (label === null) throw notSupported(`${product.flavor} cannot rename devices of ${kind}`);
    const body = await beforeSending(async () => {
      const list = await this.#calls.get(paths.deviceList(who, kind, null), product.devicesVersion);
      return readAnswer(list, (json) => renamedRecord(json, { kind, id, label, name }));
    });
    if (body === null) return false;
    await this.#writeDevice({ method: 'PUT', route: paths.device(who, kind, id), body }, id);
    return true;
  }

  /** AM answers with the whole record (U7), which is dropped, or with 404 for an unknown device. */
  async #writeDevice(call: Omit<Call, 'version' | 'mode'>, id: string): Promise<void> {
    const answer = await this.#calls.write(call);
    if (answer.status !== 404) readAnswer(answer, (json) => checkRecord(json, id));
  }

  /** How all devices of a kind are removed. Refuses a kind that the product lacks. */
  resetMethod(kind: DeviceKind): ResetWay {
    const { product } = this.#calls.parts;
    const known = product.kinds[kind];
    if (known === null) throw notSupported(`${product.flavor} has no devices of ${kind}`);
    return known.resetMethod;
  }
}
