import { stringify } from 'yaml';
import { isInFile } from '../../src/config/source/file-schema.ts';
import { optionsIn } from '../../src/config/values/option.ts';
import { inWords, rulesOf } from '../../src/config/relations.ts';
import type { Option } from '../../src/config/values/option.ts';
import { options, optionsByName } from '../../src/config/options.ts';
import { isFileReader } from '../../src/config/values/parts.ts';

/** The sections of the page, in its order. */
const titles = {
  gateway: 'Gateway',
  documents: 'Documents',
  am: 'AM',
  access: 'Access',
  callers: 'Credentials',
  proofs: 'Proofs of identity',
  identityVerification: 'Identity verification',
  enrolment: 'Setup codes',
  pages: 'Pages',
  ledger: 'Ledger',
  notices: 'Notices',
  sharedSignals: 'Shared Signals',
  limits: 'Limits',
  tracing: 'Traces',
} satisfies Record<keyof typeof options, string>;

const head = `# Configuration

Every option, for operators. \`npm run generate\` writes this page from \`src/config\`. A company with a help desk, administrators and PostgreSQL
needs this file, whose name is in \`CONFIG_FILE\`:

\`\`\`yaml file=company.yaml
# yaml-language-server: $schema=node_modules/@identity-gateway/server/schema/config.schema.json
am: { url: https://am.example.com/am, flavor: pingam }
realms: [{ name: alpha }]
callers:
  service: { username: recovery-gateway, password: { file: /run/secrets/am-password } }
roles: [{ role: help-desk, group: helpdesk }, { role: administrator, group: identity-admins }]
access: { privilegedGroups: [{ name: executives }] }
ledger:
  postgres: { url: { file: /run/secrets/database-url } }
gateway: { host: 0.0.0.0, trustedProxies: [10.0.0.0/8], drainDelaySeconds: 10 }
pages:
  publicUrl: https://devices.example.com
  support: { label: IT help desk, address: tel:+49301234567 }
\`\`\`

- Every option is an environment variable, and a key of [one file](#the-configuration-file). \`CONFIG_FILE\` and \`NODE_ENV\` are variables only, lists
  with parts are only in the file. In a variable, commas separate the items of a list.
- \`NAME_FILE\` reads a variable from a file, and \`identity-gateway --env FILE\` variables from a file ([rules](deployment.md#check-it-first)). In
  development, \`.env\` in the working directory is such a file.
- A wrong configuration ends the process with status 78 and one message with every problem.
- \`identity-gateway config\` prints each option and where it comes from (default, environment, file, \`CONFIG_FILE\` or sandbox), without secrets.

## The configuration file

\`CONFIG_FILE\` names a file of YAML or JSON, as above. [deploy/config/gateway.yaml](../deploy/config/gateway.yaml) has every key of options with parts.

- Editors complete and check it by \`schema/config.schema.json\` of the package, which the first line names. In JSON the key \`$schema\` names it.
- A variable takes precedence, option by option. Lists with parts are only in the file. Variables of roles, such as \`HELP_DESK_GROUPS\`,
  stand for items of \`roles\`. A list and a variable for it are refused.
- A problem names the file, the line, the column and the key. The file is UTF-8, has one document and no key twice.
- A secret is a reference: \`{ file: PATH }\`, \`{ variable: NAME }\` (or the file of \`NAME_FILE\`), or \`{ credential: NAME }\` of [systemd](deployment.md#systemd). A
  secret in the file is refused. An address that contains a secret is a reference, too. Paths may start with \`$CREDENTIALS_DIRECTORY/\`.
- On SIGHUP the file is read again. [The same options](deployment.md#change-it-without-a-restart) change as with variables; others need a restart.
`;

/** Returns the content of `docs/configuration.md`. */
export function configurationPage(): string {
  const sections = Object.entries(options).map(([place, tree]) =>
    [
      `## ${new Map(Object.entries(titles)).get(place)}`,
      '',
      ...table(
        ['Name', 'In `CONFIG_FILE`'],
        optionsIn(tree).filter(({ isList }) => isList !== true),
      ),
      ...table(
        ['In `CONFIG_FILE`'],
        optionsIn(tree).filter(({ isList }) => isList === true),
      ),
    ].join('\n'),
  );
  return `${[head, ...sections].join('\n\n')}\n`;
}

/** A table of options, with an empty line after it; nothing without options. */
function table(names: readonly string[], list: readonly Option[]): string[] {
  if (list.length === 0) return [];
  const titlesOf = [...names, 'Meaning', 'Default'];
  return [
    line(titlesOf),
    line(titlesOf.map(() => '---')),
    ...list.flatMap((option) => [row(option), ...partRows(option)]).map(line),
    '',
  ];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function row(option: Option): string[] {
  const secret = option.secret === true ? ' Secret.' : '';
  // A bar would start another cell, also in code.
  const meaning = option.meaning.replaceAll('|', String.raw`\|`);
  const place = isInFile(option) ? `\`${option.file}\`` : '';
  const names = option.isList === true ? [place] : [`\`${option.name}\``, place];
  return [...names, `${meaning}${relationsOf(option)}${secret}`, defaultOf(option)];
}

/** The described parts of the things in a list. */
function partRows({ file, read }: Option): string[][] {
  const { properties = {} } = (isFileReader(read) && read.schema.items) || {};
  return Object.entries(properties).flatMap(([name, { description }]) =>
    typeof description === 'string' ? [[`\`${file}[].${name}\``, description, '']] : [],
  );
}

/** What an option means with others. */
function relationsOf(option: Option): string {
  const { name, needs, excludes, idleWithout } = option;
  const inCode = (condition: string): string =>
    inWords(condition.replaceAll(/\w+/g, shown), '`').replaceAll(
      /(`\w+) other than (\w+`)/g,
      '$1` other than `$2',
    );
  const sentences = (verb: string, rules: ReturnType<typeof rulesOf>): string[] =>
    [...Map.groupBy(rules, ({ when }) => when)].map(([when, list]) => {
      const others = list.map(({ is }) => inCode(is)).join(', and ');
      const isAlways = when === name || when.includes('!');
      return isAlways
        ? ` ${verb[0]?.toUpperCase()}${verb.slice(1)} ${others}.`
        : ` ${inCode(when)} ${verb} ${others}.`;
    });
  return [
    ...sentences('needs', rulesOf(option, needs)),
    ...sentences('is refused with', rulesOf(option, excludes)).map((one) =>
      one.replace(' Is r', ' R'),
    ),
    ...(idleWithout === undefined ? [] : [` No effect without ${inCode(idleWithout)}.`]),
  ].join('');
}

/** A list has the name of its place in the file. */
function shown(name: string): string {
  const { isList, file } = optionsByName.get(name) ?? {};
  return isList === true && file !== undefined ? file : name;
}

function defaultOf({ default: text, absent = '', required, unit, isList, read }: Option): string {
  if (required !== undefined) return `required: ${required}`;
  if (text === undefined) return absent;
  if (isList === true && isFileReader(read))
    return stringify(read.toFile(text), { collectionStyle: 'flow', lineWidth: 0 })
      .trim()
      .replace(/^\[ *\]$/, 'none')
      .replace(/^\[.*/, '`$&`');
  if (text === '') return 'none';
  return unit === undefined ? `\`${text}\`` : `\`${text}\` (${unit})`;
}
