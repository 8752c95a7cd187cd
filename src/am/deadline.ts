import type { Cancellation, CancelListener } from './cancellation.ts';

/** What can be given up. */
export interface Stoppable {
  stop(): void;
}

/** The time that one call may take, its retry included; also ends when nobody waits any more. */
export class Deadline implements CancelListener {
  readonly #timer: NodeJS.Timeout;
  #state: 'running' | 'passed' | 'given up' | 'ended' = 'running';
  #underWay: Stoppable | undefined;

  constructor(ms: number, client: Cancellation | undefined) {
    this.#timer = setTimeout(timeIsUp, ms, this);
    if (client?.cancelled === true) this.#state = 'given up';
    else client?.listen(this);
  }

  /** Whether nothing more may be tried: the time is up, or nobody waits. */
  get over(): boolean {
    return this.#state === 'passed' || this.#state === 'given up';
  }

  /** Whether it ended because the time was up. */
  get passed(): boolean {
    return this.#state === 'passed';
  }

  /** What to stop when it is over; in place of what was to be stopped before. */
  stops(underWay: Stoppable): void {
    this.#underWay = underWay;
    if (this.over) underWay.stop();
  }

  /** Must be called when the call is over; frees the timer. */
  end(): void {
    clearTimeout(this.#timer);
    this.#underWay = undefined;
    if (this.#state === 'running') this.#state = 'ended';
  }

  onCancel(): void {
    this.#finish('given up');
  }

  onTime(): void {
    this.#finish('passed');
  }

  #finish(state: 'passed' | 'given up'): void {
    if (this.#state !== 'running') return;
    this.#state = state;
    this.#underWay?.stop();
  }
}

function timeIsUp(deadline: Deadline): void {
  deadline.onTime();
}
