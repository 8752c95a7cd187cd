import { setTimeout } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import { Failure } from '../domain/failure.ts';
import type { Answer, Call, CallContext, CallRecord } from './call.ts';
import { createConnector } from './connector.ts';
import { Deadline } from './deadline.ts';
import { brokenContract, timedOut, unavailable } from './errors.ts';
import { parseJson } from './json/wire.ts';
import { RetryBudget } from './retry-budget.ts';

/** The largest body that is read from AM; a device list of a hundred devices is a tenth of it. */
const bodyLimitBytes = 1_048_576;

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

type Outcome = { readonly answer: Answer } | { readonly error: Error };

/** A failure of which it is certain that AM never got the request. */
export class NotSent extends Error {}

/** The one HTTP client: pooled, bounded in time and size, no redirects, one token in one header. */
export class AmHttp {
  readonly #options: HttpOptions;
  readonly #reads: Pool;
  readonly #writes: Pool;
  readonly #budget = new RetryBudget();

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
   * writes never.
   * @throws Failure UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE or UPSTREAM_CONTRACT
   */
  async send(call: Call, context: CallContext): Promise<Answer> {
    const deadline = new Deadline(
      this.#options.timeoutMs,
      call.effect === 'read' ? context.signal : undefined,
    );
    const started = performance.now();
    if (call.effect === 'read') this.#budget.note();
    let attempts = 0;
    let result: number | string = 'UNKNOWN';
    try {
      for (;;) {
        attempts += 1;
        const last = attempts > 1 || call.effect === 'write';
        const outcome = await this.#attempt(call, context, deadline.signal);
        result = 'error' in outcome ? codeOf(outcome.error) : outcome.answer.status;
        const again =
          !last && !deadline.signal.aborted && isWorthRetry(outcome) && this.#budget.take();
        if (!again) return unwrap(outcome, call, deadline);
        await setTimeout(Math.random() * 25);
      }
    } finally {
      deadline.end();
      this.#options.observe({
        correlationId: context.correlationId,
        method: call.method,
        template: call.route.template,
        result: deadline.passed ? 'DEADLINE' : result,
        durationMs: performance.now() - started,
        attempts,
      });
    }
  }

  /** Gives up what is under way; for the end of a drain. */
  async destroy(): Promise<void> {
    await Promise.all([this.#reads.destroy(), this.#writes.destroy()]);
  }

  async #attempt(call: Call, context: CallContext, signal: AbortSignal): Promise<Outcome> {
    const pool = call.effect === 'write' ? this.#writes : this.#reads;
    try {
      const response = await pool.request({
        path: call.route.path,
        method: call.method,
        headers: headersOf(call, context),
        body: call.body ?? (call.method === 'POST' ? '{}' : null),
        signal,
      });
      const discarded = call.discardAnswer === true && response.statusCode < 300;
      const text = discarded ? '' : await readBounded(response.body);
      if (discarded) await response.body.dump();
      const answer = {
        status: response.statusCode,
        json: parseJson(text),
        template: call.route.template,
        retryAfterSeconds: retryAfter(response.headers['retry-after']),
      };
      return { answer };
    } catch (error) {
      return { error: isNativeError(error) ? error : new Error('not an Error', { cause: error }) };
    }
  }
}

function headersOf(call: Call, context: CallContext): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-requested-with': 'identity-gateway',
    'x-forgerock-transactionid': context.correlationId,
  };
  if (call.version !== null)
    headers['accept-api-version'] = `protocol=2.1,resource=${call.version}`;
  if (call.method === 'POST' || call.body !== undefined) {
    headers['content-type'] = 'application/json';
  }
  if (call.method === 'PUT') headers['if-match'] = '*'; // update, never create (contract §1.2)
  const { credential, cookieName } = context;
  if (credential?.kind === 'session') headers[cookieName.toLowerCase()] = credential.token.reveal();
  if (credential?.kind === 'bearer')
    headers['authorization'] = `Bearer ${credential.token.reveal()}`;
  return { ...headers, ...call.headers };
}

async function readBounded(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bodyLimitBytes) {
      body.destroy();
      throw brokenContract(`AM's answer is larger than ${bodyLimitBytes} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function retryAfter(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : null;
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
