/** What happens to a matching request (contract §1.4: the deviations to survive). */
export type FaultEffect =
  | { readonly kind: 'latency'; readonly ms: number }
  /** A device list shows the devices of so many milliseconds ago, as from a replica that lags. */
  | { readonly kind: 'lag'; readonly ms: number }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly contentType?: string;
      /** Whether the request is performed nevertheless. Default: false. */
      readonly applyEffect?: boolean;
    }
  /**
   * The socket is destroyed before or after the request is performed. With `reset` it sends RST
   * instead of FIN.
   */
  | { readonly kind: 'cut'; readonly when: 'before' | 'after'; readonly reset?: boolean }
  /** 200 with truncated JSON; the request is performed. */
  | { readonly kind: 'malformed' }
  /** 200 with a body of about this many bytes; the request is performed. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** The real answer at this rate. */
  | { readonly kind: 'slowBody'; readonly bytesPerSecond: number }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Never answers; the request is not performed. */
  | { readonly kind: 'blackhole' }
  /** 200 with this JSON instead of the real answer; the request is performed. */
  | { readonly kind: 'body'; readonly body: unknown }
  /** The real answer; the socket is destroyed when its next request arrives. */
  | { readonly kind: 'closeIdle' }
  /** Runs a function before the request is performed. Only for tests in the same process. */
  | { readonly kind: 'hook'; readonly run: () => Promise<void> | void };

/** One planned fault. */
export interface Fault {
  readonly match?: { readonly method?: string; readonly path?: RegExp | string };
  /** How many matching requests it affects. Default: 1. Infinity is allowed. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

/** Planned faults, in the order in which they were planned. */
export class Faults {
  #planned: { readonly fault: Fault; left: number }[] = [];

  plan(fault: Fault): void {
    this.#planned.push({ fault, left: fault.times ?? 1 });
  }

  /** Returns the first matching fault. `url` is the raw path with its query. */
  take(method: string, url: string): FaultEffect | undefined {
    if (this.#planned.length === 0) return undefined;
    const found = this.#planned.find(({ fault }) => isMatch(fault, method, url));
    if (found === undefined) return undefined;
    found.left -= 1;
    this.#planned = this.#planned.filter(({ left }) => left > 0);
    return found.fault.effect;
  }

  clear(): void {
    this.#planned = [];
  }
}

function isMatch({ match }: Fault, method: string, url: string): boolean {
  if (match?.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match?.path === undefined) return true;
  return typeof match.path === 'string' ? url.includes(match.path) : match.path.test(url);
}
