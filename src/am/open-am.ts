import type { WholePattern } from '../domain/values/whole-pattern.ts';
import type { AccessSettings } from '../domain/rules/access.ts';
import { createUserIdRule } from '../domain/people/user-id.ts';
import type { Realm } from '../domain/people/realm.ts';
import { Am } from './am.ts';
import { amForRequest, type RequestSeed } from './am-for-request.ts';
import type { AmParts } from './calls/am-calls.ts';
import {
  configuredProduct,
  capabilitiesOf,
  type Product,
  type ProductOverrides,
} from './foundation/product.ts';
import { noDeadline, type Deadline } from './foundation/deadline.ts';
import { AmHttp, type HttpOptions } from './http/am-http.ts';
import type { OutsideCall, RequestScope } from './http/call.ts';
import { unreadableNotes } from './json/decorations.ts';
import { RecordedHttp, type OnAnswer } from './http/recorded-http.ts';
import { areaAttributesOf, personFields } from './json/person.ts';
import { Paths } from './http/paths.ts';
import type { JourneySettings } from './proof/journey-calls.ts';
import { Journeys } from './proof/journeys.ts';
import { Directories } from './calls/directories.ts';
import { GroupDirectory } from './groups.ts';
import {
  amProblems,
  serviceProblem,
  wrongFlavor,
  wrongVersion,
  type Problem,
} from './readiness.ts';
import { bearerVerifiers, type TrustedIssuers } from './session/bearer-verifiers.ts';
import { CookieName } from './session/cookie-name.ts';
import { type CredentialSource, ownSession, type SessionToken } from './foundation/credential.ts';
import { createServiceCredential, type ServiceAccount } from './session/service-credential.ts';
import { SessionVerdicts } from './session/session-verdicts.ts';
import { SessionSignIns } from './session/session-sign-ins.ts';
import { UnknownCredentials } from './session/unknown-credentials.ts';

/** Where AM is, what it is, and how the gateway signs in to it. */
interface AmOptions
  extends Omit<HttpOptions, 'origin' | 'observe'>, ProductOverrides, TrustedIssuers {
  readonly url: URL;
  readonly settings: AccessSettings;
  readonly cookieName: string | undefined;
  readonly userIdPattern: WholePattern | undefined;
  readonly sessionCacheSeconds: number;
  readonly service: ServiceAccount | undefined;
  /** How people prove their identity; null or absent if they cannot. */
  readonly proofs?: JourneySettings | null;
  readonly log: {
    readonly upstream: HttpOptions['observe'];
    readonly warn: (message: string) => void;
  };
  /** Called with each answer of AM; absent unless a command records them. */
  readonly onAnswer?: OnAnswer | undefined;
  /** Called at every lookup in a cache, with the cache's name. */
  readonly onCacheLookup?: ((cache: string, isHit: boolean) => void) | undefined;
  /** Called for every member of an answer that cannot be read and decides nothing. */
  readonly onUnreadable?: ((subject: string, member: string) => void) | undefined;
  /** The time of day. */
  readonly now: () => number;
  /** The time of day of this machine, with which AM's is compared. Default: `Date.now`. */
  readonly timeOfDay?: (() => number) | undefined;
  /** A monotonic clock, for ages. */
  readonly elapsed: () => number;
}

/** AM as the process uses it. */
export type OpenAm = ReturnType<typeof openAm>;

