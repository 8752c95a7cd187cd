import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { Pool } from 'undici';
import { Failure } from '../domain/failure.ts';
import type { Later } from '../domain/later.ts';
import type { Answer, Call, CallContext, CallRecord } from './call.ts';
import { createConnector } from './connector.ts';
import { Deadline } from './deadline.ts';
import { timedOut, unavailable } from './errors.ts';
import { Exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';
import { parseJson } from './json/wire.ts';
import { RetryBudget } from './retry-budget.ts';
import type { Route } from './paths.ts';
import { SharedReads } from './shared-reads.ts';

/** How AM is reached. */
export interface HttpOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** PEM of the authorities to trust in place of the built-in ones. */
  readonly ca: string | undefined;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly connections: number;
  /** Told of every call when it ends; for logs and metrics. */
  readonly observe: (call: CallRecord) => void;
}

/** A call that is on its way. */
interface Sending {
  readonly call: Call;
  readonly context: CallContext;
  readonly deadline: Deadline;
  readonly started: number;
  readonly attempts: number;
}

type Outcome = { readonly answer: Answer } | { readonly error: Error };

/** A failure of which it is certain that AM never got the request. */
export class NotSent extends Error {}

/** The one HTTP client: pooled, bounded in time and size, no redirects, one token in one header. */
export class AmHttp {
  readonly #options: HttpOptions;
  readonly #reads: Pool;
  readonly #writes: Pool;
  readonly #budget = new RetryBudget();
  readonly #shared = new SharedReads();

  constructor(options: HttpOptions) {
    this.#options = options;
    const common = {
      connect: createConnector(options),
      // One deadline of our own covers the whole call.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    this.#reads = new Pool(options.origin, { ...common, connections: options.connections });
    // A write never meets a kept connection that the peer has closed: it opens its own, so a socket
    // that dies under it died after the request may have been sent (R29).
    this.#writes = new Pool(options.origin, { ...common, pipelining: 0 });
  }

  /**
   * Sends one call. Reads are tried a second time when the socket was dead or AM answered 502–504;
   * writes never. Identical reads of one caller that are under way are one.
   * @throws Failure UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE or UPSTREAM_CONTRACT
   */
  send(call: Call, context: CallContext): Promise<Answer> {
    if (call.effect === 'write') return this.#change(call, context);
    const { sharedBy, client } = context;
    if (sharedBy === null || call.method !== 'GET') return this.#sendAlone(call, context);
    const key = `${sharedBy} ${call.version} ${call.route.path}`;
    return this.#shared.read(key, client, (everybody) =>
      this.#sendAlone(call, { ...context, client: everybody }),
    );
  }

