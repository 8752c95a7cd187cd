import type { IncomingMessage } from 'node:http';
import type { Am, Deadline } from '../am/index.ts';
import {
  checkCodeIn,
  namesText,
  type CheckEnd,
  type IdentityChecks,
  type OpenCheck,
  type VendorNames,
} from '../domain/change/identity-check.ts';
import type { Realms } from '../domain/people/realm.ts';
import type { UserIdRule } from '../domain/people/user-id.ts';
import { Failure } from '../domain/values/failure.ts';
import { BrowserCookie } from '../pages/browser-cookie.ts';
import { allowOnly } from '../pages/sign-in.ts';
import { refuseCrossSite } from '../server/caller-of.ts';
import type { HttpExchange, VerifyRoutes } from '../server/graphql-endpoint.ts';
import { readBytes } from '../server/graphql-request.ts';
import { HttpError } from '../server/http/http-error.ts';
import { loopbackHost } from '../server/http/loopback-host.ts';
import type { Reply } from '../server/http/reply.ts';
import { isGetOrHead } from '../server/http/safe-method.ts';
import { addressBlock, personText, withoutNames } from './check-texts.ts';
import { isSameText, newBrowserValue, secretsOf } from './check-secrets.ts';
import type { PageEnd, VerifyPage } from './page/verify-page.ts';
import type { VendorClient } from './vendor-client.ts';
import { VendorProblem } from './vendor-problem.ts';
import type { Vendors } from './vendors.ts';
import { callbackPath, verifyPath } from './page/verify-paths.ts';

interface VerifyParts {
  readonly vendors: Vendors;
  readonly page: VerifyPage;
  /** The checks of the ledger, as a request with this deadline uses them. */
  readonly checks: (deadline: Deadline) => IdentityChecks;
  /** AM with the service credential; null if none is configured. */
  readonly service: (correlationId: string, deadline: Deadline) => Am | null;
  readonly realms: Realms;
  readonly userIds: UserIdRule;
  readonly publicUrl: string | undefined;
  /** Whether browsers reach the gateway over https only. */
  readonly tlsOnly: boolean;
  /** Logs a line for the operator; it contains no personal data. */
  readonly warn: (message: string) => void;
}

/** A form with a code has a few letters. */
const bodyLimit = 1_024;

/** How long a browser may be at the vendor, in seconds. */
const cookieSeconds = 1_800;

/** The pages on which people type the code of a check, and to which vendors send them back. */
export class VerifyPages implements VerifyRoutes {
  readonly #parts: VerifyParts;
  readonly #cookie: BrowserCookie;

  constructor(parts: VerifyParts) {
    this.#parts = parts;
    const secure = parts.publicUrl?.startsWith('https:') ?? false;
    // Lax, because the browser returns from the vendor, which is another site.
    this.#cookie = new BrowserCookie('identity-check', { sameSite: 'lax', secure });
  }

  readonly serves: VerifyRoutes['serves'] = (path) =>
    path === verifyPath || this.#vendorAt(path) !== undefined;

  readonly answer: VerifyRoutes['answer'] = async (exchange, path) => {
    const { request } = exchange;
    try {
      const vendor = this.#vendorAt(path);
      if (vendor !== undefined) return await this.#comeBack(exchange, vendor);
      if (isGetOrHead(request)) return this.#parts.page.form(request);
      allowOnly(request, 'POST');
      return await this.#enter(exchange);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      exchange.notes.codes = [error.code];
      this.#log(exchange, `a step failed with ${error.code}: ${error.detail ?? error.message}`);
      return this.#parts.page.end(request, 'tryAgain');
    }
  };

