/** An AM in memory for requests without HTTP: it notes each call and with whose credential, and can keep one waiting. */
import { noDeadline } from '../../../../src/am/deadline.ts';
import { Am } from '../../../../src/am/am.ts';
import type { AmParts } from '../../../../src/am/am-parts.ts';
import { configuredProduct } from '../../../../src/am/configured-product.ts';
import { turnsOfOneProcess } from '../../../../src/domain/turn.ts';
import { OneAtATime } from '../../../../src/am/devices/one-at-a-time.ts';
import { AmHttp } from '../../../../src/am/http/am-http.ts';
import type { Answer, Call, CallContext } from '../../../../src/am/http/call.ts';
import { personFields } from '../../../../src/am/json/person.ts';
import { Paths } from '../../../../src/am/paths.ts';
import { GroupDirectory } from '../../../../src/am/people/groups.ts';
import { capabilitiesOf } from '../../../../src/am/product.ts';
import { CookieName } from '../../../../src/am/session/cookie-name.ts';
import { ownSession } from '../../../../src/am/session/credential.ts';
import { SessionToken } from '../../../../src/am/session/session-token.ts';
import { SessionVerdicts } from '../../../../src/am/session/session-verdicts.ts';
import { UnknownCredentials } from '../../../../src/am/session/unknown-credentials.ts';
import { loadConfig } from '../../../../src/config/load-config.ts';
import type { Environment } from '../../../../src/config/load-config.ts';
import { createUserIdRule } from '../../../../src/domain/user-id.ts';
import { unrecorded } from '../../../../src/ledger/unrecorded.ts';
import { RequestContext } from '../../../../src/graph/request/context.ts';

/** Who calls: `alice` by a session of alpha, `beta/hektor` of another realm, or a token with scopes; null for nobody. */
export type CallerSpec =
  string | { readonly token: string; readonly scopes: readonly string[] } | null;

/** One request, and AM with both of its credentials. */
export interface WorldRequest {
  readonly context: RequestContext;
  /** By whose credential a view of AM reads. */
  readonly credentialOf: (am: Am) => 'own' | 'service' | 'none';
}

/** An AM with its people and groups; requests of one world share what lives as long as the process, and begin a second apart. */
export interface World {
  readonly request: (as: CallerSpec) => WorldRequest;
  /** Calls but for checks of sessions: `own alice`, `service beta/bob OATH`, `service group admins`. */
  readonly calls: () => string[];
  /** How often a session was checked, and the calls that no other request can join. */
  readonly sessions: () => number;
  readonly alone: () => string[];
  /** Lets a call wait until its promise is settled; a rejection is the call's failure. */
  readonly hold: (call: string) => PromiseWithResolvers<void>;
}

/** People by the names that AM returns, each with that of their entry: helen has a second one, and ghost no entry. */
const people: Readonly<Record<string, string | null>> = {
  alice: 'alice',
  bob: 'bob',
  helen: 'helen',
  desk: 'helen',
  oscar: 'oscar',
  vera: 'vera',
  ghost: null,
  'beta/bob': 'bob',
  'beta/hektor': 'hektor',
  'root/amadmin': 'amadmin',
};
const groups: Readonly<Record<string, readonly string[]>> = {
  helpdesk: ['helen'],
  admins: ['oscar'],
  executives: ['vera'],
  'beta/helpdesk': ['hektor'],
  'beta/admins': [],
  'beta/executives': ['bob'],
};
const environment: Environment = {
  AM_REALMS: 'alpha,beta',
  HELP_DESK_GROUPS: 'helpdesk',
  ADMIN_GROUPS: 'admins',
  PRIVILEGED_GROUPS: 'executives',
  HELP_DESK_REALMS: 'alpha:beta,beta:alpha',
  HELP_DESK_SCOPES: 'desk',
  ADMIN_SCOPES: 'admin',
};

