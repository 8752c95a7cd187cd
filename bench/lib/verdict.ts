/** Whether a figure keeps its target. */
import { say } from './say.ts';
import { noiseOf, median } from './statistics.ts';

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
  /** `unclear` where it is missed by no more than the noise. */
  readonly outcome: 'kept' | 'unclear' | 'missed';
}

/** What is judged. */
export interface Claim {
  readonly id: string;
  readonly what: string;
  /** One figure a round, or a turn. */
  readonly rounds: readonly number[];
  readonly bound: 'at most' | 'at least';
  readonly target: number;
}

/** A target is missed only by more than the noise. */
export function judge({ rounds, ...claim }: Claim): Verdict {
  const measured = median(rounds);
  const noise = noiseOf(rounds);
  const missedBy = claim.bound === 'at most' ? measured - claim.target : claim.target - measured;
  const outcome = missedBy <= 0 ? 'kept' : missedBy <= noise ? 'unclear' : 'missed';
  return { ...claim, measured, noise, outcome };
}

function verdictLine({ id, what, measured, noise, bound, target, outcome }: Verdict): string {
  const figure = `${measured.toFixed(2)} ± ${noise.toFixed(2)}`;
  return `${outcome.padEnd(7)} ${id.padEnd(3)} ${what}: ${figure} (${bound} ${target})`;
}

/** Tells every verdict; whether none is missed. */
export function tellVerdicts(verdicts: readonly Verdict[]): boolean {
  for (const verdict of verdicts) say(verdictLine(verdict));
  return verdicts.every(({ outcome }) => outcome !== 'missed');
}
