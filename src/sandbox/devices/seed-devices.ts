import { markedRecoveryCodes, markedSeed } from './secret-marks.ts';

/** The registration and last use of the demo devices: 2026-01-05 and 2026-11-20, UTC. */
const createdDate = 1_767_600_000_000;
const lastAccessDate = 1_795_168_800_000;

/** The identity of a demo device. */
export interface DeviceSeed {
  readonly uuid: string;
  readonly name: string;
  readonly owner: string;
}

/** Creates device documents as a flavour stores them (contract §3.4 to §3.8). */
export interface DeviceSeeder {
  oath(seed: DeviceSeed, counter: number): string;
  push(seed: DeviceSeed): string;
  webauthn(seed: DeviceSeed): string;
  binding(seed: DeviceSeed): string;
  recognize(id: string): string;
  profile(identifier: string, alias: string): string;
  trusted(uuid: string, name: string): string;
}

/**
 * Creates a seeder. OpenAM stores recovery codes in plain text and no dates; AM 7+ stores hashes
 * and both dates.
 */
export function createDeviceSeeder(isOpenSource: boolean): DeviceSeeder {
  const dates = isOpenSource ? {} : { createdDate, lastAccessDate };
  const common = (seed: DeviceSeed): object => ({
    uuid: seed.uuid,
    deviceName: seed.name,
    recoveryCodes: markedRecoveryCodes(seed.owner, !isOpenSource),
    ...dates,
  });
  return {
    oath: (seed, counter) => JSON.stringify({ ...common(seed), ...oathPart(seed, counter) }),
    push: (seed) => JSON.stringify({ ...common(seed), ...pushPart(seed) }),
    webauthn: (seed) => JSON.stringify({ ...common(seed), ...webauthnPart(seed) }),
    binding: (seed) => JSON.stringify({ ...common(seed), ...bindingPart(seed) }),
    recognize: (id) => JSON.stringify(recognizeDocument(id)),
    profile: (identifier, alias) => JSON.stringify(profileDocument(identifier, alias)),
    trusted: (uuid, name) => JSON.stringify(trustedDocument(uuid, name)),
  };
}

function oathPart(seed: DeviceSeed, counter: number): object {
  return {
    sharedSecret: markedSeed(seed.uuid.replaceAll('-', '')),
    lastLogin: 1_795_168_800,
    counter,
    checksumDigit: false,
    truncationOffset: 0,
    clockDriftSeconds: 0,
  };
}

function pushPart(seed: DeviceSeed): object {
  return {
    sharedSecret: `SECRETpush${seed.owner}`.padEnd(43, 'A').concat('='),
    communicationId: `arn:aws:sns:eu-west-1:000000000000:endpoint/GCM/SECRET-${seed.owner}`,
    communicationType: 'gcm',
    deviceType: 'android',
    deviceMechanismUID: `SECRET-mechanism-${seed.owner}`,
    deviceId: `SECRET-push-token-${seed.owner}`,
    issuer: 'ForgeRock',
  };
}

function webauthnPart(seed: DeviceSeed): object {
  return {
    credentialId: 'Y3JlZGVudGlhbC1vZi1ib2ItMDE',
    algorithm: 'ES256',
    signCount: 7,
    key: {
      kty: 'EC',
      crv: 'P-256',
      alg: 'ES256',
      x: `x-of-${seed.owner}`,
      y: `y-of-${seed.owner}`,
    },
  };
}

function bindingPart(seed: DeviceSeed): object {
  return {
    deviceId: `fingerprint-of-${seed.owner}`,
    key: {
      kty: 'RSA',
      kid: `kid-${seed.owner}`,
      use: 'sig',
      alg: 'RS512',
      n: `n-of-${seed.owner}`,
      e: 'AQAB',
    },
  };
}

/** Only `_id` is known (contract §3.13); the rest is what the gateway must ignore. */
function recognizeDocument(id: string): object {
  return { _id: id, faceTemplate: 'SECRET-face', phone: { model: 'Pixel 10' } };
}

function profileDocument(identifier: string, alias: string): object {
  return {
    identifier,
    alias,
    metadata: {
      platform: { platform: 'Android', version: '16', deviceName: 'Pixel 10' },
      hardware: { cpu: 'arm64', memory: 12_288 },
      browser: { userAgent: 'Mozilla/5.0 (Linux; Android 16)' },
    },
    location: { latitude: 59.3293, longitude: 18.0686 },
    lastSelectedDate: lastAccessDate,
    recoveryCodes: [],
  };
}

function trustedDocument(uuid: string, name: string): object {
  return {
    uuid,
    name,
    lastSelectedDate: lastAccessDate,
    selectionCounter: 12,
    devicePrint: {
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
      screenParams: { screenWidth: 2560, screenHeight: 1440, screenColourDepth: 24 },
      timezone: { timezone: -60 },
    },
  };
}
