/** Prints `docs/operations.md` from a run of the operations and from the schema. */
import type { GraphQLSchema } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { createSchema } from '../../../src/graph/build-schema.ts';
import { readErrorAdvice, type ErrorAdvice } from './error-advice.ts';
import { readPurposes } from './purposes.ts';
import { shownRound, type OperationRun, type Round, type Run } from './run.ts';
import { schemaFactsOf, type VariableFacts } from './schema-facts.ts';
import { callColumns } from './stage.ts';

export const operationsPage = 'docs/operations.md';

const head = `# Operations

This page lists the documented operations of \`schema/operations\`: who may call each, an answer, what it costs and how it may
fail. \`@identity-gateway/client\` has them as typed documents ([front-end.md](front-end.md)); every gateway accepts them by id.

\`npm run generate\` prints this page from a run on the PingAM sandbox at nine o'clock on 1 December 2026. Help desk,
administrators, auditors and privileged people have one group each. Answers are about bob, that to \`WhoAmI\` about the
caller, and as in production. Points are what \`LIMIT_COST\` counts: ten for a call to AM at worst, one for an object.

## Calls to AM

The table counts calls with empty caches. The gateway caches session checks and groups for queries
(\`SESSION_CACHE_SECONDS\`), never for mutations. Identical reads of one request are made once, however often they are
selected. An administrator costs what help desk costs.
`;

const notes = `
- Groups are read only if they could change the answer: never for callers who act for themselves, and never for the super
  user. If no group is configured, \`WhoAmI\` reads no person either.
- Help desk reads two people: the caller, if groups list their members, and the person whose devices are changed. The
  gateway signs in at AM once; this is not counted. A bearer's token is checked instead of a session. Only an opaque token
  costs a call.
- \`ResetOathDevices\` and \`ResetPushDevices\` read the person again at the end, because the documents select \`user\` or
  \`oathSkip\`. A document that selects neither saves this read.
- \`ResetDevices\` is counted for \`OATH\` and \`TRUSTED\` with one trusted browser. A kind costs two lists and one write. If AM
  cannot reset the kind, it costs one write per device. \`RenameDevice\` reads the whole record once to send it back.
- Mutations select \`devicesByKind\` of their payload. These are the last lists of the change, without a further call.
- \`AllMyDevices\` lists every kind that this AM has: six, on OpenAM three.
- In AIC a search calls IDM once, and AM once for each person shown.
`;

const errorsHead = `
## Errors of every operation

A field that may not or cannot answer is null. Its error names the field in \`path\`, and the rest of the answer is there.
Alice requests bob's devices:
`;

const errorsNote = `
The same run met each error that is listed here and beside an operation. It tried callers without permission, bad
arguments and a failing AM. [errors.md](errors.md) has the meaning of each.
`;

/** Returns the page of a run. */
export async function printOperationsPage({ runs, refusal }: Run): Promise<string> {
  const schema = await createSchema();
  const [advice, purposes] = await Promise.all([readErrorAdvice(), readPurposes()]);
  const shared = sharedCodes(runs);
  const text = [
    head,
    callTable(runs),
    notes,
    errorsHead,
    jsonBlock(refusal),
    errorsNote,
    errorsOfAll(runs, shared, advice),
    ...runs.map((run) => section(run, { schema, advice, purposes, shared })),
  ].join('\n');
  const style = await resolveConfig(operationsPage);
  const wrapped = await format(text, {
    parser: 'markdown',
    proseWrap: 'always',
    printWidth: 150,
    embeddedLanguageFormatting: 'off',
  });
  return format(wrapped, { ...style, parser: 'markdown' });
}

/** Returns the rows of the table of calls. */
export function callRows(runs: readonly OperationRun[]): string[][] {
  return runs.flatMap(({ operation, rounds }) =>
    rounds.map(({ caller, calls }) => [operation.name, caller, ...calls.map(String)]),
  );
}

