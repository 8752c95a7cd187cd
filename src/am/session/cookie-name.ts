import type { Later } from '../../domain/later.ts';
import type { Realm } from '../../domain/realm.ts';
import type { AmHttp } from '../http/am-http.ts';
import { readCookieName } from '../json/session.ts';
import type { Paths } from '../paths.ts';
import { readAnswer } from '../http/read-answer.ts';

const lifetimeMs = 300_000;

/** What the discovery needs. */
export interface CookieNameOptions {
  readonly http: AmHttp;
  readonly paths: Paths;
  readonly realm: Realm;
  /** The configured name; then AM is never asked. */
  readonly configured: string | undefined;
  readonly now: () => number;
}

/**
 * The name of AM's session cookie, which is also the name of its session header: `iPlanetDirectoryPro`,
 * in AIC a random one per tenant (contract §7). Asked once, then every five minutes in the background.
 */
export class CookieName {
  readonly #options: CookieNameOptions;
  #known: { readonly name: string; readonly until: number } | undefined;
  #asking: Promise<string> | undefined;

  constructor(options: CookieNameOptions) {
    this.#options = options;
  }

  /** @throws Failure while AM has never answered */
  get(): Later<string> {
    const { configured, now } = this.#options;
    if (configured !== undefined) return configured;
    if (this.#known === undefined) return this.#refresh();
    if (this.#known.until < now()) this.#refresh().catch(() => undefined); // the old name still serves
    return this.#known.name;
  }

  /** Asks AM now; also tells whether AM serves at all, and this realm. */
  async ask(): Promise<string> {
    const { http, paths, realm } = this.#options;
    const answer = await http.send(
      { method: 'GET', route: paths.serverInfo(realm), version: '1.1', effect: 'read' },
      {
        credential: null,
        cookieName: '',
        correlationId: 'server-info',
        client: undefined,
        sharedBy: null,
      },
    );
    return readAnswer(answer, readCookieName);
  }

  #refresh(): Promise<string> {
    this.#asking ??= this.ask()
      .then((name) => {
        this.#known = { name, until: this.#options.now() + lifetimeMs };
        return name;
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }
}
