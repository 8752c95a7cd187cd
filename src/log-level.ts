import type { ProcessLog } from './telemetry/log.ts';

/** The level of the log while the process runs. */
export class LogLevel {
  readonly #log: Pick<ProcessLog, 'level' | 'setLevel' | 'warn'>;
  #configured: string;

  constructor(log: Pick<ProcessLog, 'level' | 'setLevel' | 'warn'>, configured: string) {
    this.#log = log;
    this.#configured = configured;
  }

  /** Everything is written from now on, or once more only what is configured. */
  readonly toggle = (): void => {
    this.#log.setLevel(this.#log.level() === 'debug' ? this.#configured : 'debug');
    this.#log.warn(`The log level is ${this.#log.level()} now.`);
  };

  /** Another level is configured from now on. */
  configure(level: string): void {
    this.#configured = level;
    this.#log.setLevel(level);
  }
}