/** Makes everything that lives as long as the process and serves every request. */
export function openAm(options: AmOptions) {
  const { url, settings, log, elapsed, service: account, connections, onCacheLookup } = options;
  const { warn } = log;
  const lifetimeMs = options.sessionCacheSeconds * 1000;
  // A quarter of the connections is for credentials that may be bad; the rest is left to known
  // callers.
  const slots = Math.ceil(connections / 4);
  const unknown = new UnknownCredentials({ slots, mostWaiting: connections * 8 });
  const parts = createParts(options, unknown);
  const { cookieName, verdicts, userIds, http, paths } = parts;
  const service =
    account &&
    createServiceCredential(account, { ...options, http, paths, origin: url.origin, warn });
  const onLookup = onCacheLookup && ((isHit: boolean) => onCacheLookup('groups', isHit));
  const groups = new GroupDirectory({ lifetimeMs, now: elapsed, onLookup });
  const verifierOf = bearerVerifiers({ ...options, unknown, keyOf: verdicts.keyOf, http });
  const product = shownProduct(parts.product);
  const amOf = (credentials: CredentialSource, correlationId: string, deadline = noDeadline): Am =>
    new Am(parts, { credentials, correlationId, deadline, client: undefined, sharedBy: null });
  const signOut = async (
    token: SessionToken,
    { correlationId, deadline }: RequestScope,
  ): Promise<void> => {
    await amOf(ownSession(token), correlationId, deadline).sessions.signOut();
    verdicts.forget(token);
  };
  const journeys = options.proofs
    ? new Journeys({ ...options.proofs, http, paths, elapsed, signOut, warn })
    : null;
  const shared = { parts, service, verifierOf, groups, product, journeys, elapsed };
  return {
    sendOutside: (call: OutsideCall) => http.sendOutside(call),
    cookieName: (deadline?: Deadline) => cookieName.get(deadline),
    /** What does not work although AM serves the default realm. @throws Failure if it does not */
    problems: () => amProblems(cookieName, settings.realms, options),
    /** By how much AM's clock is ahead, in milliseconds; null if it is not known. */
    clockOffsetMs: () => cookieName.clockOffsetMs,
    /** Why the service credential does not work; null if it does or none is configured. */
    serviceProblem: async (): Promise<Problem | null> => {
      if (service === undefined) return null;
      const am = amOf(service, 'readiness');
      const recency = { startedAt: elapsed(), fresh: false, deadline: noDeadline };
      return serviceProblem({ am, service, flavor: product.flavor, groups, settings, recency });
    },
    /** What is known of the realms' directories. */
    directories: parts.directories,
    /** The names of realms that share a directory, in groups; none without a service credential. */
    sharedDirectories: async (): Promise<readonly (readonly string[])[]> => {
      if (service === undefined) return [];
      const { people } = amOf(service, 'start');
      return parts.directories.shared((realm) => people.sample(realm));
    },
    forRequest: (seed: RequestSeed) => amForRequest(seed, shared),
    /** Ends a session at AM, and drops its verdict. @throws Failure if AM cannot be called */
    signOut,
    /** AM with the service credential, for work of the process; null if none is configured. */
    service: (...request: [correlationId: string, deadline?: Deadline]): Am | null =>
      service === undefined ? null : amOf(service, ...request),
    userIds,
    /** The kinds of devices that the product has. */
    kinds: product.kinds.map(({ kind }) => kind),
    /** The journeys by which people prove their identity; null if none is configured. */
    journeys,
    /** Why AM cannot be the configured product, or null. @throws Failure if it lacks the realm */
    wrongFlavor: async (realm: Realm) => wrongFlavor(options, await cookieName.read(realm)),
    /** Why a version that AM reports is not the configured one; null if it may be. */
    wrongVersion: (reported: string) => wrongVersion(options, reported),
    /** The version that AM reports to the service credential; null if it reports none. */
    version: async () => (service === undefined ? null : amOf(service, 'check').version()),
    callsUnderWay: () => http.callsUnderWay,
    /** How many calls are under way, wait and were refused, by realm and kind of endpoint. */
    stats: () => http.bulkheads.stats(),
    close: () => http.destroy(),
  };
}

/** What requests need to know of the product. */
function shownProduct(product: Product) {
  const { flavor, reportsSignIn } = product;
  return { flavor, kinds: capabilitiesOf(product), reportsSignIn };
}

function createParts(options: AmOptions, unknown: UnknownCredentials): AmParts {
  const { url, settings, log, now, elapsed, cookieName: configured, onCacheLookup } = options;
  const { timeOfDay = Date.now } = options;
  const product = configuredProduct(options);
  const paths = new Paths(url.pathname.replace(/\/$/, ''), product);
  const { onAnswer } = options;
  const httpOptions = { ...options, origin: url.origin, observe: log.upstream };
  const http =
    onAnswer === undefined ? new AmHttp(httpOptions) : new RecordedHttp(httpOptions, onAnswer);
  const realm = settings.realms.default;
  const areaAttributes = areaAttributesOf(settings.areas);
  const lifetimeMs = options.sessionCacheSeconds * 1000;
  const onLookup = onCacheLookup && ((isHit: boolean) => onCacheLookup('sessions', isHit));
  const verdicts = new SessionVerdicts({ lifetimeMs, now, elapsed, unknown, onLookup });
  return {
    product,
    http,
    paths,
    userFields: [
      ...new Set([
        product.trueNameField,
        ...personFields,
        ...areaAttributes.map(({ name }) => name),
      ]),
    ],
    areaAttributes,
    unreadable: unreadableNotes(log.warn, options.onUnreadable),
    defaultRealm: realm,
    cookieName: new CookieName({ http, paths, realm, configured, now: elapsed, timeOfDay }),
    verdicts,
    signIns: new SessionSignIns({ lifetimeMs, now: elapsed, keyOf: verdicts.keyOf }),
    directories: new Directories(options.flavor === 'aic' ? [] : settings.realms.all, log.warn),
    userIds: createUserIdRule(options.flavor, options.userIdPattern),
  };
}
