import { byId, byText } from './client-document.ts';
import type { SendableDocument } from './client-document.ts';
import { GatewayError, TransportError } from './gateway-error.ts';
import type { RawError } from './gateway-error.ts';

/** Where the gateway is and how a caller shows who they are. */
export interface ClientOptions {
  /** The GraphQL endpoint; in a browser it may be a path of the page's own site, `/graphql`. */
  readonly url: string;
  /** Headers of each request, or a function that is asked for them before each one. */
  readonly headers?: RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>);
  /** Whether a browser sends cookies; `include` for a gateway on another origin. Its default is `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  /** Sends the text of a document, the default, or only its id. */
  readonly documents?: 'text' | 'id';
  /** In place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Header names and their values. */
export type RequestHeaders = Readonly<Record<string, string>>;

/** What goes with one request. */
export interface RequestOptions {
  /** Ends the request early; it then rejects with the signal's reason, as `fetch` does. */
  readonly signal?: AbortSignal;
}

/** What came back. Both may be there: a field that failed is null in `data` and has an error. */
export interface GatewayResult<Data> {
  readonly data: Data | null;
  /** Empty when nothing failed. */
  readonly errors: readonly GatewayError[];
}

/**
 * Variables may be left out where the operation requires none. Their type comes from the document alone:
 * taken from the argument as well, it would allow members that the operation does not have.
 */
export type RequestArguments<Variables> =
  Record<string, never> extends Variables
    ? [variables?: NoInfer<Variables>, options?: RequestOptions]
    : [variables: NoInfer<Variables>, options?: RequestOptions];

/** A caller of one gateway. */
export interface GatewayClient {
  /**
   * Sends one operation.
   * @throws TransportError when no GraphQL answer came back
   */
  request<Data, Variables>(
    document: SendableDocument<Data, Variables>,
    ...more: RequestArguments<Variables>
  ): Promise<GatewayResult<Data>>;
}

/** A small typed client for browsers and Node, over `fetch` and nothing else. */
export function createClient(options: ClientOptions): GatewayClient {
  const { url, headers, credentials, documents, fetch = globalThis.fetch } = options;
  const name = documents === 'id' ? byId : byText;
  return {
    async request(document, variables?: unknown, { signal }: RequestOptions = {}) {
      const init: RequestInit = {
        method: 'POST',
        headers: {
          ...(typeof headers === 'function' ? await headers() : headers),
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json;q=0.9',
        },
        body: JSON.stringify({ ...name(document), variables }),
        // A redirect would carry the session header to wherever it points.
        redirect: 'error',
        ...(credentials && { credentials }),
        ...(signal && { signal }),
      };
      try {
        const response = await fetch(url, init);
        return readResult(response, await response.text());
      } catch (error: unknown) {
        if (error instanceof TransportError || signal?.aborted === true) throw error;
        throw new TransportError(`The gateway cannot be reached: ${reasonOf(error)}`, {
          cause: error,
        });
      }
    },
  };
}

/** Node says "fetch failed" and hides why in the cause; browsers tell no more than the message. */
function reasonOf(error: unknown): string {
  const facts = factsOf(error);
  const cause = factsOf(facts.cause);
  // Where a name has several addresses, the cause has an empty message and only a code.
  return cause.message || cause.code || facts.message || String(error);
}

interface ErrorFacts {
  readonly message?: string;
  readonly code?: string;
  readonly cause?: unknown;
}

/** Not by `instanceof Error`: in a frame or a test runner an error may be of another realm. */
function factsOf(error: unknown): ErrorFacts {
  return typeof error === 'object' && error !== null ? error : {};
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly RawError[];
}

function readResult<Data>(response: Response, text: string): GatewayResult<Data> {
  const answer = parse(text);
  if (!isAnswer<Data>(answer)) {
    const type = response.headers.get('content-type') ?? 'no content type';
    throw new TransportError(`This is no GraphQL answer: status ${response.status}, ${type}.`, {
      response,
    });
  }
  const correlationId = response.headers.get('x-correlation-id');
  return {
    data: answer.data ?? null,
    errors: (answer.errors ?? []).map((error) => new GatewayError(error, correlationId)),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether it has a part that GraphQL requires; that `data` fits its type is the gateway's promise. */
function isAnswer<Data>(value: unknown): value is Answer<Data> {
  if (typeof value !== 'object' || value === null) return false;
  return 'data' in value || ('errors' in value && Array.isArray(value.errors));
}
