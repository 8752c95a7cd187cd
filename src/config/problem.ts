/** Every problem of a configuration, in one message that quotes no secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration has problems:', ...problems.map((line) => `  - ${line}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Thrown by a reader; the loader collects these and names the option. */
export class InvalidValue extends Error {}
