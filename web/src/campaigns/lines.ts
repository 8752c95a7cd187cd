import { CampaignLinesDocument } from '@identity-gateway/client';
import type { CampaignLinesQuery } from '@identity-gateway/client';
import { resultsHeading, resultsRow } from '../data/csv-text.ts';
import { runQuery } from '../data/run-query.ts';

type Lines = NonNullable<NonNullable<CampaignLinesQuery['resetCampaign']>['lines']>;

/** A line of a campaign. */
export type Line = Lines['nodes'][number];

const pageSize = 500;

/** A campaign has at most 100,000 lines. */
const mostPages = 201;

/**
 * Reads every line of a campaign, in pages. Null if one could not be read.
 * @param onRead called after each page, with the number of lines so far
 */
export async function readLines(
  id: string,
  onRead: (count: number) => void,
): Promise<readonly Line[] | null> {
  const lines: Line[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const found: Lines | null = await readPage(id, after);
    if (found === null) return null;
    lines.push(...found.nodes);
    onRead(lines.length);
    if (!found.pageInfo.hasNextPage) return lines;
    after = found.pageInfo.endCursor;
  }
  return null;
}

async function readPage(id: string, after: string | null): Promise<Lines | null> {
  const result = await runQuery(CampaignLinesDocument, { id, first: pageSize, after });
  return result.status === 'ready' ? (result.data.resetCampaign?.lines ?? null) : null;
}

/** Returns the lines as CSV, as the command line writes them: a failure by its code. */
export function csvOf(lines: readonly Line[]): string {
  const rows = lines.map(({ result, refusal, finding, findingRefusal, ...line }) =>
    resultsRow({ ...line, result: refusal ?? result, finding: findingRefusal ?? finding }),
  );
  return resultsHeading() + rows.join('');
}
