/** Whether a figure keeps its target. */
import { halfSpread, median } from './statistics.ts';

/** One figure against its target. */
export interface Verdict {
  /** Which target of the project: P1 to P10. */
  readonly id: string;
  readonly what: string;
  readonly measured: number;
  /** What the figure may be off by, as far as the rounds tell. */
  readonly noise: number;
  readonly bound: 'at most' | 'at least';
  readonly target: number;
  readonly kept: boolean;
}

/** What is judged. */
export interface Claim {
  readonly id: string;
  readonly what: string;
  /** One figure a round. */
  readonly rounds: readonly number[];
  readonly bound: 'at most' | 'at least';
  readonly target: number;
}

/** A target is missed only by more than the noise. */
export function judge({ rounds, ...claim }: Claim): Verdict {
  const measured = median(rounds);
  const noise = halfSpread(rounds);
  const kept =
    claim.bound === 'at most' ? measured - noise <= claim.target : measured + noise >= claim.target;
  return { ...claim, measured, noise, kept };
}

/** A verdict in one line. */
export function verdictLine({ id, what, measured, noise, bound, target, kept }: Verdict): string {
  const figure = `${measured.toFixed(2)} ± ${noise.toFixed(2)}`;
  return `${kept ? 'kept  ' : 'MISSED'} ${id.padEnd(3)} ${what}: ${figure} (${bound} ${target})`;
}
