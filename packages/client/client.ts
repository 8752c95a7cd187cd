import { byId, byText } from './client-document.ts';
import type { Print, SendableDocument } from './client-document.ts';
import { withDeadline } from './deadline.ts';
import { GatewayError, TransportError } from './gateway-error.ts';
import type { RawError } from './gateway-error.ts';

/** The gateway's address, and how the caller authenticates. */
export interface ClientOptions {
  /** The GraphQL endpoint; in a browser it may be a path on the page's own site, `/graphql`. */
  readonly url: string;
  /** The headers of each request, or a function that returns them before each request. */
  readonly headers?: RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>);
  /** Whether a browser sends cookies; `include` for another origin. Default: `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  /** Whether to send the text of a document, the default, or only its id. */
  readonly documents?: 'text' | 'id';
  /** Prints syntax trees that have no text, such as gql.tada's: `print` of graphql. */
  readonly print?: Print;
  /** Milliseconds after which a request rejects with a `TransportError`. Default: never. */
  readonly timeoutMs?: number;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Header names and their values. */
export type RequestHeaders = Readonly<Record<string, string>>;

/** Options of one request. */
export interface RequestOptions {
  /** Aborts the request; it then rejects with the signal's reason, as `fetch` does. */
  readonly signal?: AbortSignal;
}

/** The result of a request. A field that failed is null in `data` and has an error. */
export interface GatewayResult<Data> {
  readonly data: Data | null;
  /** Empty when nothing failed. */
  readonly errors: readonly GatewayError[];
}

/**
 * Variables are optional if the operation requires none. Their type is inferred from the document
 * alone. If it were inferred from the argument as well, unknown members would be allowed.
 */
export type RequestArguments<Variables> =
  Record<string, never> extends Variables
    ? [variables?: NoInfer<Variables>, options?: RequestOptions]
    : [variables: NoInfer<Variables>, options?: RequestOptions];

/** A client of one gateway. */
export interface GatewayClient {
  /**
   * Sends one operation.
   * @throws TransportError when no GraphQL response was received
   */
  request<Data, Variables>(
    document: SendableDocument<Data, Variables>,
    ...more: RequestArguments<Variables>
  ): Promise<GatewayResult<Data>>;
}

/** Creates a small typed client for browsers and Node; it uses only `fetch`. */
export function createClient(options: ClientOptions): GatewayClient {
  const { url, headers, credentials, documents, print, timeoutMs } = options;
  const membersOf = documents === 'id' ? byId : byText;
  return {
    async request(document, variables?: unknown, { signal }: RequestOptions = {}) {
      const init: RequestInit = {
        method: 'POST',
        headers: {
          ...(typeof headers === 'function' ? await headers() : headers),
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json;q=0.9',
        },
        body: JSON.stringify({ ...membersOf(document, print), variables }),
        // A redirect would send the session header to its target.
        redirect: 'error',
        ...(credentials && { credentials }),
      };
      // Looked up for each request, because test tools replace the global function.
      const { fetch = globalThis.fetch } = options;
      try {
        return await withDeadline({ timeoutMs, signal }, async (deadline) => {
          const response = await fetch(url, { ...init, ...(deadline && { signal: deadline }) });
          return readResult(response, await response.text());
        });
      } catch (error: unknown) {
        if (error instanceof TransportError || signal?.aborted === true) throw error;
        throw new TransportError(`The gateway cannot be reached: ${reasonOf(error)}`, {
          cause: error,
        });
      }
    },
  };
}

/** Node's message is "fetch failed", with the reason in the cause; browsers give only a message. */
function reasonOf(error: unknown): string {
  const facts = factsOf(error);
  const cause = factsOf(facts.cause);
  // If a host has several addresses, the cause has a code and an empty message.
  return cause.message || cause.code || facts.message || String(error);
}

interface ErrorFacts {
  readonly message?: string;
  readonly code?: string;
  readonly cause?: unknown;
}

/** Not `instanceof Error`: the error may come from another JavaScript realm, such as a frame. */
function factsOf(error: unknown): ErrorFacts {
  return typeof error === 'object' && error !== null ? error : {};
}

interface GraphqlResponse<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly RawError[];
}

function readResult<Data>(response: Response, text: string): GatewayResult<Data> {
  const body = parse(text);
  if (!isGraphqlResponse<Data>(body)) {
    const type = response.headers.get('content-type') ?? 'no content type';
    throw new TransportError(
      `The response is not a GraphQL response: status ${response.status}, ${type}.`,
      {
        response,
      },
    );
  }
  const correlationId = response.headers.get('x-correlation-id');
  return {
    data: body.data ?? null,
    errors: (body.errors ?? []).map((error) => new GatewayError(error, correlationId)),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is a GraphQL response. The gateway guarantees the members of `data`. */
function isGraphqlResponse<Data>(value: unknown): value is GraphqlResponse<Data> {
  if (!isObject(value)) return false;
  const { data = null, errors = [] } = value;
  if (!('data' in value || 'errors' in value)) return false;
  return (data === null || isObject(data)) && Array.isArray(errors) && errors.every(isError);
}

function isError(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { path = [], extensions = {} } = value;
  return Array.isArray(path) && isObject(extensions);
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
