/** Prints `packages/client/sample-answers.ts`, the answers of MSW handlers, from a run. */
import { format, resolveConfig } from 'prettier';
import { fieldAt } from '../../support/json.ts';
import { shownRound, type Run } from './run.ts';

export const sampleAnswersModule = 'packages/client/sample-answers.ts';

/** Returns the module with the data of the answers on the page. */
export async function printSampleAnswers({ runs }: Run): Promise<string> {
  const samples = runs.map((run) => {
    const { name, text } = run.operation;
    const data = JSON.stringify(fieldAt(JSON.parse(shownRound(run).answer), 'data'));
    return { name, type: `${name}${text.startsWith('query') ? 'Query' : 'Mutation'}`, data };
  });
  const text = `/** Written by \`npm run generate\` from a run of the operations on the sandbox. */
import type { ${samples.map(({ type }) => type).join(', ')} } from './operations.ts';

/** The data of an answer to each documented operation, by the operation's name. */
export interface SampleAnswers {
${samples.map(({ name, type }) => `readonly ${name}: ${type};`).join('\n')}
}

/** What the sandbox answers about bob; to \`WhoAmI\`, about the caller. */
export const sampleAnswers: SampleAnswers = {
${samples.map(({ name, data }) => `${name}: ${data},`).join('\n')}
};
`;
  const style = await resolveConfig(sampleAnswersModule);
  return format(text, { ...style, parser: 'typescript' });
}