/** Creates a world; without `service` the gateway has no credential of its own. */
export function createWorld({
  env = {},
  service = true,
}: { env?: Environment; service?: boolean } = {}): World {
  const { am: options, access: settings } = loadConfig({
    AM_URL: 'http://am.test/am',
    ...environment,
    ...env,
  });
  const product = configuredProduct(options);
  const paths = new Paths('/am', product);
  const http = new AmInMemory();
  const realm = settings.realms.default;
  let time = 1_000_000;
  const now = (): number => time;
  const unknown = new UnknownCredentials({ atOnce: 8, mostWaiting: 8 });
  const parts: AmParts = {
    http,
    paths,
    product,
    userFields: personFields,
    userIds: createUserIdRule(options.flavor),
    cookieName: new CookieName({ http, paths, realm, configured: 'session', now }),
    verdicts: new SessionVerdicts({ lifetimeMs: 30_000, now, elapsed: now, unknown }),
    changes: new OneAtATime({ mostWaiting: 8, waitMs: 1_000 }, turnsOfOneProcess),
    defaultRealm: realm,
  };
  const directory = new GroupDirectory({ lifetimeMs: 30_000, now, warn: () => undefined });
  const amWith = (text: string): Am => {
    const credentials = ownSession(new SessionToken(text));
    const about = { correlationId: 'test', client: undefined, deadline: noDeadline };
    return new Am(parts, { credentials, ...about, sharedBy: text });
  };
  const request = (as: CallerSpec): WorldRequest => {
    time += 1_000;
    const isSession = typeof as === 'string';
    const token = new SessionToken(isSession ? as : 'token');
    const own = isSession ? amWith(as) : null;
    const ofService = service ? amWith('service') : null;
    const context = new RequestContext({
      credential: as === null ? null : { kind: isSession ? 'session' : 'bearer', token },
      correlationId: 'test',
      deadline: noDeadline,
      own,
      service: ofService,
      verifyBearer: async () => {
        if (as === null || isSession) return null;
        const { token: subject, scopes } = as;
        const untold = { clientId: null, signedInAt: null, expiresAt: null };
        return { subject, scopes, realmPath: '/alpha', ...untold };
      },
      groups: directory,
      startedAt: now(),
      userIds: parts.userIds,
      product: { flavor: options.flavor, kinds: capabilitiesOf(product) },
      settings,
      subgraphSdl: null,
      ledger: unrecorded,
      changeLimits: { staff: [], person: [], own: [], searches: [] },
      warn: () => undefined,
      now,
    });
    const credentialOf = (am: Am): 'own' | 'service' | 'none' =>
      am === own ? 'own' : am === ofService ? 'service' : 'none';
    return { context, credentialOf };
  };
  const made = (isWanted: (noted: Noted) => boolean): string[] =>
    http.noted
      .filter(isWanted)
      .map(({ text }) => text)
      .toSorted();
  return {
    request,
    calls: () => made(({ isSession }) => !isSession),
    sessions: () => made(({ isSession }) => isSession).length,
    alone: () => made(({ isAlone, isSession }) => isAlone && !isSession),
    hold: (call) => http.hold(call),
  };
}

interface Noted {
  readonly text: string;
  readonly isAlone: boolean;
  readonly isSession: boolean;
}

/** Answers without a connection. */
class AmInMemory extends AmHttp {
  readonly noted: Noted[] = [];
  readonly #held = new Map<string, PromiseWithResolvers<void>>();

  constructor() {
    super({
      origin: 'http://am.test',
      ca: undefined,
      timeoutMs: 1_000,
      connectTimeoutMs: 1_000,
      connections: 1,
      observe: () => undefined,
    });
  }

  hold(call: string): PromiseWithResolvers<void> {
    const held = Promise.withResolvers<void>();
    this.#held.set(call, held);
    return held;
  }

  override async send(
    { route: { path, template } }: Call,
    { credential, sharedBy }: CallContext,
  ): Promise<Answer> {
    const shown = credential?.token.reveal() ?? '';
    const place = placeOf(path);
    const text = `${shown === 'service' ? shown : 'own'} ${place}`;
    this.noted.push({ text, isAlone: sharedBy === null, isSession: place === 'session' });
    await this.#held.get(text)?.promise;
    const json = answerTo(place, shown);
    const status = json === null ? 404 : 200;
    return {
      status,
      json: json ?? { code: 404, message: 'there is none' },
      template,
      retryAfterSeconds: null,
    };
  }
}

/** Where a call goes: `alice`, `beta/bob OATH`, `group beta/admins`, `session` or the last part of its path. */
function placeOf(path: string): string {
  const [, realm = '', what = '', name = '', kind] =
    /realms\/root(?:\/realms\/(\w+))?\/(users|groups)\/([^/?]+)(?:.*\/(\w+)\?_query)?/.exec(path) ??
    [];
  const id = `${realm === 'alpha' ? '' : `${realm || 'root'}/`}${decodeURIComponent(name)}`;
  if (what === 'users') return kind === undefined ? id : `${id} ${kind.toUpperCase()}`;
  if (what === 'groups') return `group ${id}`;
  return path.includes('sessions?') ? 'session' : (/[^/?]+(?=\?|$)/.exec(path)?.[0] ?? path);
}

/** AM's answer; null for 404. */
function answerTo(place: string, shown: string): object | null {
  if (place === 'session') return sessionOf(shown);
  if (place.startsWith('group ')) {
    const name = place.slice(6);
    const members = groups[name];
    const base = name.startsWith('beta/') ? 'o=beta' : 'o=alpha';
    if (members === undefined) return null;
    return {
      dn: [`cn=${name},ou=groups,${base}`],
      uniqueMember: members.map((one) => `uid=${one},ou=people,${base}`),
    };
  }
  if (place.endsWith(' OATH')) return { result: [{ uuid: `of ${place}` }], resultCount: 1 };
  if (place === 'version') return { version: '8.0.0' };
  if (place === 'users') return { result: [], resultCount: 0 };
  // The directory drops what it does not compare.
  const folded = place.replace(/\uFE0F/g, '').toLowerCase();
  const entry = people[folded];
  if (entry === undefined) return null;
  const [name = '', realm = 'alpha'] = folded.split('/').toReversed();
  const dn = entry === null ? [] : [`uid=${entry},ou=people,o=${realm}`];
  return { uid: [name], mail: [`${name}@${realm}.test`], dn };
}

function sessionOf(shown: string): object {
  if (shown === 'ended') return { valid: false };
  const [username = '', realm = shown === 'amadmin' ? '' : 'alpha'] = shown.split('/').toReversed();
  return { username, realm: `/${realm}`, universalId: `id=${username},ou=user,o=${realm}` };
}
