import type { Config } from '../../config/load-config.ts';
import { randomBytes } from 'node:crypto';
import { nameIn, Seal, type OpenAm, type PageIssuer } from '../../am/index.ts';
import { acrValuesIn, claimsFor, type WantedFactor } from '../../domain/people/assurance.ts';
import { deviceKinds, kindTraits, type DeviceKind } from '../../domain/devices/device.ts';
import { holdingKinds } from '../../domain/enrolment/enrolment-rule.ts';
import { Role } from '../../domain/people/caller.ts';
import { Failure } from '../../domain/values/failure.ts';
import { amSignIn } from '../../pages/am-sign-in.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { personKey, unreadPerson } from '../../domain/people/person.ts';
import { OAuthProvider } from '../../pages/oauth/oauth-provider.ts';
import { OAuthSignIn } from '../../pages/oauth-sign-in.ts';
import { SessionKeeping } from '../../pages/oauth/page-sessions.ts';
import type { SignInMethod } from '../../pages/sign-in.ts';
import { createPages, isBuilt } from '../../pages/pages.ts';
import type { DemoPeople } from '../../server/explorer/explorer.ts';
import type { PageRoutes } from '../../server/graphql-endpoint.ts';
import type { Log } from '../../telemetry/log.ts';

/** Renewing a session's tokens takes two calls at most, and time to store them. */
const renewalCalls = 3;

/** What the pages need besides the configuration. */
export interface PageParts {
  readonly log: Log;
  readonly amUrl: URL;
  /** The folder of the built pages; undefined if none are served. */
  readonly pagesFolder?: string;
  /** The ledger, whose table holds the sessions by OAuth. */
  readonly ledger: Pick<Ledger, 'pageSessions'>;
  /** The time of day, to compare with times of AM and of tokens. It may jump. */
  readonly now: () => number;
  /** The sandbox's users. */
  readonly demo?: DemoPeople;
}

/** Opens the pages; undefined if they are switched off or have not been built. */
export function openPages(config: Config, parts: PageParts, am: OpenAm): PageRoutes | undefined {
  const {
    pages,
    access: { realms },
    production,
  } = config;
  const { pagesFolder, demo, log } = parts;
  if (!pages.on || pagesFolder === undefined) return undefined;
  if (!isBuilt(pagesFolder)) {
    log.warn('The pages are not built, so they are not served. Run `npm run build`.');
    return undefined;
  }
  const signIn = signInOf(config, parts, am);
  return createPages({
    folder: pagesFolder,
    logo: pages.logo,
    messages: pages.messages ?? [],
    realms,
    tlsOnly: production,
    signIn,
    config: {
      name: pages.name,
      accent: pages.accent ?? null,
      supportContact: pages.support ?? null,
      enrolmentLink: pages.enrolmentUrl ?? null,
      enrolmentLinks: Object.fromEntries(pages.enrolmentUrls.map(({ kind, href }) => [kind, href])),
      recoveryLink: pages.recoveryUrl ?? null,
      privacyLink: pages.privacyUrl ?? null,
      accessibilityLink: pages.accessibilityUrl ?? null,
      locales: pages.locales,
      defaultRealm: realms.default.name,
      realms: realms.all.map(({ name }) => name),
      signIn: config.oauth === undefined ? 'am' : 'oauth',
      shownFactors: shownFactors(config),
      ownChangeRules: Object.fromEntries(
        realms.all.map((realm) => [realm.name, config.access.ownChangeRule(realm)]),
      ),
      asksForCodes: config.proofs?.journeys.CODE !== undefined,
      hasAreas: config.access.areas.length > 0,
      holdingKinds: holdingKindsOf(config),
      development: !production,
      peoplePage: demo?.page ?? null,
    },
  });
}

function holdingKindsOf({ enrolment, access }: Config) {
  if (enrolment === null) return {};
  const { rules } = enrolment;
  const ofRealm = (realm: string) =>
    Object.fromEntries(Object.values(Role).map((role) => [role, holdingKinds(rules, realm, role)]));
  return Object.fromEntries(access.realms.all.map(({ name }) => [name, ofRealm(name)]));
}

/**
 * The kinds of device with which a sign-in on the pages can become strong enough. AM decides about
 * its own sessions; tokens show what their claims name.
 */
function shownFactors({ oauth, access }: Config): readonly DeviceKind[] {
  const kinds = deviceKinds.filter((kind) => kindTraits[kind].isSecondFactor);
  if (oauth === undefined) return kinds;
  const { ownChangeRule, realms, secondFactor } = access;
  const isAny = realms.all.every((realm) => ownChangeRule(realm) !== 'SAME');
  const shows = (factor: WantedFactor): boolean =>
    claimsFor(factor, secondFactor.claims).length > 0;
  return kinds.filter((kind) => shows(isAny ? 'ANY' : kind));
}

/** How access tokens of the pages are checked, by realm (contract §11). */
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
  { pages, oauth, am, access, production }: Config,
  { amUrl, now, ledger: { pageSessions } }: PageParts,
  { cookieName, signOut, sendOutside, service, userIds }: OpenAm,
): SignInMethod {
  const { publicUrl } = pages;
  // Without `#login` AM shows a signed-in user their profile instead of returning to the gateway.
  const signInUrl = new URL(pages.amSignInUrl ?? `${amUrl.href.replace(/\/$/, '')}/XUI/#login`);
  if (oauth === undefined) {
    return amSignIn({
      publicUrl,
      signInUrl,
      cookieName,
      cookieDomain: pages.amCookieDomain,
      canForceSignIn: am.flavor !== 'openam',
      signOut,
    });
  }
  const secrets = oauth.secrets ?? { current: [randomBytes(32).toString('hex')] };
  const seal = new Seal(secrets, 'identity-gateway pages');
  return new OAuthSignIn({
    publicUrl,
    amUrl: signInUrl,
    provider: new OAuthProvider({
      ...oauth,
      sendOutside,
      now,
      acrValuesFor: (factor) => acrValuesIn(claimsFor(factor, access.secondFactor.claims)),
    }),
    sessions: new SessionKeeping({
      store: pageSessions,
      seal,
      now,
      claimMs: renewalCalls * am.timeoutMs,
    }),
    seal,
    now,
    cookieName,
    personOf: async (realmName, subject, { correlationId, deadline }) => {
      const id = nameIn(subject);
      const realm = access.realms.byName(realmName);
      if (realm === undefined || !userIds.accepts(id))
        throw new Failure('BAD_USER_INPUT', 'This person cannot sign in to this gateway.');
      // AM may have issued the token for another spelling of the name (U22).
      const person = await service(correlationId, deadline)?.people.find({ realm, id });
      return personKey(person ?? unreadPerson({ realm, id }));
    },
    tlsOnly: production,
  });
}
