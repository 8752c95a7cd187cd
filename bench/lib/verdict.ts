/** Compares figures with their targets. */
import { styleText } from 'node:util';
import { noiseOf, median } from './statistics.ts';
import { table } from './table.ts';

/** One figure and its target. */
export interface Verdict {
  /** The id of the target, as bench/README.md has it. */
  readonly id: string;
  readonly what: string;
  readonly measured: number;
  /** The standard error of the figure. */
  readonly noise: number;
  readonly bound: 'at most' | 'at least';
  readonly target: number;
  /** `unclear`: the target is missed by no more than the noise. */
  readonly outcome: 'kept' | 'unclear' | 'missed';
}

/** A target and what was measured. */
export interface Claim {
  readonly id: string;
  readonly what: string;
  /** One figure for each round. */
  readonly rounds: readonly number[];
  readonly bound: 'at most' | 'at least';
  readonly target: number;
}

/** Judges the median of the rounds. */
export function judge({ rounds, ...claim }: Claim): Verdict {
  const measured = median(rounds);
  const noise = noiseOf(rounds);
  const missedBy = claim.bound === 'at most' ? measured - claim.target : claim.target - measured;
  const outcome = missedBy <= 0 ? 'kept' : missedBy <= noise ? 'unclear' : 'missed';
  return { ...claim, measured, noise, outcome };
}

/** One line for each verdict. */
export function verdictLines(verdicts: readonly Verdict[]): string {
  return verdicts.map((verdict) => `  ${cellsOf(verdict).join('  ')}`).join('\n');
}

/** A table in Markdown with one row for each verdict, and a line that says green or red. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const heads = ['id', 'figure', 'target', 'measured', 'outcome'];
  return `${table(heads, verdicts.map(cellsOf))}\n\n${conclusion(verdicts)}`;
}

/** In colour on a terminal. */
function conclusion(verdicts: readonly Verdict[]): string {
  const countOf = (outcome: Verdict['outcome']): number =>
    verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const unclear = countOf('unclear') === 0 ? '' : `, ${countOf('unclear')} missed within the noise`;
  const text = `${countOf('kept')} of ${verdicts.length} targets are kept${unclear}`;
  return isKept(verdicts)
    ? styleText('green', `green: ${text}.`)
    : styleText('red', `red: ${text}, ${countOf('missed')} missed.`);
}

/** Whether no target is missed. */
export function isKept(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ outcome }) => outcome !== 'missed');
}

function cellsOf({ id, what, measured, noise, bound, target, outcome }: Verdict): string[] {
  const sign = bound === 'at most' ? '≤' : '≥';
  return [id, what, `${sign} ${target}`, `${measured.toFixed(2)} ± ${noise.toFixed(2)}`, outcome];
}
