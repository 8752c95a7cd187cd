import type { IncomingHttpHeaders } from 'node:http';
import type { BearerTokens } from './bearer-tokens.ts';
import type { Clock } from './clock.ts';
import type { Directory } from './directory.ts';
import type { Personality } from './personality.ts';
import type { Sessions } from './sessions.ts';
import type { SignIns } from './sign-ins.ts';

/** What can be changed while the sandbox runs (contract §3.3 and open question 3). */
export interface Settings {
  /** The Enable Device Management node: which sign-in lets owners change their devices. */
  deviceManagement: 'NONE' | 'SAME' | 'ANY';
  /** Whether a self `_action=reset` is gated too; not established for AM, so off by default. */
  gateReset: boolean;
}

/** The whole state of one pretended AM. */
export interface Am {
  readonly personality: Personality;
  readonly cookieName: string;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly bearers: BearerTokens;
  readonly signIns: SignIns;
  readonly settings: Settings;
}

/** One request below `{deploy path}/json`, taken apart. */
export interface Call {
  readonly method: string;
  readonly realm: string;
  /** Decoded path segments after the resource's own name. */
  readonly path: readonly string[];
  /** Query parameters; names are case-insensitive and kept in lower case (contract §1.3). */
  readonly query: ReadonlyMap<string, string>;
  /** Parameters that came more than once. */
  readonly repeated: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A header as one string; node joins repeated ones itself. */
export function headerOf(call: Pick<Call, 'headers'>, name: string): string | undefined {
  const value = call.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : value?.[0];
}
