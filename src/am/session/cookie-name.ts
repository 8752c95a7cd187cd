import type { MaybePromise } from '../../domain/maybe-promise.ts';
import type { Realm } from '../../domain/realm.ts';
import { noDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import type { AmHttp } from '../http/am-http.ts';
import { gatewayContext } from '../http/call.ts';
import type { Call } from '../http/call.ts';
import { readAnswer } from '../http/read-answer.ts';
import { readCookieName } from '../json/server-info.ts';
import type { Paths } from '../paths.ts';
import { SingleFlight } from '../single-flight.ts';

const lifetimeMs = 300_000;

/** What the discovery needs. */
export interface CookieNameOptions {
  readonly http: AmHttp;
  readonly paths: Paths;
  readonly realm: Realm;
  /** The configured name; AM is never asked when there is one. */
  readonly configured: string | undefined;
  readonly now: () => number;
}

/**
 * The name of AM's session cookie, which is also the name of its session header: `iPlanetDirectoryPro`,
 * in AIC a random one per tenant (contract §7). Asked for once, then refreshed every five minutes in the background.
 */
export class CookieName {
  readonly #options: CookieNameOptions;
  readonly #names: SingleFlight<string>;
  #last: string | undefined;

  constructor(options: CookieNameOptions) {
    const { now } = options;
    this.#options = options;
    this.#names = new SingleFlight({ max: 1, now, until: () => now() + lifetimeMs });
  }

  /** @throws Failure while AM has never answered */
  get(deadline: Deadline = noDeadline): MaybePromise<string> {
    if (this.#options.configured !== undefined) return this.#options.configured;
    const name = this.#names.get('cookie name', async () => (this.#last = await this.ask()), {
      deadline: this.#last === undefined ? deadline : noDeadline,
    });
    return this.#last ?? name;
  }

  /** Asks AM now, which also tells whether AM serves this realm. */
  async ask(realm = this.#options.realm): Promise<string> {
    const { http, paths } = this.#options;
    const route = paths.serverInfo(realm);
    const call: Call = { method: 'GET', route, version: '1.1', mode: 'read' };
    const answer = await http.send(call, gatewayContext('server-info'));
    return readAnswer(answer, readCookieName);
  }
}
