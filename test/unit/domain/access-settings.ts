import type { AccessSettings, StaffSigns } from '../../../src/domain/rules/access.ts';
import { noAssurance } from '../../../src/domain/people/assurance.ts';
import type { Role, SignedInCaller, Standing } from '../../../src/domain/people/caller.ts';
import { createRealms } from '../../../src/domain/people/realm.ts';

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
    areas: [],
    privilegedGroups: [],
    readScopes: ['devices:read'],
    changeScopes: ['devices:reset'],
    staffRealms: [],
    administratorsOverPrivileged: false,
    secondFactor: { property: undefined, claims: [{ name: 'amr', value: 'mfa', kind: null }] },
    ownChangeRule: () => 'SAME',
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

/** Roles that are held for everyone. */
export function everywhere(...roles: readonly Role[]): Standing[] {
  return roles.map((role) => ({ role, area: null }));
}

/** Returns alice of alpha with a session; `about` replaces properties. */
export function signedIn(about: Partial<SignedInCaller> = {}): SignedInCaller {
  return {
    kind: 'signed in',
    method: 'SESSION',
    standings: everywhere('SELF'),
    username: 'alice',
    realm: alpha,
    own: { view: true, change: true },
    isSupervised: false,
    clientId: null,
    signedInAt: null,
    assurance: noAssurance,
    expiresAt: null,
    idleExpiresAt: null,
    ...about,
  };
}
