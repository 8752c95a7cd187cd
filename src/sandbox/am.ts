import type { IncomingHttpHeaders } from 'node:http';
import type { AccessTokens } from './oauth/access-tokens.ts';
import type { CodeGrants } from './oauth/code-grants.ts';
import type { Clock } from './clock.ts';
import type { Directory } from './people/directory.ts';
import type { Personality } from './personality.ts';
import type { RsaKey } from './signing/rsa-key.ts';
import type { SessionProperties } from './session/session-properties.ts';
import type { Sessions } from './session/sessions.ts';
import type { Pushes } from './sign-in/pushes.ts';
import type { SignIns } from './sign-in/sign-ins.ts';

/**
 * The _Enable Device Management_ node: the sign-in with which owners can change their devices.
 * `SAME` is AM without the node: a device of the same kind. `ANY` takes any kind, `NONE` the
 * password (contract §3.3).
 */
export const deviceManagementModes = ['SAME', 'ANY', 'NONE'] as const;

export type DeviceManagement = (typeof deviceManagementModes)[number];

/** The gateway's endpoint that AM asks before it registers a device, and its secret. */
export interface AskedGateway {
  readonly address: string;
  readonly secret: string;
}

/** What can be changed while the sandbox runs. */
export interface Settings {
  /** OpenAM ignores it: it has neither the rule nor the node. Initially as at the start. */
  deviceManagement: DeviceManagement;
  /** AM's text for a change that this rule refuses. */
  refusalText: string;
  /**
   * What tokens show of a sign-in: the tree that was requested, and its methods if the provider
   * maps them. OpenAM's provider has no such mapping by default.
   */
  signInClaims: 'ACR_AMR' | 'ACR' | 'NONE';
  /** OpenAM's "Two Factor Authentication Mandatory": no user can skip it. Off by default. */
  secondFactorMandatory: boolean;
  /**
   * "Issue Refresh Tokens on Refreshing Access Tokens": a refresh token works once. Off by default,
   * as in AM.
   */
  rotateRefreshTokens: boolean;
  /**
   * OpenAM's Session Property Whitelist: the properties that users can read of their own sessions,
   * and set (contract U46, U47). Empty by default.
   */
  whitelist: readonly string[];
  /** The Backchannel Logout URL of the pages' client; null sends no logout tokens. */
  backChannelLogoutUrl: string | null;
  /** By group name, how many members without an entry the group has besides its real ones. */
  groupFillers: Readonly<Record<string, number>>;
  /** Whether the journeys for proofs of identity require the secret, or exist at all. */
  proofJourneys: 'GUARDED' | 'OPEN' | 'MISSING';
  /** The gateway to ask before a registration, as the scripts of `deploy/am` do; null for none. */
  setupCodes: AskedGateway | null;
  /** Whether a sign-in creates a session in spite of `noSession=true`. */
  ignoreNoSession: boolean;
  /**
   * The data store's limit: queries of users list no more, without a sign, and ignore pages. Null
   * for no limit (contract §5.2).
   */
  listLimit: number | null;
}

/** The OAuth 2 provider and the service account (contract §11). A reset keeps both. */
export interface OAuth {
  /** `http://127.0.0.1:PORT`, set when the sandbox starts to listen. */
  origin: string;
  readonly signingKey: RsaKey;
  readonly serviceAccountId: string;
  readonly serviceAccountKey: RsaKey;
}

/** The state of one simulated AM. */
export interface Am {
  readonly personality: Personality;
  readonly cookieName: string;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly sessionProperties: SessionProperties;
  readonly oauth: OAuth;
  readonly accessTokens: AccessTokens;
  readonly codeGrants: CodeGrants;
  readonly signIns: SignIns;
  readonly pushes: Pushes;
  readonly settings: Settings;
}

/** A parsed request below `{deploy path}/json`. */
export interface Call {
  readonly method: string;
  readonly realm: string;
  /** Decoded path segments after the resource's name. */
  readonly path: readonly string[];
  /** Query parameters; names are case-insensitive and kept in lower case (contract §1.3). */
  readonly query: ReadonlyMap<string, string>;
  /** Names of parameters that occur several times. */
  readonly repeated: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** By how many milliseconds the replica that answers is behind. Default: none. */
  readonly lagMs?: number | undefined;
}

/** A header's value as one string; Node joins a repeated header. */
export function headerOf(call: Pick<Call, 'headers'>, name: string): string | undefined {
  const value = call.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : value?.[0];
}
