/** An answer before it is written to a socket. */
export interface Answer {
  readonly status: number;
  /** JSON to send; absent means an empty body (contract §1.4: bare 500s). */
  readonly json?: unknown;
  /** Plain text or HTML instead of JSON. */
  readonly text?: string;
  /** Default: JSON in UTF-8. An empty type is not sent. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Content-API-Version; absent if AM does not send it (recorded 401, 403, version 404). */
  readonly apiVersion?: string;
  /** Whether the realm was not found. OpenAM then sends no Cache-Control (recorded). */
  readonly beforeCache?: boolean;
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  501: 'Not Implemented',
};

/** Returns a 200 with a JSON body. */
export function ok(json: unknown): Answer {
  return { status: 200, json };
}

/** Returns a CREST error: code, reason, message (contract §1.4). */
export function refuse(status: number, message: string, extra: object = {}): Answer {
  const reason = reasons[status] ?? 'Error';
  return { status, json: { code: status, reason, message, ...extra } };
}

/** Returns OpenAM's answer to an uncaught exception: 500 without a body (contract §18 U23). */
export function bareFailure(): Answer {
  return { status: 500 };
}

/** Returns the answer to a request without a valid session (contract §1.4). */
export function accessDenied(): Answer {
  return refuse(401, 'Access Denied');
}

/** Adds the resource version that served the request (contract §1.2). */
export function versioned(answer: Answer, version: string): Answer {
  if (answer.apiVersion !== undefined || (answer.json === undefined && answer.status >= 500)) {
    return answer;
  }
  return { ...answer, apiVersion: `resource=${version}` };
}

/** Returns the envelope of a CREST query (contract §1.3). */
export function envelope(
  result: readonly unknown[],
  pagedResultsCookie: string | null = null,
): object {
  return {
    result,
    resultCount: result.length,
    pagedResultsCookie,
    totalPagedResultsPolicy: 'NONE',
    totalPagedResults: -1,
    remainingPagedResults: -1,
  };
}

/** Returns a 302 that caches must not store. */
export function redirect(location: string): Answer {
  return { status: 302, headers: { location, 'cache-control': 'no-store' } };
}
