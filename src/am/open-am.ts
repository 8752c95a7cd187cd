import type { WholePattern } from '../domain/whole-pattern.ts';
import type { AccessSettings } from '../domain/access.ts';
import { createUserIdRule } from '../domain/user-id.ts';
import type { RecordedChange } from '../domain/change-record.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { Turns } from '../domain/turn.ts';
import type { Flavor } from '../domain/flavor.ts';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import type { Realm } from '../domain/realm.ts';
import { Am } from './am.ts';
import { amForRequest } from './am-for-request.ts';
import type { AmForRequest, RequestSeed } from './am-for-request.ts';
import type { AmParts } from './am-parts.ts';
import { configuredProduct } from './configured-product.ts';
import type { ProductOverrides } from './configured-product.ts';
import { noDeadline } from './deadline.ts';
import type { Deadline } from './deadline.ts';
import { changesLeftOpen, settleChanges } from './devices/settle-changes.ts';
import type { Settled } from './devices/settle-changes.ts';
import { OneAtATime } from './devices/one-at-a-time.ts';
import { AmHttp } from './http/am-http.ts';
import { gatewayContext } from './http/call.ts';
import { readAnswer } from './http/read-answer.ts';
import type { HttpOptions } from './http/am-http.ts';
import { OutsideHttp } from './http/outside-http.ts';
import type { Asking } from './http/outside-http.ts';
import type { CompartmentStats } from './http/compartment.ts';
import { personFields } from './json/person.ts';
import { readProducts } from './json/server-info.ts';
import { Paths } from './paths.ts';
import { GroupDirectory } from './people/groups.ts';
import { groupsProblem } from './people/privilege-problem.ts';
import { capabilitiesOf } from './product.ts';
import { bearerJudges } from './session/bearer-judges.ts';
import type { TrustedIssuers } from './session/bearer-judges.ts';
import { CookieName } from './session/cookie-name.ts';
import { ownSession } from './session/credential.ts';
import type { CredentialSource } from './session/credential.ts';
import { createServiceCredential } from './session/service-credential.ts';
import type { ServiceAccount } from './session/service-credential.ts';
import { realmsProblem } from './session/realms-problem.ts';
import { serviceProblem } from './session/service-problem.ts';
import type { SessionToken } from './session/session-token.ts';
import { SessionVerdicts } from './session/session-verdicts.ts';
import { UnknownCredentials } from './session/unknown-credentials.ts';

/** Where AM is, what it is, and how the gateway signs in to it. */
export interface AmOptions
  extends Omit<HttpOptions, 'origin' | 'observe'>, ProductOverrides, TrustedIssuers {
  readonly url: URL;
  readonly settings: AccessSettings;
  readonly cookieName: string | undefined;
  readonly userIdPattern: WholePattern | undefined;
  readonly sessionCacheSeconds: number;
  readonly service: ServiceAccount | undefined;
  readonly log: {
    readonly upstream: HttpOptions['observe'];
    readonly warn: (message: string) => void;
  };
  /** Keeps changes of the same devices apart across processes. */
  readonly turns: Turns;
  /** Told of every question to a cache, by its name. */
  readonly cacheAsked?: ((cache: string, isHit: boolean) => void) | undefined;
  /** The time of day. */
  readonly now: () => number;
  /** A clock that is never set, for ages. */
  readonly elapsed: () => number;
}

/** AM as the process uses it. */
export interface OpenAm {
  /** What reaches other servers of the deployment, within the same bounds. */
  readonly outside: OutsideHttp;
  readonly cookieName: (deadline?: Deadline) => MaybePromise<string>;
  /** Asks AM whether it serves: null, or a code where it does not serve every realm; @throws Failure while it does not */
  readonly ask: () => Promise<string | null>;
  /** Why callers who need the service credential are refused, in a word; null where nothing is, or none is set. */
  readonly serviceProblem: () => Promise<string | null>;
  readonly forRequest: (seed: RequestSeed) => AmForRequest;
  /** Ends a session at AM, and believes in it no longer here. @throws Failure where AM cannot be asked */
  readonly signOut: (token: SessionToken, asking: Asking) => Promise<void>;
  /** Closes changes that a crash has left open, by the service credential; without one all are left. */
  readonly settle: (ledger: Ledger) => Promise<Settled>;
  /** Closes changes of one person by that person's own credential; the request that brings it is not waited for. */
  readonly settleAs: (
    am: Am,
    ledger: Ledger,
    changes: readonly RecordedChange[],
  ) => Promise<Settled>;
  /** Asks AM whether it serves a realm; resolves to the products that answer like this. @throws Failure where it does not */
  readonly askRealm: (realm: Realm) => Promise<readonly Flavor[]>;
  /** The version that AM tells the service credential; null where it tells none. */
  readonly version: () => Promise<string | null>;
  /** How many calls to AM are under way. */
  readonly callsUnderWay: () => number;
  /** What is under way at AM, waits and is refused, by realm and kind of endpoint. */
  readonly stats: () => CompartmentStats[];
  readonly close: () => Promise<void>;
}

