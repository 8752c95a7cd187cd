/** Every problem of a configuration, in one message that quotes no secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  /** @param command finds the same problems again, after a change */
  constructor(problems: readonly string[], command?: string) {
    const again = command === undefined ? [] : [`Check it again with: ${command}`];
    const lines = problems.map((line) => `  - ${line}`);
    super(['The configuration has problems:', ...lines, ...again].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Thrown by a reader; the loader collects these and names the option. */
export class InvalidValue extends Error {}

/** Whether an action does not throw. */
export function isPossible(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
