import type { Config } from './config/load-config.ts';
import { randomBytes } from 'node:crypto';
import type { OpenAm } from './am/open-am.ts';
import type { PageIssuer } from './am/session/bearer-judges.ts';
import { Live } from './domain/live.ts';
import { accentWarning } from './pages/accent.ts';
import { amSignIn } from './pages/am-sign-in.ts';
import type { PageSessions } from './domain/page-session.ts';
import { OAuthProvider } from './pages/oauth-provider.ts';
import { OAuthSignIn } from './pages/oauth-sign-in.ts';
import { SessionKeeping } from './pages/page-sessions.ts';
import { Seal } from './pages/seal.ts';
import type { SignInWay } from './pages/sign-in.ts';
import { createPages, isBuilt } from './pages/pages.ts';
import type { PageRoutes } from './server/graphql-endpoint.ts';
import type { Log } from './telemetry/log.ts';

/** To renew a session's tokens is two calls at most, with some time to keep them. */
const renewalCalls = 3;

/** What the pages need besides the configuration. */
export interface PageParts {
  readonly log: Log;
  /** The base URL of AM. */
  readonly amUrl: URL;
  /** The folder of the built pages; undefined where none are wanted. */
  readonly pagesFolder?: string;
  /** Where sessions by OAuth are kept. */
  readonly pageSessions?: PageSessions;
  /** The time of day, for times that AM and tokens tell; it may be set at any moment. */
  readonly now: () => number;
  /** The sandbox's page of people and their codes. */
  readonly peoplePage?: string;
}

/** Opens the pages; undefined where they are switched off, or have not been built. */
export function openPages(config: Config, parts: PageParts, am: OpenAm): PageRoutes | undefined {
  const {
    pages,
    access: { realms },
    production,
  } = config;
  const { pagesFolder, peoplePage, log } = parts;
  if (!pages.on || pagesFolder === undefined) return undefined;
  if (!isBuilt(pagesFolder)) {
    log.warn('The pages are not built, so none are served. npm run build makes them.');
    return undefined;
  }
  const pale = pages.accent === undefined ? null : accentWarning(pages.accent);
  if (pale !== null) log.warn(pale);
  const signIn = signInOf(config, parts, am);
  return createPages({
    folder: pagesFolder,
    logo: pages.logo,
    realms,
    tlsOnly: production,
    signIn,
    config: {
      name: pages.name,
      accent: pages.accent ?? null,
      supportContact: pages.support ?? null,
      enrolmentLink: pages.enrolmentUrl ?? null,
      locales: pages.locales,
      defaultRealm: realms.default.name,
      realms: realms.all.map(({ name }) => name),
      signIn: config.oauth === undefined ? 'am' : 'oauth',
      development: !production,
      peoplePage: peoplePage ?? null,
    },
  });
}

/** How access tokens of the pages are checked, by realm: at the addresses that AM has for it below its issuer (contract §11). */
export function pageIssuersOf({
  oauth,
  pages,
  access: { realms },
}: Config): ReadonlyMap<string, PageIssuer> {
  if (oauth === undefined || !pages.on) return new Map();
  const { clientId, clientSecret, issuers } = oauth;
  return new Map(
    realms.all.flatMap(({ name, path }) => {
      const issuer = issuers.get(name);
      if (issuer === undefined) return [];
      const introspection = { url: new URL(`${issuer}/introspect`), clientId, clientSecret };
      const jwksUrl = new URL(`${issuer}/connect/jwk_uri`);
      return [[name, { issuer, audience: clientId, jwksUrl, introspection, realmPath: path }]];
    }),
  );
}

function signInOf(
  { pages, oauth, am, production }: Config,
  { amUrl, now, pageSessions }: PageParts,
  { cookieName, signOut, outside }: OpenAm,
): SignInWay {
  const { publicUrl } = pages;
  // Without `#login` AM's page shows whoever is signed in their profile, and nobody returns.
  const signInUrl = new URL(pages.amSignInUrl ?? `${amUrl.href.replace(/\/$/, '')}/XUI/#login`);
  if (oauth === undefined || pageSessions === undefined) {
    return amSignIn({
      publicUrl,
      signInUrl,
      cookieName,
      cookieDomain: pages.amCookieDomain,
      asksAgain: am.flavor !== 'openam',
      signOut,
    });
  }
  const seal = new Seal(oauth.secrets ?? new Live([randomBytes(32).toString('hex')]));
  return new OAuthSignIn({
    publicUrl,
    amUrl: signInUrl,
    provider: new OAuthProvider({ ...oauth, outside, now }),
    sessions: new SessionKeeping({
      store: pageSessions,
      seal,
      now,
      claimMs: renewalCalls * am.timeoutMs,
    }),
    seal,
    now,
    tlsOnly: production,
  });
}
