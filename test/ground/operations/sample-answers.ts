/** `packages/client/sample-answers.ts`, printed from a run of the operations: what handlers of MSW answer with. */
import { format, resolveConfig } from 'prettier';
import { fieldAt } from '../../support/json.ts';
import { shownRound } from './run.ts';
import type { Run } from './run.ts';

/** Where it is. */
export const sampleAnswersModule = 'packages/client/sample-answers.ts';

/** The module of a run: the data of the answers that the page shows. */
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
