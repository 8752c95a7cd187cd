import { deviceKinds, kindTraits, type DeviceKind } from '../devices/device.ts';

/** What a caller's sign-in shows of second factors. */
export interface Assurance {
  /** Whether it shows a second factor, of whatever kind. */
  readonly hasSecondFactor: boolean;
  /** The kinds of device that it shows; a recovery code counts as the kind of its device. */
  readonly kinds: readonly DeviceKind[];
}

/** A sign-in that shows nothing but a password. */
export const noAssurance: Assurance = { hasSecondFactor: false, kinds: [] };

/** Whether a sign-in shows a second factor; `NEVER_SHOWN` if no other one could show it. */
export type SecondFactorShown = 'SHOWN' | 'NOT_SHOWN' | 'NEVER_SHOWN';

/** How a caller signed in, as far as it is known. */
export interface SignIn extends Assurance {
  /** Null if it is not known. */
  readonly signedInAt: Date | null;
}

/**
 * AM's rule for changes of the own devices (contract §19): what the sign-in must have used. The
 * node _Enable Device Management_ relaxes `SAME` to `ANY` or `NONE`. OpenAM has no such rule.
 */
export const OwnChangeRule = {
  /** A device of the kind that is changed. */
  SAME: 'SAME',
  /** Any second factor. */
  ANY: 'ANY',
  /** Nothing more than a password. */
  NONE: 'NONE',
} as const;
export type OwnChangeRule = (typeof OwnChangeRule)[keyof typeof OwnChangeRule];
export const ownChangeRules: readonly OwnChangeRule[] = Object.values(OwnChangeRule);

/** Who decides whether a sign-in is strong enough for changes of the caller's own devices. */
export type OwnSignIn =
  /** AM: the calls carry the person's own session, and its lists say what it can manage. */
  | { readonly decidedBy: 'AM' }
  /** The gateway, by AM's rule: AM sees only the service credential. */
  | {
      readonly decidedBy: 'gateway';
      readonly rule: OwnChangeRule;
      readonly assurance: Assurance;
      /** The claims by which another token can show more. */
      readonly claims: readonly AssuranceClaim[];
    };

/** What is needed to know of a device whether its owner can manage it. */
interface ListedDevice {
  readonly kind: DeviceKind;
  /** AM's `deviceManagementStatus` for the credential that has read the list. */
  readonly canManage: boolean | null;
}

/**
 * Whether a person can manage a device with their sign-in; null if AM has no rule for it, or does
 * not report it.
 */
export function canManage(
  { kind, canManage: status }: ListedDevice,
  how: OwnSignIn,
): boolean | null {
  switch (how.decidedBy) {
    case 'AM':
      return status;
    case 'gateway':
      return kindTraits[kind].isSecondFactor ? isEnough(kind, how) : null;
  }
}

function isEnough(
  kind: DeviceKind,
  { rule, assurance }: Extract<OwnSignIn, { decidedBy: 'gateway' }>,
): boolean {
  switch (rule) {
    case 'SAME':
      return assurance.kinds.includes(kind);
    case 'ANY':
      return assurance.hasSecondFactor;
    case 'NONE':
      return true;
  }
}

/** Whether a sign-in is too weak for a change of a kind; `devices` are the listed ones. */
export function isTooWeak(
  kind: DeviceKind,
  devices: readonly ListedDevice[],
  how: OwnSignIn,
): boolean {
  switch (how.decidedBy) {
    case 'AM':
      return devices.some(({ canManage: status }) => status === false);
    case 'gateway':
      return kindTraits[kind].isSecondFactor && !isEnough(kind, how);
  }
}

/** The sign-in that would be strong enough. */
export interface StepUp {
  /** The kinds of device, or their recovery codes, that are enough; empty if none helps here. */
  readonly acceptedKinds: readonly DeviceKind[];
  /** What a client asks its issuer for (`acr_values`, RFC 9470); empty if no claim names one. */
  readonly acrValues: readonly string[];
}

/**
 * Returns the sign-in that lets a person change a kind of device. AM accepts the kind itself under
 * every rule (contract §19).
 */
export function stepUpFor(kind: DeviceKind, how: OwnSignIn): StepUp {
  if (how.decidedBy === 'AM') return { acceptedKinds: [kind], acrValues: [] };
  const enough = how.claims.filter((claim) =>
    isEnough(kind, { ...how, assurance: shownBy([claim]) }),
  );
  return { acceptedKinds: enough.length === 0 ? [] : [kind], acrValues: acrValuesIn(enough) };
}

/** What a sign-in is to show: a kind of device, or any second factor. */
export type WantedFactor = DeviceKind | 'ANY';

/** Returns the claims that show a wanted factor. */
export function claimsFor(
  wanted: WantedFactor,
  claims: readonly AssuranceClaim[],
): readonly AssuranceClaim[] {
  return claims.filter(({ kind }) => wanted === 'ANY' || kind === wanted || kind === 'ALL');
}

/** Returns the values of `acr` among claims. */
export function acrValuesIn(claims: readonly AssuranceClaim[]): string[] {
  return claims.flatMap(({ name, value }) => (name === 'acr' ? [value] : []));
}

/** A claim of access tokens that shows a second factor. */
export interface AssuranceClaim {
  readonly name: string;
  readonly value: string;
  /** The kind that it shows; `ALL` for a journey that frees every kind, null if it names none. */
  readonly kind: DeviceKind | 'ALL' | null;
}

/** Returns what the claims of a token show. Each claim is `name=value`. */
export function assuranceOf(
  claims: readonly string[],
  known: readonly AssuranceClaim[],
): Assurance {
  return shownBy(known.filter(({ name, value }) => claims.includes(`${name}=${value}`)));
}

function shownBy(claims: readonly AssuranceClaim[]): Assurance {
  const kinds = deviceKinds.filter((kind) => claimsFor(kind, claims).length > 0);
  return { hasSecondFactor: claims.length > 0, kinds };
}
