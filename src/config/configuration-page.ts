import { options } from './options.ts';
import type { DefaultedOption, Option } from './option.ts';

const head = `# Configuration

Every option is an environment variable. In development a \`.env\` file in the working directory is read,
too; the environment wins. A bad configuration ends the process with status 78 and one message that
lists everything wrong. With \`NODE_ENV=production\` the sandbox, the explorer and introspection are off,
and unsafe settings are refused.

This page is printed from \`src/config/options.ts\` by \`npm run generate\`.
`;

/** \`docs/configuration.md\`, printed from the table of options. */
export function configurationPage(): string {
  const groups = ['Gateway', 'Documents', 'AM', 'Callers', 'Limits'] as const;
  const entries: readonly [string, Option<unknown> | DefaultedOption<unknown>][] =
    Object.entries(options);
  const sections = groups.map((group) => {
    const rows = entries
      .filter(([, option]) => option.group === group)
      .map(([name, option]) => row(name, option));
    return [`## ${group}`, '', '| Name | Meaning | Default |', '| --- | --- | --- |', ...rows].join(
      '\n',
    );
  });
  return `${[head, ...sections].join('\n\n')}\n`;
}

function row(name: string, option: Option<unknown> | DefaultedOption<unknown>): string {
  const standard = 'standard' in option ? option.standard : undefined;
  const unit = option.unit === undefined ? '' : ` (${option.unit})`;
  const shown =
    standard === undefined
      ? (option.absent ?? '')
      : standard === ''
        ? 'none'
        : `\`${standard}\`${unit}`;
  const secret = option.secret === true ? ' Secret.' : '';
  return `| \`${name}\` | ${option.meaning}${secret} | ${shown} |`;
}
