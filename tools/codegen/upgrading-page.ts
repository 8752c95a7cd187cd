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

What teams change whose own documents name something of the gateway's schema. Documents of [operations](operations.md) keep their names, so clients of
the package only update it.

\`npm run generate\` writes this page from the decision records. A test compares them with every breaking change that GraphQL Inspector finds in the
schema or in the subgraph.
`;

/** Returns `docs/upgrading.md`: what the schema has in place of what the last release had. */
export function upgradingPage(): string {
  const breaks = decisionRecords().flatMap(({ text }) => breaksIn(text));
  const byNumber = (one: string, other: string): number =>
    one.localeCompare(other, 'en', { numeric: true });
  const [version = ''] = breaks
    .map((one) => one.version)
    .toSorted(byNumber)
    .slice(-1);
  const rows = breaks
    .filter((one) => one.version === version)
    .map(({ paths, now }) => {
      const names = paths.map((path) => `\`${path}\``).join(', ');
      return `| ${names} | ${now.replaceAll('|', '\\|')} |`;
    });
  return [
    head,
    `## From ${version}`,
    '',
    `| In ${version} | Now |`,
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
