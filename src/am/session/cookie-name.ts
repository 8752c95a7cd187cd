import { clockOffset } from '../../domain/values/clock-offset.ts';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { noDeadline, type Deadline } from '../foundation/deadline.ts';
import type { AmHttp } from '../http/am-http.ts';
import { gatewayContext, type Call } from '../http/call.ts';
import { readAnswer } from '../http/errors.ts';
import { readServerInfo, type ServerInfo } from '../json/server-info.ts';
import type { Paths } from '../http/paths.ts';
import { SingleFlight } from '../foundation/single-flight.ts';

const lifetimeMs = 300_000;

interface CookieNameOptions {
  readonly http: AmHttp;
  readonly paths: Paths;
  readonly realm: Realm;
  /** The configured name, for which AM is not called. */
  readonly configured: string | undefined;
  /** A monotonic clock. */
  readonly now: () => number;
  readonly timeOfDay: () => number;
}

/**
 * The name of AM's session cookie, which is also the name of its session header:
 * `iPlanetDirectoryPro`, in AIC a random one per tenant (contract §7). Read once, then refreshed
 * every five minutes in the background.
 */
export class CookieName {
  readonly #options: CookieNameOptions;
  readonly #names: SingleFlight<string>;
  #last: string | undefined;
  #clockOffsetMs: number | null = null;

  constructor(options: CookieNameOptions) {
    const { now } = options;
    this.#options = options;
    this.#names = new SingleFlight({ max: 1, now, until: () => now() + lifetimeMs });
  }

  /** @throws Failure if AM has never answered */
  get(deadline: Deadline = noDeadline): MaybePromise<string> {
    if (this.#options.configured !== undefined) return this.#options.configured;
    const load = async (): Promise<string> => (this.#last = (await this.read()).cookieName);
    const name = this.#names.get('cookie name', load, {
      deadline: this.#last === undefined ? deadline : noDeadline,
    });
    // While a new name loads, the last one is used.
    return this.#last ?? name;
  }

  /** How far AM's clock is ahead, by its last answer (`clockOffset`); null without a time. */
  get clockOffsetMs(): number | null {
    return this.#clockOffsetMs;
  }

  /** Reads the server's information now, which also shows whether AM serves the realm. */
  async read(realm = this.#options.realm): Promise<ServerInfo> {
    const { http, paths, timeOfDay } = this.#options;
    const route = paths.serverInfo(realm);
    const call: Call = { method: 'GET', route, version: '1.1', mode: 'read' };
    const askedAt = timeOfDay();
    const answer = await http.send(call, gatewayContext('server-info'));
    const theirs = Date.parse(String(answer.headers['date']));
    this.#clockOffsetMs = Number.isNaN(theirs)
      ? null
      : clockOffset({ theirs, unitMs: 1_000, askedAt, heardAt: timeOfDay() });
    return readAnswer(answer, readServerInfo);
  }
}
