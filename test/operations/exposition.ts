/** Reads the metrics and the log of a gateway. */
import { expect } from '@jest/globals';
import { fieldAt } from '../support/json.ts';
import type { Stage } from '../support/stage.ts';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Parses the text format. Every line except comments must be a sample. */
export function parseMetrics(text: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] =
        /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`no sample: ${line}`);
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      const named = Object.fromEntries(pairs.map(([, key = '', quoted = '']) => [key, quoted]));
      return { name, labels: named, value: Number(value) };
    });
}

/** The value of the only sample with these labels. */
export function valueOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>>,
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
  );
  if (found.length > 1) throw new Error(`${found.length} samples of ${name}`);
  return found[0]?.value;
}

/** The log lines of one event, from a line number on. */
export function linesOf({ gateway: { log } }: Stage, event: string, from: number): unknown[] {
  return log
    .slice(from)
    .map((line): unknown => JSON.parse(line))
    .filter((line) => fieldAt(line, 'event') === event);
}

/** Reads the metrics of a gateway. */
export async function scrape({ gateway }: Stage): Promise<readonly Sample[]> {
  const response = await fetch(`${gateway.metricsUrl}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  return parseMetrics(await response.text());
}

/** By how much a figure grows during an action. */
export async function growthOf(
  stage: Stage,
  figure: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  act: () => Promise<unknown>,
): Promise<number> {
  const now = async (): Promise<number> =>
    valueOf(await scrape(stage), figure.name, figure.labels) ?? 0;
  const before = await now();
  await act();
  return (await now()) - before;
}
