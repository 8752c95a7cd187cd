/** The sandbox's time: the injected clock plus the time by which a test has advanced it. */
export interface Clock {
  now(): number;
  /** The callers' time. `advance` does not change it. */
  callersNow(): number;
  advance(ms: number): void;
  reset(): void;
}

/**
 * Creates a clock that starts from `base`. Tests advance it to make sessions expire (contract
 * §6.2).
 */
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

/** Formats a time as AM does: ISO-8601 UTC in whole seconds (contract §6.2). */
export function formatSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** Formats a time as LDAP generalized time, as in `createTimestamp` (recorded user reads). */
export function formatGeneralizedTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}