/** Makes everything that lives as long as the process and serves every request. */
export function openAm(options: AmOptions): OpenAm {
  const { settings, log, now, elapsed } = options;
  const unknown = unknownCredentials(options);
  const parts = partsOf(options, unknown);
  const { cookieName, verdicts, userIds, http } = parts;
  const service = serviceOf(options, parts);
  const groups = groupsOf(options);
  const observe = log.upstream;
  const outside = new OutsideHttp({ ...options, observe, compartments: http.compartments });
  const bearers = bearerJudges(options, { ...options, unknown, keyOf: verdicts.keyOf, outside });
  const product = { flavor: options.flavor, kinds: capabilitiesOf(parts.product) };
  const shared = { parts, service, bearers, groups, product, elapsed };
  return {
    outside,
    cookieName: (deadline) => cookieName.get(deadline),
    ask: () => realmsProblem(cookieName, settings.realms, log.warn),
    serviceProblem: async () => {
      if (service === null) return null;
      const am = amOf(parts, service, 'readiness');
      const problem = await serviceProblem(am, service, { flavor: product.flavor, settings });
      const recency = { startedAt: elapsed(), fresh: false, deadline: noDeadline };
      return problem ?? (await groupsProblem(am, { groups, settings, recency }));
    },
    forRequest: (seed) => amForRequest(seed, shared),
    signOut: async (token, { correlationId, deadline }) => {
      await amOf(parts, ownSession(token), correlationId, deadline).signOut();
      verdicts.forget(token);
    },
    settle: async (ledger) => {
      const left = await changesLeftOpen(ledger, now());
      if (service === null) return { closed: 0, left };
      const am = amOf(parts, service, 'settling');
      return settleChanges(left, { ledger, am, realms: settings.realms, userIds });
    },
    settleAs: (am, ledger, changes) =>
      settleChanges(changes, { ledger, am: am.forAll(), realms: settings.realms, userIds }),
    askRealm: (realm) => askRealm(parts, realm),
    version: async () => (service === null ? null : amOf(parts, service, 'check').version()),
    callsUnderWay: () => parts.http.callsUnderWay,
    stats: () => parts.http.compartments.stats(),
    close: async () => {
      await parts.http.destroy();
      await outside.close();
    },
  };
}

function serviceOf(
  { service: account, url, now, elapsed, log }: AmOptions,
  parts: ReturnType<typeof partsOf>,
): ReturnType<typeof createServiceCredential> | null {
  if (account === undefined) return null;
  const { warn } = log;
  return createServiceCredential(account, { ...parts, origin: url.origin, now, elapsed, warn });
}

async function askRealm({ http, paths }: AmParts, realm: Realm): Promise<readonly Flavor[]> {
  const answer = await http.send(
    { method: 'GET', route: paths.serverInfo(realm), version: '1.1', mode: 'read' },
    gatewayContext('check'),
  );
  return readAnswer(answer, readProducts);
}

function groupsOf(options: AmOptions): GroupDirectory {
  const { sessionCacheSeconds, elapsed, log } = options;
  const lifetimeMs = sessionCacheSeconds * 1000;
  const asked = askedOf(options, 'groups');
  return new GroupDirectory({ lifetimeMs, now: elapsed, warn: log.warn, asked });
}

function askedOf({ cacheAsked }: AmOptions, cache: string): ((isHit: boolean) => void) | undefined {
  return cacheAsked === undefined ? undefined : (isHit) => cacheAsked(cache, isHit);
}

/** A quarter of the connections is for credentials that may be bad; the others are left to known callers. */
function unknownCredentials({ connections }: AmOptions): UnknownCredentials {
  return new UnknownCredentials({
    atOnce: Math.ceil(connections / 4),
    mostWaiting: connections * 8,
  });
}

/** AM as the process itself uses it. */
function amOf(
  parts: AmParts,
  credentials: CredentialSource,
  correlationId: string,
  deadline = noDeadline,
): Am {
  const alone = { client: undefined, deadline, sharedBy: null };
  return new Am(parts, { credentials, correlationId, ...alone });
}

function partsOf(options: AmOptions, unknown: UnknownCredentials): AmParts {
  const { url, settings, log, turns, now, elapsed } = options;
  const product = configuredProduct(options);
  const paths = new Paths(url.pathname.replace(/\/$/, ''), product);
  const http = new AmHttp({ ...options, origin: url.origin, observe: log.upstream });
  const realm = settings.realms.default;
  return {
    product,
    http,
    paths,
    userFields: [...new Set([product.trueNameField, ...personFields])],
    defaultRealm: realm,
    cookieName: new CookieName({
      http,
      paths,
      realm,
      configured: options.cookieName,
      now: elapsed,
    }),
    verdicts: new SessionVerdicts({
      lifetimeMs: options.sessionCacheSeconds * 1000,
      now,
      elapsed,
      unknown,
      asked: askedOf(options, 'sessions'),
    }),
    userIds: createUserIdRule(options.flavor, options.userIdPattern),
    changes: new OneAtATime({ mostWaiting: 64, waitMs: options.timeoutMs }, turns),
  };
}
