/**
 * An HTTP proxy in front of an AM that injects faults by rules: per place and realm, by chance from
 * a seed, before or after AM has the request. Tests and the bench of faults use it; the same seed
 * brings the same faults to the same requests in the same order.
 */
import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { noteDisturbable, noteFault } from '../support/observers.ts';
import { Draws } from '../support/seeded.ts';

/** What happens to a request. */
export type Harm =
  /** The answer is delayed by this time and a part of `jitterMs`. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs?: number }
  /** No answer ever. */
  | { readonly kind: 'hang' }
  /** The connection is cut, by RST. */
  | { readonly kind: 'reset' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: OutgoingHttpHeaders;
      /** Whether the answer is AM's own, in its form; otherwise that of a proxy. */
      readonly byAm?: boolean;
      /** Another body of a proxy. */
      readonly body?: string;
    }
  /** The real answer, so many bytes a second. */
  | { readonly kind: 'slow body'; readonly bytesPerSecond: number }
  /** The real answer up to so many bytes of its body; then the connection is cut. */
  | { readonly kind: 'cut'; readonly afterBytes: number };

/** The requests that a rule applies to. */
export interface Rule {
  readonly harm: Harm;
  /** Part of the path and query; defaults to everything. */
  readonly path?: RegExp;
  /** The name of a realm in the path. */
  readonly realm?: string;
  readonly method?: string;
  /** The client's correlation id, or the gateway's. */
  readonly id?: string;
  /** How many matching requests pass first; defaults to none. */
  readonly skip?: number;
  /** From 0 to 1; defaults to always. */
  readonly chance?: number;
  /**
   * Whether AM gets the request all the same, for harm that does not need its answer; defaults to
   * never.
   */
  readonly reachesAm?: boolean;
}

/** One request that passed the proxy. */
export interface Passed {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The client's correlation id, or the gateway's. */
  readonly id: string;
  readonly harm: Harm['kind'] | null;
  /** Resolves when the request has ended, at AM as well. */
  readonly over: Promise<void>;
}

/** A running proxy. */
export interface FaultProxy {
  /** AM's URL, by way of the proxy. */
  readonly url: string;
  /** Every request, in the order of arrival. */
  readonly passed: readonly Passed[];
  /** Replaces the rules; the first one that matches a request applies. */
  harm(...rules: readonly Rule[]): void;
  /** Returns and forgets the requests so far, so that long runs do not fill the memory. */
  forget(): Passed[];
  close(): Promise<void>;
}

/** Starts a proxy in front of `amUrl`, without any fault yet. */
export async function startFaultProxy(
  amUrl: string,
  { seed = 'faults' }: { readonly seed?: string } = {},
): Promise<FaultProxy> {
  const target = new URL(amUrl);
  const agent = new Agent({ keepAlive: true });
  const draws = new Draws(seed);
  const passed: Passed[] = [];
  const slow = new AbortController();
  let rules: readonly Rule[] = [];
  const spared = new Map<Rule, number>();
  const forget = noteDisturbable();
  const isHit = (rule: Rule): boolean => {
    const count = spared.get(rule) ?? 0;
    spared.set(rule, count + 1);
    return count >= (rule.skip ?? 0) && draws.chance(rule.chance ?? 1);
  };
  const server = createServer((request, response) => {
    const rule = rules.find((one) => meets(one, request) && isHit(one)) ?? null;
    const { method = '', url: path = '', headers } = request;
    const id = idOf(headers);
    const scene = { request, response, target, agent, draws, signal: slow.signal };
    const over = play(scene, rule).catch(() => void response.destroy());
    const harm = rule?.harm.kind ?? null;
    passed.push({ at: performance.now(), method, path, id, harm, over });
  });
  server.keepAliveTimeout = 30_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen');
  return {
    url: `http://127.0.0.1:${address.port}${target.pathname}`,
    passed,
    harm: (...next) => {
      for (const { harm } of next) noteFault(`a proxy's ${harm.kind}`);
      rules = next;
      for (const rule of spared.keys()) if (!next.includes(rule)) spared.delete(rule);
    },
    forget: () => passed.splice(0),
    close: async () => {
      forget();
      slow.abort();
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

/** The client's correlation id if it sent one, otherwise the gateway's. */
function idOf(headers: IncomingMessage['headers']): string {
  return String(headers['x-client-correlation-id'] ?? headers['x-forgerock-transactionid']);
}

function meets({ path, realm, method, id }: Rule, request: IncomingMessage): boolean {
  const { url = '', headers } = request;
  if (id !== undefined && id !== idOf(headers)) return false;
  if (method !== undefined && method !== request.method) return false;
  if (realm !== undefined && !url.includes(`/realms/${realm}/`)) return false;
  return path?.test(url) ?? true;
}

interface Scene {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: URL;
  readonly agent: Agent;
  readonly draws: Draws;
  /** Aborted when the proxy closes. */
  readonly signal: AbortSignal;
}

async function play(scene: Scene, rule: Rule | null): Promise<void> {
  const { request, response, draws, signal } = scene;
  // Read first: what is passed on late reaches AM although the gateway has hung up meanwhile.
  const body = Buffer.concat(await request.toArray());
  const forward = (): Promise<Answer> => passOn(scene, body);
  if (rule === null) return tell(response, await forward());
  const { harm, reachesAm = false } = rule;
  if (reachesAm && harm.kind !== 'latency') await forward();
  switch (harm.kind) {
    case 'latency':
      await sleep(harm.ms + draws.between(0, harm.jitterMs ?? 0), undefined, { signal });
      return tell(response, await forward());
    case 'hang':
      return undefined;
    case 'reset':
      request.socket.resetAndDestroy();
      return undefined;
    case 'status':
      response.writeHead(harm.status, harm.headers).end(bodyOf(harm));
      return undefined;
    case 'slow body':
      return tellSlowly(scene, await forward(), harm.bytesPerSecond);
    case 'cut':
      return tellInPart(scene, await forward(), harm.afterBytes);
  }
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

async function passOn({ request, target, agent }: Scene, body: Buffer): Promise<Answer> {
  const { method, headers, url: path } = request;
  const onward = httpRequest({
    host: target.hostname,
    port: target.port,
    method,
    path,
    headers,
    agent,
  });
  onward.end(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    onward.once('response', resolve).once('error', reject);
  });
  const whole = Buffer.concat(await answer.toArray());
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: whole };
}

function tell(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

async function tellSlowly(
  { response, signal }: Scene,
  { status, headers, body }: Answer,
  bytesPerSecond: number,
): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': body.length }).flushHeaders();
  const step = Math.max(1, Math.round(bytesPerSecond / 20));
  for (let sent = 0; sent < body.length && !response.destroyed; sent += step) {
    response.write(body.subarray(sent, sent + step));
    await sleep(50, undefined, { signal });
  }
  response.end();
}

async function tellInPart(
  { response }: Scene,
  { status, headers, body }: Answer,
  afterBytes: number,
): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.write(body.subarray(0, Math.min(afterBytes, body.length - 1)), () => response.destroy());
}

function bodyOf({ status, byAm = false, body }: Extract<Harm, { kind: 'status' }>): string {
  if (body !== undefined) return body;
  return byAm ? JSON.stringify({ code: status, reason: 'x', message: 'x' }) : 'a page of a proxy';
}
