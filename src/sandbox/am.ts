import type { IncomingHttpHeaders } from 'node:http';
import type { AccessTokens } from './oauth/access-tokens.ts';
import type { CodeGrants } from './oauth/code-grants.ts';
import type { Clock } from './clock.ts';
import type { Directory } from './people/directory.ts';
import type { Personality } from './personality.ts';
import type { RsaKey } from './oauth/rsa-key.ts';
import type { SessionProperties } from './session/session-properties.ts';
import type { Sessions } from './session/sessions.ts';
import type { SignIns } from './sign-in/sign-ins.ts';

/** What can be changed while the sandbox runs (contract §3.3 and open question 3). */
export interface Settings {
  /** The Enable Device Management node: which sign-in lets owners change their devices. */
  deviceManagement: 'NONE' | 'SAME' | 'ANY';
  /** Whether a self `_action=reset` is gated too; not established for AM, so off by default. */
  gateReset: boolean;
  /** "Issue Refresh Tokens on Refreshing Access Tokens": a refresh token is good once. Off by default, as in AM. */
  rotateRefreshTokens: boolean;
  /** How many members without an entry a group has beside its own, by the group's name. */
  groupFillers: Readonly<Record<string, number>>;
}

/** The OAuth 2 provider and the one service account (contract §11); both outlive a reset. */
export interface OAuth {
  /** `http://127.0.0.1:PORT`, known once the sandbox listens. */
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
  readonly settings: Settings;
}

/** A parsed request below `{deploy path}/json`. */
export interface Call {
  readonly method: string;
  readonly realm: string;
  /** Decoded path segments after the resource's own name. */
  readonly path: readonly string[];
  /** Query parameters; names are case-insensitive and kept in lower case (contract §1.3). */
  readonly query: ReadonlyMap<string, string>;
  /** Names of parameters that occur more than once. */
  readonly repeated: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A header's value as one string; Node joins a repeated header. */
export function headerOf(call: Pick<Call, 'headers'>, name: string): string | undefined {
  const value = call.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : value?.[0];
}
