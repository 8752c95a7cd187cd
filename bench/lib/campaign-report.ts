/** The figures of campaigns, as a table and as verdicts. */
import { median, percentile } from './statistics.ts';
import { table } from './table.ts';
import { judge, type Verdict } from './verdict.ts';

/** The figures of one campaign. Durations are of ordinary requests, window by window. */
export interface CampaignFigures {
  readonly name: string;
  readonly people: number;
  /** The most people a minute. */
  readonly pace: number;
  readonly perMinuteAlone: number;
  readonly perMinuteBeside: number;
  readonly minutes: number;
  readonly before: readonly (readonly number[])[];
  readonly beside: readonly (readonly number[])[];
  readonly residentBefore: number;
  readonly residentMost: number;
  readonly connectionsMost: number;
  readonly callsPerPerson: number;
  /** Rows and bytes of each person. */
  readonly rows: Readonly<Record<string, number>>;
}

/** The 99th percentile. */
export function p99(durations: readonly number[]): number {
  return percentile(durations, 99);
}

/** Each window beside the campaign is compared with the median window before it. */
export function verdictOf(figures: CampaignFigures): Verdict {
  const rounds = ratiosOf(figures);
  const what = `p99 of ordinary requests beside a campaign ÷ before it, ${figures.name}`;
  return judge({ id: 'P12', what, rounds, bound: 'at most', target: 1.5 });
}

function ratiosOf({ before, beside }: CampaignFigures): number[] {
  const usual = median(before.map(p99));
  return beside.map((window) => p99(window) / usual);
}

/** One row for each figure of each campaign. */
export function reportTable(figures: readonly CampaignFigures[]): string {
  const rows = figures.flatMap((one) => {
    const p50s = [one.before, one.beside].map((windows) => percentile(windows.flat(), 50));
    const figure = {
      'people a minute, alone': one.perMinuteAlone,
      'people a minute, beside ordinary requests': one.perMinuteBeside,
      'calls to AM per person': one.callsPerPerson,
      'p50 of ordinary requests before, ms': p50s[0],
      'p50 of ordinary requests beside, ms': p50s[1],
      'p99 of ordinary requests before, ms': median(one.before.map(p99)),
      'p99 of ordinary requests beside, ms': median(one.beside.map(p99)),
      'p99 beside ÷ before': median(ratiosOf(one)),
      'resident MiB before': one.residentBefore,
      'resident MiB, most': one.residentMost,
      'connections to PostgreSQL, most': one.connectionsMost,
      ...one.rows,
    };
    return Object.entries(figure).map(([what, value]) => [one.name, what, value?.toFixed(1) ?? '']);
  });
  return table(['AM', 'what, or rows and bytes per person', 'measured'], rows);
}
