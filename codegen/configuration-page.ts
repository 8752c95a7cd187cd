import { optionsIn } from '../src/config/option.ts';
import type { Option } from '../src/config/option.ts';
import { options } from '../src/config/options.ts';

/** The sections of the page, in its order. */
const titles = {
  gateway: 'Gateway',
  documents: 'Documents',
  am: 'AM',
  access: 'Access',
  callers: 'Credentials',
  proofs: 'Proofs of identity',
  pages: 'Pages',
  ledger: 'Ledger',
  notices: 'Notices',
  sharedSignals: 'Shared Signals',
  limits: 'Limits',
  tracing: 'Traces',
} satisfies Record<keyof typeof options, string>;

const head = `# Configuration

This page lists every option, for operators. \`npm run generate\` writes it from \`src/config\`;
[minimal configurations](deployment.md#minimal-configurations) has an example for each product.

- Every option is an environment variable. \`NAME_FILE\` reads it from a file ([rules for values](deployment.md#check-it-first)).
- In development, a \`.env\` file in the working directory is read, too; the environment takes precedence.
- A wrong configuration ends the process with status 78 and one message with every problem.
- With \`NODE_ENV=production\` the sandbox, the explorer and introspection are off, and unsafe settings are refused.
- \`identity-gateway config\` prints each option and where it comes from (default, environment or file), without secrets.
`;

/** Returns the content of `docs/configuration.md`. */
export function configurationPage(): string {
  const sections = Object.entries(options).map(([place, tree]) =>
    [
      `## ${new Map(Object.entries(titles)).get(place)}`,
      '',
      '| Name | Meaning | Default |',
      '| --- | --- | --- |',
      ...optionsIn(tree).map(row),
    ].join('\n'),
  );
  return `${[head, ...sections].join('\n\n')}\n`;
}

function row(option: Option): string {
  const secret = option.secret === true ? ' Secret.' : '';
  // A bar would start another cell, also in code.
  const meaning = option.meaning.replaceAll('|', String.raw`\|`);
  return `| \`${option.name}\` | ${meaning}${secret} | ${defaultOf(option)} |`;
}

function defaultOf({ default: text, absent = '', unit }: Option): string {
  if (text === undefined) return absent;
  if (text === '') return 'none';
  return unit === undefined ? `\`${text}\`` : `\`${text}\` (${unit})`;
}
