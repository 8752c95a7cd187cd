/** A gateway in this process, with its log in hand, called over real HTTP as a client calls it. */
import { fileURLToPath } from 'node:url';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { startGateway } from '../../src/gateway.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import type { PageSessions } from '../../src/domain/page-session.ts';
import { unrecorded } from '../../src/ledger/unrecorded.ts';
import { createLog } from '../../src/telemetry/log.ts';
import type { SessionHeader } from './peer.ts';

/** An error as a client reads it. */
export interface ClientError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** An answer as a client reads it. */
export interface ClientAnswer<D> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: D | null;
  readonly errors: readonly ClientError[];
  /** The whole answer as it came, for searches in it. */
  readonly text: string;
}

/** A running gateway under test. */
export interface TestGateway {
  readonly url: string;
  readonly metricsUrl: string | null;
  /** What it has logged, one JSON line each. */
  readonly log: readonly string[];
  /** Sends one of the documented, typed operations. */
  send<D, V>(
    document: TypedDocumentNode<D, V>,
    variables: V,
    as?: SessionHeader,
  ): Promise<ClientAnswer<D>>;
  /** Sends any text as an operation. */
  ask(
    query: string,
    as?: SessionHeader,
    variables?: object,
  ): Promise<ClientAnswer<Record<string, never>>>;
  /** Sends any HTTP request to `/graphql`. */
  fetch(init: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/** What a test changes about the gateway. */
export interface TestGatewayOptions {
  /** Options as a user sets them. */
  readonly env?: Environment;
  readonly now?: () => number;
  /** The clock of ages; `now` where left out. */
  readonly elapsed?: () => number;
  /** Where changes are recorded; nowhere when left out. */
  readonly ledger?: Ledger;
  /** Where sessions of the pages are kept. */
  readonly pageSessions?: PageSessions;
  /** The folder of the built pages; none are served when left out. */
  readonly pagesFolder?: string;
}

/** Starts a gateway in front of an AM on a free port. */
export async function startTestGateway(
  am: { readonly url: string; readonly flavor: string },
  {
    env = {},
    now = Date.now,
    elapsed = now,
    ledger = unrecorded,
    pagesFolder,
    pageSessions,
  }: TestGatewayOptions = {},
): Promise<TestGateway> {
  const log: string[] = [];
  const config = loadConfig({
    AM_URL: am.url,
    AM_FLAVOR: am.flavor,
    PORT: '0',
    LOG_LEVEL: 'debug',
    METRICS_PORT: 'off',
    // How busy the machine is that runs the tests must not decide what is answered.
    SHED_LOAD: 'off',
    ...env,
  });
  const gateway = await startGateway(config, {
    amUrl: config.am.url ?? new URL(am.url),
    log: createLog(config.logLevel, {
      destination: { write: (line: string) => void log.push(line) },
    }),
    ledger,
    now,
    elapsed,
    schemaFolder: fileURLToPath(new URL('../../schema', import.meta.url)),
    ...(pagesFolder !== undefined && { pagesFolder }),
    ...(pageSessions !== undefined && { pageSessions }),
  });
  const url = `${gateway.url}/graphql`;
  const post = async (body: unknown, as: SessionHeader = {}): Promise<ClientAnswer<never>> =>
    read(
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...as },
        body: JSON.stringify(body),
      }),
    );
  return {
    url: gateway.url,
    metricsUrl: gateway.metricsUrl,
    log,
    send: (document, variables, as) => post({ query: print(document), variables }, as),
    ask: (query, as, variables) => post({ query, variables }, as),
    fetch: (init) => fetch(url, init),
    stop: async () => void (await gateway.stop()),
  };
}

/** Reads an answer the way a client does. */
export async function read(response: Response): Promise<ClientAnswer<never>> {
  const text = await response.text();
  const body = JSON.parse(text) as { data?: never; errors?: ClientError[] };
  return {
    status: response.status,
    headers: response.headers,
    data: body.data ?? null,
    errors: body.errors ?? [],
    text,
  };
}

/** An answer as it would be in production: without the cost, which development shows last. */
export function withoutCost(text: string): string {
  return text.replace(/,"extensions":\{"cost":\{"points":\d+,"limit":\d+\}\}\}$/, '}');
}

/** The codes of an answer's errors, in order. */
export function codesOf(answer: { readonly errors: readonly ClientError[] }): string[] {
  return answer.errors.map((error) => error.extensions.code);
}
