/** Device documents as AM stores them, to plant in tests. */
import { randomUUID } from 'node:crypto';

/** A mark that every planted secret contains. Answers without secrets must not contain it. */
export const SECRET = 'PLANTED-SECRET';

/** A document and its stored form: one JSON text per device. */
export interface StoredDevice {
  readonly document: Readonly<Record<string, unknown>>;
  readonly uuid: string;
  readonly text: string;
}

/** Returns an OATH device with a new id. */
export function anOathDevice(own: Readonly<Record<string, unknown>> = {}): StoredDevice {
  return stored({
    deviceName: 'OATH Device',
    sharedSecret: `${SECRET}-seed`,
    recoveryCodes: [`${SECRET}-code`],
    lastLogin: 0,
    counter: 3,
    checksumDigit: false,
    truncationOffset: 0,
    clockDriftSeconds: 0,
    ...own,
  });
}

/** Returns a push device with a new id. */
export function aPushDevice(own: Readonly<Record<string, unknown>> = {}): StoredDevice {
  return stored({
    deviceName: 'Push Device',
    sharedSecret: `${SECRET}-key`,
    recoveryCodes: [`${SECRET}-code`],
    communicationId: `${SECRET}-address`,
    communicationType: 'gcm',
    deviceType: 'android',
    deviceMechanismUID: `${SECRET}-mechanism`,
    deviceId: `${SECRET}-token`,
    issuer: 'Example',
    ...own,
  });
}

/** Returns a trusted device with a new id and a date that AM can read. */
export function aTrustedDevice(own: Readonly<Record<string, unknown>> = {}): StoredDevice {
  return stored({
    name: 'laptop',
    lastSelectedDate: 1_764_000_000_000,
    selectionCounter: 1,
    devicePrint: { userAgent: 'Example/1.0' },
    ...own,
  });
}

function stored(own: Readonly<Record<string, unknown>>): StoredDevice {
  const uuid = randomUUID();
  const document = { uuid, ...own };
  return { document, uuid, text: JSON.stringify(document) };
}
