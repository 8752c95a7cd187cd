import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const decisions = 'docs/adr';

/** Breaks of one version that a decision record accepts: `- breaks A.b, A.c after 0.1.0: why`. */
export interface AcceptedBreaks {
  readonly paths: readonly string[];
  readonly version: string;
  /** What is there now. */
  readonly now: string;
}

/** Returns the decision records: their file names and texts, in order. */
export function decisionRecords(): readonly { readonly page: string; readonly text: string }[] {
  const pages = readdirSync(decisions).filter((page) => page.endsWith('.md'));
  return pages
    .toSorted()
    .map((page) => ({ page, text: readFileSync(join(decisions, page), 'utf8') }));
}

/** Returns the breaks that a decision record accepts. */
export function breaksIn(text: string): readonly AcceptedBreaks[] {
  const items = text.matchAll(
    /^- breaks ((?:`[^`]+`,?\s+)+)after ([0-9.]+): (\S.*(?:\n {2}\S.*)*)/gm,
  );
  return [...items].map(([, paths = '', version = '', now = '']) => ({
    paths: [...paths.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
    version,
    now: now.replaceAll(/\s+/g, ' '),
  }));
}

const head = `# Upgrading

What changes between two releases for operators of the gateway, and for teams whose documents name something of its schema. 0.4.0 is the first
release: nothing leads to it from earlier versions, and a ledger of one is refused.

## What holds from 0.4.0 on

| What                                       | What holds                                                                                                      |
| ------------------------------------------ | --------------------------------------------------------------------------------------------------------------- |
| a ledger of a release                      | every later release migrates it and reads its records. A test does so with a kept ledger of each release        |
| the gateway of the last release            | it may write during the upgrade, after \`ledger migrate\` ([steps](operating.md#upgrade))                       |
| the gateway of an older release            | it refuses to start on a migrated ledger, and changes nothing. To go back, restore the backup                   |
| [operations](operations.md) and the client | documents keep their names and their meaning, so clients only update the package                                |
| the schema                                 | what is deprecated stays for six months and one minor version. Before 1.0 a minor version may break what is listed below |

\`npm run generate\` writes this page. Breaks are from the decision records: a test compares them with every breaking change that GraphQL
Inspector finds in the schema or in the subgraph.
`;

/** Returns `docs/upgrading.md`: what the schema has in place of what the last release had. */
export function upgradingPage(): string {
  const breaks = decisionRecords().flatMap(({ text }) => breaksIn(text));
  const byNumber = (one: string, other: string): number =>
    one.localeCompare(other, 'en', { numeric: true });
  const [version] = breaks
    .map((one) => one.version)
    .toSorted(byNumber)
    .slice(-1);
  if (version === undefined) return head;
  const rows = breaks
    .filter((one) => one.version === version)
    .map(({ paths, now }) => {
      const names = paths.map((path) => `\`${path}\``).join(', ');
      return `| ${names} | ${now.replaceAll('|', '\\|')} |`;
    });
  const title = [`## From ${version}`, '', `| In ${version} | Now |`, '| --- | --- |'];
  return [head, ...title, ...rows, ''].join('\n');
}