  async #change(call: Call, context: CallContext): Promise<Answer> {
    this.#shared.forget();
    try {
      return await this.#sendAlone(call, { ...context, client: undefined });
    } finally {
      this.#shared.forget();
    }
  }

  #sendAlone(call: Call, context: CallContext): Promise<Answer> {
    if (call.effect === 'read') this.#budget.note();
    const deadline = new Deadline(this.#options.timeoutMs, context.client);
    return this.#attempt({ call, context, deadline, started: performance.now(), attempts: 1 });
  }

  #attempt(sending: Sending): Promise<Answer> {
    const { call, context, deadline } = sending;
    const exchange = new Exchange({ discardsGood: call.discardAnswer === true });
    deadline.stops(() => exchange.stop());
    const { route, method } = call;
    const pool = call.effect === 'write' ? this.#writes : this.#reads;
    const body = call.body ?? (method === 'POST' ? '{}' : null);
    const headers = headersOf(call, context);
    try {
      pool.dispatch({ path: route.path, method, headers, body }, exchange);
    } catch (error) {
      exchange.stop(errorIn(error));
    }
    return exchange.answer.then(
      (exchanged) => this.#settle(sending, { answer: answerOf(exchanged, route) }),
      (error: unknown) => this.#settle(sending, { error: errorIn(error) }),
    );
  }

  /** The answer or the failure, or another attempt. */
  #settle(sending: Sending, outcome: Outcome): Later<Answer> {
    const { call, deadline, attempts } = sending;
    const last = attempts > 1 || call.effect === 'write';
    if (!last && isWorthRetry(outcome) && !deadline.over && this.#budget.take()) {
      return sleep(Math.random() * 25).then(() =>
        this.#attempt({ ...sending, attempts: attempts + 1 }),
      );
    }
    deadline.end();
    this.#tell(sending, 'error' in outcome ? codeOf(outcome.error) : outcome.answer.status);
    return unwrap(outcome, call, deadline);
  }

  #tell({ call, context, deadline, started, attempts }: Sending, result: number | string): void {
    this.#options.observe({
      correlationId: context.correlationId,
      method: call.method,
      template: call.route.template,
      result: deadline.passed ? 'DEADLINE' : result,
      durationMs: performance.now() - started,
      attempts,
    });
  }

  /** Gives up what is under way; for the end of a drain. */
  async destroy(): Promise<void> {
    await Promise.all([this.#reads.destroy(), this.#writes.destroy()]);
  }
}

function errorIn(error: unknown): Error {
  return isNativeError(error) ? error : new Error('not an Error', { cause: error });
}

function answerOf({ status, body, retryAfter }: Exchanged, { template }: Route): Answer {
  const seconds =
    retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
  return { status, json: parseJson(body), template, retryAfterSeconds: seconds };
}

/** Names and values in turn: undici reads such a list without looking anything up. */
function headersOf(call: Call, { credential, cookieName, correlationId }: CallContext): string[] {
  const headers = [
    'accept',
    'application/json',
    'x-requested-with',
    'identity-gateway',
    'x-forgerock-transactionid',
    correlationId,
  ];
  if (call.version !== null) {
    headers.push('accept-api-version', `protocol=2.1,resource=${call.version}`);
  }
  if ((call.method === 'POST' || call.body !== undefined) && !isTyped(call)) {
    headers.push('content-type', 'application/json');
  }
  if (call.method === 'PUT') headers.push('if-match', '*'); // update, never create (contract §1.2)
  if (credential?.kind === 'session') headers.push(cookieName, credential.token.reveal());
  if (credential?.kind === 'bearer') {
    headers.push('authorization', `Bearer ${credential.token.reveal()}`);
  }
  if (call.headers !== undefined) headers.push(...Object.entries(call.headers).flat());
  return headers;
}

function isTyped({ headers }: Call): boolean {
  return headers?.['content-type'] !== undefined;
}

/** A dead socket, or an AM that says it cannot serve just now; not a connection that takes too long. */
function isWorthRetry(outcome: Outcome): boolean {
  if ('answer' in outcome) return outcome.answer.status >= 502 && outcome.answer.status <= 504;
  return !(outcome.error instanceof Failure) && codeOf(outcome.error) !== 'UND_ERR_CONNECT_TIMEOUT';
}

/** The answer itself, or the failure that stands for why there is none. */
function unwrap(outcome: Outcome, call: Call, deadline: Deadline): Answer {
  if ('answer' in outcome) return outcome.answer;
  const { error } = outcome;
  if (error instanceof Failure) throw error;
  const { template } = call.route;
  if (deadline.passed) throw timedOut(`AM did not answer ${template} within the deadline`);
  const code = codeOf(error);
  const detail = `calling AM at ${template} failed: ${code}`;
  if (connectCodes.test(code)) throw unavailable(detail, new NotSent(code, { cause: error }));
  throw unavailable(detail, error);
}

/** Codes of a connection that never opened: name look-up, TCP and TLS. */
const connectCodes =
  /^(?:UND_ERR_CONNECT_TIMEOUT|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;

function codeOf(error: Error): string {
  if (error instanceof Failure) return error.code;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
