/** `docs/operations.md`, printed from a run of the operations and from the schema. */
import type { GraphQLSchema } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { createSchema } from '../../../src/graph/build-schema.ts';
import { readErrorAdvice } from './error-advice.ts';
import type { ErrorAdvice } from './error-advice.ts';
import { readPurposes } from './purposes.ts';
import { shownRound } from './run.ts';
import type { OperationRun, Round, Run } from './run.ts';
import { schemaFactsOf } from './schema-facts.ts';
import type { VariableFacts } from './schema-facts.ts';
import { callColumns } from './stage.ts';

/** Where it is. */
export const operationsPage = 'docs/operations.md';

const head = `# Operations

The documented operations are in \`schema/operations\`: each with who may call it, an answer, what it costs and how it
may fail. \`@identity-gateway/client\` has them as typed documents ([front-end.md](front-end.md)); every gateway knows them by
their id.

\`npm run generate\` prints this page from a run on the PingAM sandbox at nine o'clock on 1 December 2026, with one group
each for help desk, administrators, auditors and privileged people. Answers are about bob, that to \`WhoAmI\` about the caller, and as in
production. Points are what \`LIMIT_COST\` counts: ten for a call to AM at worst, one for an object.

## Calls to AM

Counted with nothing remembered. Session checks and groups are remembered for queries (\`SESSION_CACHE_SECONDS\`),
never for mutations. Identical reads of one request are made once, however often they are selected. An administrator
costs what help desk costs.
`;

const notes = `
- Groups are looked at only where they could change the answer: never for a person who acts for themselves,
  never for the super user, and not at all where no group is configured; \`WhoAmI\` then reads no person either.
- Help desk reads two kinds of person: the caller's own entry, by which groups list members, and the one they
  act for. The gateway's own sign-in at AM is made once and not counted; a bearer's token is checked in place of
  a session, which asks AM only where it is opaque.
- The last person read of \`ResetOathDevices\` and \`ResetPushDevices\` is made because the documents select
  \`user\` or \`oathSkip\`, which are read afresh afterwards. A document that selects neither does without.
- \`ResetDevices\` is counted for \`OATH\` and \`TRUSTED\` with one trusted browser: a kind costs two lists and one
  write, where AM has no reset of its own one write per device. \`RenameDevice\` reads the whole record once to
  send it back.
- \`RemoveDevice\` and \`ResetDevices\` select \`devices\`, so that caches show what is left: every kind is read once more. A document that
  selects the kinds on its screen alone costs less.
- \`AllMyDevices\` asks for every kind that this AM has: six, on OpenAM three.
- In AIC a search asks IDM once, and AM once for each person shown.
`;

const errorsHead = `
## Errors of every operation

A field that may not or cannot answer is null, its error names it in \`path\`, and the rest of the answer is there. Alice,
who asks for bob's devices:
`;

const errorsNote = `
What is listed here and beside an operation was met in the same run, when callers without leave, bad arguments and a
failing AM were tried. [errors.md](errors.md) has the meaning of each.
`;

/** The page of a run. */
export async function printOperationsPage({ runs, refusal }: Run): Promise<string> {
  const [schema, advice, purposes] = [
    await createSchema(),
    await readErrorAdvice(),
    await readPurposes(),
  ];
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
  return format(text, { ...style, parser: 'markdown' });
}

/** The cells of the table, row by row. */
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

/** The codes of every operation that met any. */
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
  const codes = [...advice.keys()].filter((name) => /^[A-Z_]+$/.test(name));
  const ofRequests = codes.filter((code) => !met.has(code));
  return [
    'Of what asks AM:\n',
    adviceList(
      codes.filter((code) => shared.has(code)),
      advice,
    ),
    '\nOf any request, before an operation runs or where the gateway has a defect:\n',
    adviceList(ofRequests, advice),
  ].join('\n');
}

function adviceList(names: readonly string[], advice: ErrorAdvice): string {
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
  const special = [...advice.keys()].filter((code) => codes.has(code) && !shared.has(code));
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
  if (isSafe) return 'AM is not asked, so none of its errors is met.';
  const codes =
    special.length === 0
      ? 'Errors: those [of every operation](#errors-of-every-operation).'
      : `Errors, beside those [of every operation](#errors-of-every-operation):\n\n${adviceList(special, advice)}`;
  if (typedErrors.length === 0) return codes;
  return `${codes}\n\nTyped errors, in \`errors\` of the payload:\n\n${adviceList(typedErrors, advice)}`;
}
