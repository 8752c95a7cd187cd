import type { IncomingHttpHeaders } from 'node:http';

/** A request that the sandbox received. Control calls are not recorded. */
export interface ReceivedRequest {
  readonly method: string;
  /** Raw path with its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The sandbox's time, in milliseconds since the epoch. */
  readonly at: number;
}

const mostKept = 10_000;

/** The latest requests. Tests use them to assert what AM received (contract §18). */
export class ReceivedRequests {
  #requests: ReceivedRequest[] = [];

  add(request: ReceivedRequest): void {
    this.#requests.push(request);
    if (this.#requests.length >= 2 * mostKept) {
      this.#requests = this.#requests.slice(-mostKept);
    }
  }

  all(): readonly ReceivedRequest[] {
    return [...this.#requests];
  }

  clear(): void {
    this.#requests = [];
  }
}
