/** The kinds of registered device that the gateway supports. */
export const DeviceKind = {
  OATH: 'OATH',
  PUSH: 'PUSH',
  WEB_AUTHN: 'WEB_AUTHN',
  BOUND: 'BOUND',
  RECOGNIZE: 'RECOGNIZE',
  PROFILE: 'PROFILE',
  TRUSTED: 'TRUSTED',
} as const;
export type DeviceKind = (typeof DeviceKind)[keyof typeof DeviceKind];

/** Every kind, in the order in which pages show them. */
export const deviceKinds: readonly DeviceKind[] = Object.values(DeviceKind);

/** The types of credential of CAEP 1.0 §3.3.1 that devices have. */
export type CredentialType = 'app' | 'fido2-roaming';

/** What distinguishes a kind from the others in reports. */
interface KindTraits {
  /** Whether AM can require a sign-in with this kind before its owner changes it (contract §19). */
  readonly isSecondFactor: boolean;
  /** Whether its devices have personal data, which is read apart (security E6). */
  readonly hasProfileData: boolean;
  /**
   * AM's records do not tell a security key from a passkey of the platform. Null for what is no
   * credential: a profile describes a device, and a trusted browser only skips a step.
   */
  readonly credentialType: CredentialType | null;
  /** The factor type of OCSF. */
  readonly factor: { readonly id: number; readonly name: string };
}

const ofApp = { isSecondFactor: true, hasProfileData: false, credentialType: 'app' } as const;

export const kindTraits: Readonly<Record<DeviceKind, KindTraits>> = {
  OATH: { ...ofApp, factor: { id: 7, name: 'OTP' } },
  PUSH: { ...ofApp, factor: { id: 5, name: 'Push Notification' } },
  WEB_AUTHN: {
    isSecondFactor: true,
    hasProfileData: false,
    credentialType: 'fido2-roaming',
    factor: { id: 10, name: 'WebAuthn' },
  },
  BOUND: { ...ofApp, factor: { id: 99, name: 'Bound device' } },
  // The vendor's page of the rule does not list it, so the gateway asks for it, too.
  RECOGNIZE: { ...ofApp, factor: { id: 4, name: 'Biometric' } },
  PROFILE: {
    isSecondFactor: false,
    hasProfileData: true,
    credentialType: null,
    factor: { id: 99, name: 'Device profile' },
  },
  TRUSTED: {
    isSecondFactor: false,
    hasProfileData: false,
    credentialType: null,
    factor: { id: 99, name: 'Trusted device' },
  },
};

/** The platform of a push device; only OpenAM reports it (contract §3.4). */
export const PushPlatform = { ANDROID: 'ANDROID', IOS: 'IOS' } as const;
export type PushPlatform = (typeof PushPlatform)[keyof typeof PushPlatform];

interface DeviceFacts {
  /** AM's id of the device; null if AM's record is broken and has no id (U34, U35). */
  readonly id: string | null;
  readonly name: string | null;
  readonly registeredAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** `deviceManagementStatus` (contract §3.3); null if the product does not report it. */
  readonly canManage: boolean | null;
}

/** A generator of one-time passwords (HOTP, TOTP). */
export interface OathDevice extends DeviceFacts {
  readonly kind: 'OATH';
}

/** A phone that answers push requests. */
export interface PushDevice extends DeviceFacts {
  readonly kind: 'PUSH';
  readonly platform: PushPlatform | null;
  readonly issuer: string | null;
}

/** A security key or passkey (contract §3.5). */
export interface WebAuthnDevice extends DeviceFacts {
  readonly kind: 'WEB_AUTHN';
  readonly credentialId: string | null;
}

/** A device bound to the person by a key in its hardware (contract §3.6). */
export interface BoundDevice extends DeviceFacts {
  readonly kind: 'BOUND';
  readonly deviceIdentifier: string | null;
}

/** A phone that recognizes the person's face: PingOne Recognize (contract §3.13). */
export interface RecognizeDevice extends DeviceFacts {
  readonly kind: 'RECOGNIZE';
}

/** A profile of a phone or computer, reported by an app or browser (contract §3.7). */
export interface ProfileDevice extends DeviceFacts {
  readonly kind: 'PROFILE';
}

/** A browser that the person chose to trust (contract §3.8). */
export interface TrustedDevice extends DeviceFacts {
  readonly kind: 'TRUSTED';
  /** In the server's own format (U35). */
  readonly lastUsedText: string | null;
  readonly useCount: number | null;
}

/** A registered device without its secrets: no seed, recovery code, key or push address. */
export type Device =
  | OathDevice
  | PushDevice
  | WebAuthnDevice
  | BoundDevice
  | RecognizeDevice
  | ProfileDevice
  | TrustedDevice;

/** The type of the devices of a kind. */
export type DeviceOf<K extends DeviceKind> = Extract<Device, { readonly kind: K }>;

/** Personal data in a device profile; read only if selected and permitted (security E6). */
export interface ProfileData {
  readonly deviceId: string;
  readonly platform: string | null;
  readonly platformVersion: string | null;
  readonly model: string | null;
  readonly manufacturer: string | null;
  readonly userAgent: string | null;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** How all devices of a kind are removed: at once by AM's reset action, or one by one. */
export const ResetWay = { AT_ONCE: 'AT_ONCE', ONE_BY_ONE: 'ONE_BY_ONE' } as const;
export type ResetWay = (typeof ResetWay)[keyof typeof ResetWay];

/** What the configured product supports for one kind of device. */
export interface KindCapability {
  readonly kind: DeviceKind;
  readonly resetMethod: ResetWay;
  readonly canRename: boolean;
}
