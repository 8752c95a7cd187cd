import type { AccessSettings, StaffSigns } from '../../../src/domain/access.ts';
import type { SignedInCaller } from '../../../src/domain/caller.ts';
import { createRealms } from '../../../src/domain/realm.ts';

/** The realm of most tests, and another one. */
export const alpha = { name: 'alpha', path: '/alpha' };
export const beta = { name: 'beta', path: '/beta' };

/** Criteria that match no caller. */
export const noSigns: StaffSigns = { groups: [], scopes: [], property: undefined };

/** The default settings of a deployment. */
export function settingsOf(about: Partial<AccessSettings> = {}): AccessSettings {
  return {
    realms: createRealms([alpha], alpha),
    superUser: undefined,
    helpDesk: noSigns,
    administrators: noSigns,
    auditors: noSigns,
    privilegedGroups: [],
    readScopes: ['devices:read'],
    changeScopes: ['devices:reset'],
    staffRealms: [],
    administratorsOverPrivileged: false,
    secondFactor: { property: undefined, claims: [{ name: 'amr', value: 'mfa' }] },
    stepUpMaxAgeSeconds: undefined,
    reasonRequired: [],
    ticketPattern: undefined,
    ticketExample: undefined,
    approval: { rules: [], seconds: 1_800 },
    verification: {
      requiredOf: [],
      isProofRequired: false,
      methods: ['call-back'],
      maxAgeSeconds: 900,
    },
    ...about,
  };
}

/** Returns alice of alpha with a session; `about` replaces properties. */
export function signedIn(about: Partial<SignedInCaller> = {}): SignedInCaller {
  return {
    kind: 'signed in',
    method: 'SESSION',
    roles: ['SELF'],
    username: 'alice',
    realm: alpha,
    own: { view: true, change: true },
    clientId: null,
    signedInAt: null,
    hasSecondFactor: false,
    expiresAt: null,
    idleExpiresAt: null,
    ...about,
  };
}
