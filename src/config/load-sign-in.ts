import type { Live } from '../domain/live.ts';
import type { Realms } from '../domain/realm.ts';
import type { CallersConfig } from './load-callers.ts';
import { isLoopback } from './loopback.ts';
import type { Source } from './source.ts';

/** What signing in to the pages is configured beside. */
export interface SignInContext {
  readonly realms: Realms;
  readonly oidc: CallersConfig['oidc'];
  readonly production: boolean;
  /** Whether pages are served at all. */
  readonly on: boolean;
  /** Whether sessions can be kept. */
  readonly ledgerOn: boolean;
}

/** How people sign in by OAuth. */
export interface OAuthConfig {
  readonly clientId: string;
  readonly clientSecret: Live<string>;
  /** By realm. */
  readonly issuers: ReadonlyMap<string, string>;
  readonly scopes: readonly string[];
  /** What sessions are sealed with; undefined for one that lasts as long as the process. */
  readonly secrets: Live<readonly string[]> | undefined;
}

/** Reads how people sign in to the pages; undefined where they do so by AM's own session. */
export function loadSignIn(source: Source, context: SignInContext): OAuthConfig | undefined {
  const clientId = source.read('PAGES_CLIENT_ID');
  const clientSecret = source.readLive('PAGES_CLIENT_SECRET');
  const issuers = readIssuers(source, context);
  const secrets = source.readLive('PAGES_SECRET');
  const scopes = source.read('PAGES_SCOPES');
  const way = source.read('SIGN_IN') ?? (clientId === undefined ? 'am' : 'oauth');
  if (way === 'am' || !context.on) return undefined;
  const missing = Object.entries({
    PAGES_CLIENT_ID: clientId,
    PAGES_CLIENT_SECRET: clientSecret,
    PAGES_ISSUERS: issuers.size === 0 ? undefined : issuers,
    ...(context.production && { PAGES_SECRET: secrets }),
  }).filter(([, value]) => value === undefined);
  source.problems.push(...missing.map(([name]) => `${name}: missing; SIGN_IN=oauth needs it`));
  if (!context.ledgerOn) {
    source.problems.push('SIGN_IN: oauth keeps sessions beside the ledger; set LEDGER=on');
  }
  if (clientId === undefined || clientSecret === undefined) return undefined;
  const [read = 'openid'] = source.read('READ_SCOPES');
  const [change = 'openid'] = source.read('CHANGE_SCOPES');
  const asked = scopes.length > 0 ? scopes : ['openid', read, change];
  return { clientId, clientSecret, issuers, scopes: [...new Set(asked)], secrets };
}

function readIssuers(source: Source, { realms, oidc }: SignInContext): ReadonlyMap<string, string> {
  const given = source.read('PAGES_ISSUERS');
  for (const { realm, issuer } of given) {
    const { protocol, hostname } = new URL(issuer);
    if (realms.byName(realm) === undefined) {
      source.problems.push(`PAGES_ISSUERS: the realm "${realm}" is not served; see AM_REALMS`);
    }
    if (protocol === 'http:' && !isLoopback(hostname)) {
      source.problems.push(
        'PAGES_ISSUERS: plain http is refused but on this machine; tokens would travel in the clear',
      );
    }
  }
  if (given.length > 0) return new Map(given.map(({ realm, issuer }) => [realm, issuer]));
  return new Map(oidc === undefined ? [] : [[realms.default.name, oidc.issuer]]);
}