  #vendorAt(path: string): VendorClient | undefined {
    const before = callbackPath('');
    return path.startsWith(before)
      ? this.#parts.vendors.byName(path.slice(before.length))
      : undefined;
  }

  /** A person has typed a code. */
  async #enter(exchange: HttpExchange): Promise<Reply> {
    const { request, deadline, notes } = exchange;
    const { page, vendors, tlsOnly, checks } = this.#parts;
    refuseCrossSite(request, { allowedOrigins: [], tlsOnly });
    const form = new URLSearchParams(await readBytes(request, bodyLimit));
    const code = checkCodeIn(form.get('code') ?? '');
    if (code === null) return page.form(request, 'wrong');
    const address = vendors.hash('address', addressBlock(notes.client));
    const entered = await checks(deadline).enter({ hash: vendors.hash('code', code), address });
    if (entered.kind === 'wrong') return page.form(request, 'wrong');
    if (entered.kind === 'found') return this.#goOn(exchange, entered.check);
    const reply = page.form(request, 'tooMany');
    const headers = { ...reply.headers, 'retry-after': String(entered.retryAfterSeconds) };
    return { ...reply, headers };
  }

  /** Pushes the request of a check, and sends the browser to the vendor. */
  async #goOn(exchange: HttpExchange, check: OpenCheck): Promise<Reply> {
    const { request, deadline } = exchange;
    const { page, vendors, checks } = this.#parts;
    const vendor = vendors.byName(check.vendor);
    if (vendor === undefined) return this.#end(exchange, check, { end: 'noAnswer' });
    const names = await this.#namesNow(exchange, check, vendor);
    if (names === null) return this.#end(exchange, check, { end: 'notVerified' });
    const value = newBrowserValue();
    const secrets = secretsOf(value);
    const isOpen = await checks(deadline).bind(check.id, vendors.hash('state', secrets.state));
    if (!isOpen) return page.end(request, 'over');
    const loginHint = vendors.hash('person', personText(check));
    const redirectUri = `${this.#origin(request)}${callbackPath(check.vendor)}`;
    try {
      const url = await vendor.push({ names, loginHint, redirectUri, secrets });
      const reply = page.forward(request, vendor.settings.title, url.href);
      const cookie = this.#cookie.set(value, cookieSeconds);
      return { ...reply, headers: { ...reply.headers, 'set-cookie': [cookie] } };
    } catch (error) {
      return this.#failed(exchange, check, { error, names });
    }
  }

  /** A vendor has sent a browser back. */
  async #comeBack(exchange: HttpExchange, vendor: VendorClient): Promise<Reply> {
    const { request, deadline } = exchange;
    const { page, vendors, checks } = this.#parts;
    allowOnly(request, 'GET');
    const value = this.#cookie.in(request);
    const address = new URL(request.url ?? '', this.#origin(request));
    if (value === undefined) return page.end(request, 'lost');
    const secrets = secretsOf(value);
    // Another tab may still be at the vendor, with a state of its own: the cookie stays.
    if (!isSameText(address.searchParams.get('state') ?? '', secrets.state))
      return page.end(request, 'lost');
    const stateHash = vendors.hash('state', secrets.state);
    const check = await checks(deadline).take(stateHash, vendor.settings.name);
    if (check === null) return page.end(request, 'lost');
    const names = await this.#namesNow(exchange, check, vendor);
    if (names === null) return this.#end(exchange, check, { end: 'notVerified' });
    try {
      const { isVerified, process } = await vendor.resultOf({ address, secrets });
      const end = isVerified ? 'verified' : 'notVerified';
      return await this.#end(exchange, check, { end, process });
    } catch (error) {
      return this.#failed(exchange, check, { error, names });
    }
  }

  /** What the vendor compares; null if it is not what it was when the check started. */
  async #namesNow(
    exchange: HttpExchange,
    { person, namesHash }: OpenCheck,
    { settings: { claims } }: VendorClient,
  ): Promise<VendorNames | null> {
    const { vendors, realms, userIds, service } = this.#parts;
    const realm = realms.byName(person.realm);
    const am = service(exchange.correlationId, exchange.deadline);
    if (realm === undefined || am === null || !userIds.accepts(person.id)) return null;
    const names = await am.people.values({ realm, id: person.id }, claims);
    if (names !== null && isSameText(vendors.hash('names', namesText(names)), namesHash))
      return names;
    this.#log(exchange, 'the names of the person have changed in AM since the start');
    return null;
  }

  /** Ends a check without a result of the vendor. */
  #failed(
    exchange: HttpExchange,
    check: OpenCheck,
    { error, names }: { readonly error: unknown; readonly names: VendorNames },
  ): Promise<Reply> {
    if (!(error instanceof VendorProblem)) throw error;
    this.#log(exchange, `${check.vendor}: ${withoutNames(error.message, names)}`);
    const end = error.kind === 'gave up' ? 'gaveUp' : 'noAnswer';
    return this.#end(exchange, check, { end });
  }

  /** Records the end of a check, and shows it. */
  async #end(
    { request, deadline }: HttpExchange,
    check: OpenCheck,
    { end, process = null }: { readonly end: CheckResult; readonly process?: CheckEnd['process'] },
  ): Promise<Reply> {
    const { page, checks } = this.#parts;
    const isEnded = await checks(deadline).end(check, { state: states[end], process });
    const reply = page.end(request, isEnded ? end : 'over');
    return { ...reply, headers: { ...reply.headers, 'set-cookie': [this.#cookie.clear()] } };
  }

  /** @throws HttpError 400 if the address of this site is unknown */
  #origin({ headers: { host = '' } }: IncomingMessage): string {
    const { publicUrl } = this.#parts;
    if (publicUrl !== undefined) return publicUrl;
    if (loopbackHost.test(host)) return `http://${host}`;
    throw new HttpError(400, 'Set PUBLIC_URL to the address of this site.');
  }

  #log({ correlationId }: HttpExchange, what: string): void {
    this.#parts.warn(`Identity check ${correlationId}: ${what}`);
  }
}

type CheckResult = Exclude<PageEnd, 'lost' | 'over' | 'tryAgain'>;

const states: Readonly<Record<CheckResult, CheckEnd['state']>> = {
  verified: 'PROVEN',
  notVerified: 'NOT_VERIFIED',
  gaveUp: 'GAVE_UP',
  noAnswer: 'NO_ANSWER',
};
