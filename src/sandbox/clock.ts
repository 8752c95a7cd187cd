/** The sandbox's time: the injected clock plus what a test has advanced it by. */
export interface Clock {
  now(): number;
  /** The callers' time, which `advance` does not move. */
  callersNow(): number;
  advance(ms: number): void;
  reset(): void;
}

/** Creates a clock over `base` that tests advance, so that sessions expire (contract §6.2). */
export function createClock(base: () => number): Clock {
  let offsetMs = 0;
  return {
    now: () => base() + offsetMs,
    callersNow: base,
    advance: (ms) => {
      offsetMs += ms;
    },
    reset: () => {
      offsetMs = 0;
    },
  };
}

/** AM writes times as ISO-8601 UTC in whole seconds (contract §6.2). */
export function formatSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** LDAP generalized time, as in `createTimestamp` (recorded user reads). */
export function formatGeneralizedTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}
