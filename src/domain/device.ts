/** The kinds of registered device that the gateway knows. */
export const DeviceKind = { OATH: 'OATH', PUSH: 'PUSH' } as const;
export type DeviceKind = (typeof DeviceKind)[keyof typeof DeviceKind];

/** The push network's platform; only OpenAM tells it (contract §3.4). */
export const PushPlatform = { ANDROID: 'ANDROID', IOS: 'IOS', UNKNOWN: 'UNKNOWN' } as const;
export type PushPlatform = (typeof PushPlatform)[keyof typeof PushPlatform];

interface DeviceFacts {
  /** AM's uuid of the device; null where AM holds a broken record without one (U34). */
  readonly id: string | null;
  readonly name: string | null;
  readonly registeredAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** `deviceManagementStatus` (contract §3.3); true where the product does not tell. */
  readonly canManage: boolean;
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

/** A registered device without anything secret: no seed, no recovery code, no push address. */
export type Device = OathDevice | PushDevice;

/** The device type that belongs to a kind. */
export type DeviceOf<K extends DeviceKind> = Extract<Device, { readonly kind: K }>;
