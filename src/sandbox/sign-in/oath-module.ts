import { randomBytes, randomUUID } from 'node:crypto';
import type { Am } from '../am.ts';
import { deviceKinds } from '../devices/device-kinds.ts';
import { isSkippable, readDevices, writeDevices, writeSkipFlag } from '../devices/device-store.ts';
import { matchCounter } from './hotp.ts';
import type { JsonObject } from '../http/json.ts';
import type { Person } from '../people/person.ts';
import { markedRecoveryCodes, markedSeed } from '../devices/secret-marks.ts';

const oath = deviceKinds.oath;

/**
 * Returns the module's step after name and password (contract §4.2, §18.3). OpenAM asks a user who
 * may skip the step for nothing, with a device, too, unless the step is mandatory.
 */
export function secondStepOf(
  { personality, settings }: Am,
  person: Person,
): 'code' | 'choose' | 'none' {
  const canSkip = !settings.secondFactorMandatory && isSkippable(person, oath);
  if (personality.isOpenSource && canSkip) return 'none';
  if (readDevices(person, oath).length > 0) return 'code';
  return canSkip ? 'none' : 'choose';
}

/** Creates a random seed that contains the sandbox's mark. */
export function newSeed(): string {
  return markedSeed(randomBytes(15).toString('hex'));
}

/** "Skip this step" sets the flag to 1 (contract §4.2). */
export function skipSecondStep(person: Person): void {
  writeSkipFlag(person, oath, '1');
}

/** Stores a device if its first code is correct, and sets the flag to 2 (contract §4.2, §18.3). */
export function registerDevice(am: Am, person: Person, seedHex: string, code: string): boolean {
  const matched = matchCounter(seedHex, 0, code);
  if (matched === undefined) return false;
  const now = am.clock.now();
  const dates = am.personality.isOpenSource ? {} : { createdDate: now, lastAccessDate: now };
  const device = {
    uuid: randomUUID(),
    recoveryCodes: markedRecoveryCodes(person.name, !am.personality.isOpenSource),
    sharedSecret: seedHex,
    deviceName: 'OATH Device',
    lastLogin: 0,
    counter: matched + 1,
    checksumDigit: false,
    truncationOffset: 0,
    clockDriftSeconds: 0,
    ...dates,
  };
  writeDevices(person, oath, [...readDevices(person, oath), device]);
  writeSkipFlag(person, oath, '2');
  return true;
}

/**
 * Accepts a code within the window and advances the counter, or uses up a recovery code (contract
 * §4.1).
 */
export function acceptCode(
  am: Am,
  person: Person,
  code: string,
): 'code' | 'recovery code' | undefined {
  const devices = readDevices(person, oath);
  for (const device of devices) {
    const byCode = useCode(am, device, code);
    const used = byCode ?? useRecoveryCode(device, code);
    if (used !== undefined) {
      const after = devices.map((other) => (other === device ? used : other));
      writeDevices(person, oath, after);
      writeSkipFlag(person, oath, '2');
      return byCode === undefined ? 'recovery code' : 'code';
    }
  }
  return undefined;
}

function useCode(am: Am, device: JsonObject, code: string): JsonObject | undefined {
  const seed = device['sharedSecret'];
  const counter = device['counter'];
  if (typeof seed !== 'string' || typeof counter !== 'number') return undefined;
  const matched = matchCounter(seed, counter, code);
  if (matched === undefined) return undefined;
  const dates = am.personality.isOpenSource ? {} : { lastAccessDate: am.clock.now() };
  return { ...device, counter: matched + 1, ...dates };
}

function useRecoveryCode(device: JsonObject, code: string): JsonObject | undefined {
  const codes = Array.isArray(device['recoveryCodes']) ? device['recoveryCodes'] : [];
  const left = codes.filter((stored) => stored !== code && stored !== `{SCRYPT}${code}`);
  return left.length < codes.length ? { ...device, recoveryCodes: left } : undefined;
}
