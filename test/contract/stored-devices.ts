/** Device documents to plant, as AM stores them: only what matters to a test is named. */
import { randomUUID } from 'node:crypto';

/** What every planted secret contains: no answer may hold it where AM keeps secrets back. */
export const SECRET = 'PLANTED-SECRET';

/** A document and how it is stored: one JSON text per device. */
export interface StoredDevice {
  readonly document: Readonly<Record<string, unknown>>;
  readonly uuid: string;
  readonly text: string;
}

/** An OATH device with a fresh id. */
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

/** A push device with a fresh id. */
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

/** A trusted device with a fresh id and a date that AM can read. */
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
