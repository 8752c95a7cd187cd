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
export class InvalidValue extends Error {
  /** What is wrong, without a word of the value. */
  readonly unquoted: string;

  constructor(message: string, { got, hint = '', isQuoting = false, cause }: About = {}) {
    super(got === undefined ? message : `${message}, got "${got}"${hint}`, { cause });
    this.unquoted = isQuoting ? 'the content of the file is not valid' : message;
  }
}

/** What a message has of the value. */
interface About {
  /** The value, for the end of the message. */
  readonly got?: string;
  /** What follows from the value. */
  readonly hint?: string;
  /** Whether the message itself has a part of the value. */
  readonly isQuoting?: boolean;
  readonly cause?: unknown;
}

/** Whether an action does not throw. */
export function isPossible(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
