import type { Option } from '../src/config/option.ts';
import { optionGroups } from '../src/config/options.ts';

const head = `# Configuration

Every option is an environment variable. In development a \`.env\` file in the working directory is read,
too; the environment wins. A bad configuration ends the process with status 78 and one message that
lists everything wrong. With \`NODE_ENV=production\` the sandbox, the explorer and introspection are off,
and unsafe settings are refused.

This page is printed from \`src/config/options.ts\` by \`npm run generate\`.
`;

/** `docs/configuration.md`, printed from the table of options. */
export function configurationPage(): string {
  const sections = Object.entries(optionGroups).map(([group, options]) =>
    [
      `## ${group}`,
      '',
      '| Name | Meaning | Default |',
      '| --- | --- | --- |',
      ...Object.entries(options).map(([name, option]) => row(name, option)),
    ].join('\n'),
  );
  return `${[head, ...sections].join('\n\n')}\n`;
}

function row(name: string, option: Option): string {
  const secret = option.secret === true ? ' Secret.' : '';
  return `| \`${name}\` | ${option.meaning}${secret} | ${defaultOf(option)} |`;
}

function defaultOf({ default: text, absent = '', unit }: Option): string {
  if (text === undefined) return absent;
  if (text === '') return 'none';
  return unit === undefined ? `\`${text}\`` : `\`${text}\` (${unit})`;
}
