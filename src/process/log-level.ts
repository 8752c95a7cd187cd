import type { ProcessLog } from '../telemetry/log.ts';

/** The log level while the process runs. */
export class LogLevel {
  readonly #log: Pick<ProcessLog, 'level' | 'setLevel' | 'warn'>;
  #configured: string;

  constructor(log: Pick<ProcessLog, 'level' | 'setLevel' | 'warn'>, configured: string) {
    this.#log = log;
    this.#configured = configured;
  }

  /** Switches between `debug` and the configured level. */
  readonly toggle = (): void => {
    this.#log.setLevel(this.#log.level() === 'debug' ? this.#configured : 'debug');
    this.#log.warn(`The log level is ${this.#log.level()} now.`);
  };

  /** Applies another configured level. Returns whether it differs from the one before. */
  configure(level: string): boolean {
    if (level === this.#configured) return false;
    this.#configured = level;
    this.#log.setLevel(level);
    return true;
  }
}
