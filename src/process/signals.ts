import { exitCodes } from '../commands/line/exit.ts';
import type { ProcessLog } from '../telemetry/log.ts';

/** Stops a part. Returns how many requests were given up. */
type Stop = () => Promise<number>;

/** Stops all parts on SIGTERM and SIGINT, the last started first, then exits. */
export class Shutdown {
  readonly #stops: Stop[] = [];
  #stopping: Promise<number> | undefined;
  readonly #log: Pick<ProcessLog, 'process'>;

  /** @param onError called if stopping fails; it must end the process */
  constructor(log: Pick<ProcessLog, 'process'>, onError: (error: unknown) => void) {
    this.#log = log;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        // Ctrl-C under npm arrives twice; both signals wait for the same stop.
        this.#stopping ??= this.#stopAll(signal);
        this.#stopping.then(
          (givenUp) => process.exit(givenUp > 0 ? exitCodes.givenUp : exitCodes.done),
          onError,
        );
      });
    }
  }

  add(stop: Stop): void {
    this.#stops.unshift(stop);
  }

  async #stopAll(signal: NodeJS.Signals): Promise<number> {
    this.#log.process({ step: 'stop', signal });
    let givenUp = 0;
    for (const stop of this.#stops) givenUp += await stop();
    return givenUp;
  }
}

/** Calls `reload` on SIGHUP, which in a terminal ends the process: the terminal was closed. */
export function reloadOnHangUp(reload: () => void): void {
  if (!process.stdin.isTTY) process.on('SIGHUP', reload);
}

/** Stops with the shell of npx, which ends on SIGTERM without forwarding the signal. */
export function stopWithShell(npmCommand: string | undefined): void {
  if (npmCommand !== 'exec') return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
