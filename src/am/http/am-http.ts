import { Agent, Pool, type Dispatcher } from 'undici';
import type { CallRecord } from '../../domain/values/call-record.ts';
import { noDeadline } from '../foundation/deadline.ts';
import { Bulkheads } from './bulkhead.ts';
import type { Call, CallContext, OutsideCall } from './call.ts';
import type { RawAnswer } from './call-end.ts';
import { CallInFlight, type Transport } from './call-in-flight.ts';
import { createConnector, type ConnectorOptions } from './connector.ts';
import { NotSent } from '../foundation/not-sent.ts';
import { stopping } from './errors.ts';
import { RetryBudget } from './breaker.ts';
import { SharedReads } from './shared-reads.ts';

/** How AM is reached. */
export interface HttpOptions extends ConnectorOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The deadline of a call, including its retry. */
  readonly timeoutMs: number;
  /** The largest body in bytes; default: 1 MiB, ten times a list of a hundred devices. */
  readonly maxResponseSize?: number | undefined;
  /** How many calls to one kind of endpoint of one realm are under way at once; as many wait. */
  readonly connections: number;
  /** Called once for every call, when it ends; for logs and metrics. */
  readonly observe: (call: CallRecord) => void;
}

/** The HTTP client of AM and the servers beside it: pooled, bounded, and without redirects. */
export class AmHttp {
  readonly #reads: Pool;
  readonly #writes: Pool;
  /** Connections to servers beside AM. */
  readonly #outside: Agent;
  readonly #shared = new SharedReads();
  readonly #transport: Transport;
  readonly bulkheads: Bulkheads;
  #isDestroyed = false;

  constructor(options: HttpOptions) {
    const { origin, connections, timeoutMs, observe, maxResponseSize = 1_048_576 } = options;
    const common = {
      connect: createConnector(options),
      // The deadline of a call covers everything, so undici's own timeouts are off.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize,
    };
    // As many connections as calls are under way, which the bulkheads bound.
    this.#reads = new Pool(origin, common);
    // A write opens a connection of its own. On a kept connection that the peer has closed, it
    // would fail without a sign of whether AM received it (R29).
    this.#writes = new Pool(origin, { ...common, pipelining: 0 });
    this.#outside = new Agent(common);
    this.bulkheads = new Bulkheads(connections);
    const { bulkheads } = this;
    const load = { underWay: 0 };
    const budget = new RetryBudget();
    this.#transport = { timeoutMs, bulkheads, budget, observe, load };
  }

  get callsUnderWay(): number {
    return this.#transport.load.underWay;
  }

  /**
   * Sends one call. A read is retried once when its socket was dead or AM answered 502–504, and
   * joins an identical read of the same caller that is in flight. A write is sent once, whatever
   * its client does.
   * @throws Failure UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE, UPSTREAM_CONTRACT, OVERLOADED or
   *   RATE_LIMITED
   */
  send(call: Call, context: CallContext): Promise<RawAnswer> {
    if (this.#isDestroyed) return Promise.reject(stopping(new NotSent()));
    if (call.mode === 'write') return this.#write(call, context);
    const { sharedBy: caller, client, deadline } = context;
    if (caller === null || call.method !== 'GET')
      return this.#start(this.#reads, call, context).wait(client, deadline);
    const start = (onEnd: () => void): CallInFlight =>
      this.#start(this.#reads, call, context, onEnd);
    return this.#shared.join(call, caller, start).wait(client, deadline);
  }

  /**
   * Sends one call to a server beside AM.
   * @throws Failure UPSTREAM_UNAVAILABLE, UPSTREAM_TIMEOUT if no time is left, and otherwise as
   *   `send`
   */
  sendOutside({ url, realm, template, request, ...rest }: OutsideCall): Promise<RawAnswer> {
    if (this.#isDestroyed) return Promise.reject(stopping(new NotSent()));
    const { origin, pathname, search } = new URL(url);
    const { correlationId = template, deadline = noDeadline, tally } = request ?? {};
    const { traceparent } = tally ?? {};
    const headers = {
      ...rest.headers,
      'accept-encoding': 'identity',
      ...(traceparent !== undefined && { traceparent }),
    };
    const route = { path: `${pathname}${search}`, template, realm };
    const call = new CallInFlight(this.#transport, {
      call: { method: rest.method, route, mode: 'once' },
      origin,
      dispatcher: this.#outside,
      correlationId,
      deadline,
      tally,
      headers: Object.entries(headers).flat(),
      body: rest.body ?? null,
    });
    return call.wait(undefined, deadline);
  }

  async #write(call: Call, context: CallContext): Promise<RawAnswer> {
    this.#shared.forget();
    try {
      return await this.#start(this.#writes, call, context).wait(undefined, context.deadline);
    } finally {
      this.#shared.forget();
    }
  }

  #start(
    dispatcher: Dispatcher,
    call: Call,
    context: CallContext,
    onEnd?: () => void,
  ): CallInFlight {
    const { correlationId, deadline, tally } = context;
    const headers = headersOf(call, context);
    const body = call.body ?? (call.method === 'POST' ? '{}' : null);
    const outgoing = { call, dispatcher, correlationId, deadline, tally, headers, body, onEnd };
    return new CallInFlight(this.#transport, outgoing);
  }

  /** Gives up every call in flight, and sends no further call; called at the end of a drain. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    const problem = stopping();
    const pools = [this.#reads, this.#writes, this.#outside];
    await Promise.all(pools.map((pool) => pool.destroy(problem)));
  }
}

/** Names and values in turn, the form that undici sends without a look-up. */
function headersOf(
  call: Call,
  { credential, cookieName, correlationId, tally }: CallContext,
): string[] {
  const headers = [
    'accept',
    'application/json',
    'x-requested-with',
    'identity-gateway',
    'x-forgerock-transactionid',
    correlationId,
  ];
  if (tally?.traceparent !== undefined) headers.push('traceparent', tally.traceparent);
  if (tally?.clientCorrelationId !== undefined)
    headers.push('x-client-correlation-id', tally.clientCorrelationId);
  if (call.version !== null)
    headers.push('accept-api-version', `protocol=2.1,resource=${call.version}`);
  const hasBody = call.method === 'POST' || call.body !== undefined;
  if (hasBody && call.headers?.['content-type'] === undefined)
    headers.push('content-type', 'application/json');
  if (call.method === 'PUT') headers.push('if-match', '*'); // update, never create (contract §1.2)
  if (credential?.kind === 'session') headers.push(cookieName, credential.token.reveal());
  if (credential?.kind === 'bearer')
    headers.push('authorization', `Bearer ${credential.token.reveal()}`);
  if (call.headers !== undefined) headers.push(...Object.entries(call.headers).flat());
  return headers;
}
