/** The responses that a client reads. */
import { fieldAt } from '../support/json.ts';

/** A `fetch`, and what passes through it. */
export interface WatchedFetch {
  readonly fetch: typeof globalThis.fetch;
  /** The bodies of the responses. */
  readonly answers: readonly unknown[];
  /** Waits until no request is in flight, and none follows. */
  quiet(): Promise<void>;
}

/** Watches a `fetch`. */
export function watchedFetch(send: typeof globalThis.fetch = globalThis.fetch): WatchedFetch {
  const answers: unknown[] = [];
  let inFlight = 0;
  return {
    answers,
    fetch: async (...request) => {
      inFlight += 1;
      try {
        const response = await send(...request);
        answers.push(await response.clone().json());
        return response;
      } finally {
        inFlight -= 1;
      }
    },
    quiet: async () => {
      for (let turns = 0; turns < 4; turns = inFlight > 0 ? 0 : turns + 1) {
        await new Promise((later) => setTimeout(later, 4));
      }
    },
  };
}

/** The types of the objects that have each `id`. */
export function typesOfIds(
  data: unknown,
): readonly { readonly id: string; readonly types: readonly string[] }[] {
  const found = new Map<string, Set<string>>();
  JSON.stringify(data, (_key, value: unknown) => {
    const id = fieldAt(value, 'id');
    if (typeof id === 'string') {
      const types = found.get(id) ?? new Set();
      found.set(id, types.add(String(fieldAt(value, '__typename'))));
    }
    return value;
  });
  return [...found].map(([id, types]) => ({ id, types: [...types] }));
}
