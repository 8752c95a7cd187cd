import type { AccessSettings, StaffSigns } from '../../../src/domain/access.ts';
import type { SignedInCaller } from '../../../src/domain/caller.ts';
import { createRealms } from '../../../src/domain/realm.ts';

/** The realm of most tests, and another one. */
export const alpha = { name: 'alpha', path: '/alpha' };
export const beta = { name: 'beta', path: '/beta' };

/** Signs that nobody bears. */
export const noSigns: StaffSigns = { groups: [], scopes: [], property: undefined };

/** A deployment that has decided nothing. */
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
    stepUpMaxAgeSeconds: undefined,
    reasonRequired: [],
    ticketPattern: undefined,
    verification: { requiredOf: [], methods: ['call-back'], maxAgeSeconds: 900 },
    ...about,
  };
}

/** Alice of alpha with her session, but for what a test says. */
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
    expiresAt: null,
    idleExpiresAt: null,
    ...about,
  };
}