function callTable(runs: readonly OperationRun[]): string {
  const titles = ['Operation', 'Caller', ...callColumns.map(([title]) => title)];
  return [
    titles,
    titles.map(() => '---'),
    ...callRows(runs).map(([name, ...cells]) => [`\`${name}\``, ...cells]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Returns the codes that all failing operations have in common. */
function sharedCodes(runs: readonly OperationRun[]): ReadonlySet<string> {
  const failed = runs.filter(({ codes }) => codes.size > 0);
  const met = new Set(failed.flatMap(({ codes }) => [...codes]));
  return new Set([...met].filter((code) => failed.every(({ codes }) => codes.has(code))));
}

function errorsOfAll(
  runs: readonly OperationRun[],
  shared: ReadonlySet<string>,
  advice: ErrorAdvice,
): string {
  const met = new Set(runs.flatMap(({ codes }) => [...codes]));
  const codes = [...advice.codes.keys()];
  const ofRequests = codes.filter((code) => !met.has(code));
  return [
    'Errors of operations that call AM:\n',
    adviceList(
      codes.filter((code) => shared.has(code)),
      advice.codes,
    ),
    '\nErrors of any request, before an operation runs or if the gateway has a defect:\n',
    adviceList(ofRequests, advice.codes),
  ].join('\n');
}

function adviceList(names: readonly string[], advice: ReadonlyMap<string, string>): string {
  return names.map((name) => `- \`${name}\`: ${advice.get(name)}`).join('\n');
}

interface About {
  readonly schema: GraphQLSchema;
  readonly advice: ErrorAdvice;
  readonly purposes: ReadonlyMap<string, string>;
  readonly shared: ReadonlySet<string>;
}

function section(run: OperationRun, { schema, advice, purposes, shared }: About): string {
  const { operation, rounds, codes } = run;
  const { name, id, text } = operation;
  const { who, effects, typedErrors, variables } = schemaFactsOf(schema, text);
  const shown = shownRound(run);
  const needs = effects.map((effect) => `\`${effect}\``).join(', ');
  const special = [...advice.codes.keys()].filter((code) => codes.has(code) && !shared.has(code));
  return `
## ${name}

${purposes.get(name)}

- Who may call it: ${who}${needs === '' ? '' : ` ([${needs}](access.md))`}.
- Id: \`${id}\`
- Cost: ${shown.points} points${variables.length === 0 ? '' : ' with the variables below'}.
- Calls to AM: ${callTotals(rounds)}.

\`\`\`graphql
${text}
\`\`\`

${variablesPart(variables, shown)}Answer to ${shown.caller}:

${jsonBlock(shown.answer)}

${errorsOf({ special, typedErrors, isSafe: codes.size === 0 }, advice)}
`;
}

function variablesPart(facts: readonly VariableFacts[], { variables }: Round): string {
  if (facts.length === 0) return '';
  return [
    'Variables:\n',
    ...facts.map(({ signature, meaning }) => `- \`${signature}\`: ${meaning}`),
    `\n${jsonBlock(JSON.stringify(variables))}\n\n`,
  ].join('\n');
}

function jsonBlock(json: string): string {
  return `\`\`\`json\n${json}\n\`\`\``;
}

function callTotals(rounds: readonly Round[]): string {
  return rounds
    .map(({ caller, calls }) => `${calls.reduce((sum, count) => sum + count, 0)} by ${caller}`)
    .join(', ');
}

function errorsOf(
  {
    special,
    typedErrors,
    isSafe,
  }: {
    readonly special: readonly string[];
    readonly typedErrors: readonly string[];
    readonly isSafe: boolean;
  },
  advice: ErrorAdvice,
): string {
  if (isSafe) return 'The operation does not call AM, so it meets none of these errors.';
  const codes =
    special.length === 0
      ? 'Errors: those [of every operation](#errors-of-every-operation).'
      : `Errors, beside those [of every operation](#errors-of-every-operation):\n\n${adviceList(special, advice.codes)}`;
  if (typedErrors.length === 0) return codes;
  return `${codes}\n\nCodes of \`errors\` in the payload:\n\n${adviceList(typedErrors, advice.inPayloads)}`;
}
