/** The files that come from a run of the documented operations, each with what prints it. */
import { format, resolveConfig } from 'prettier';
import { operations } from './documented.ts';
import { operationsPage, printOperationsPage } from './page.ts';
import { postmanCollection, printPostmanCollection } from './postman.ts';
import type { Run } from './run.ts';
import { printSampleAnswers, sampleAnswersModule } from './sample-answers.ts';

const exampleVariables = 'schema/example-variables.json';

export const operationFiles: Readonly<Record<string, (run: Run) => Promise<string>>> = {
  [operationsPage]: printOperationsPage,
  [sampleAnswersModule]: printSampleAnswers,
  [postmanCollection]: printPostmanCollection,
  [exampleVariables]: printExampleVariables,
};

/** Prints the variables of each operation for the explorer: of the caller, otherwise of bob. */
async function printExampleVariables(): Promise<string> {
  const examples = operations.map(({ name, variables }) => [name, variables(null)]);
  const style = await resolveConfig(exampleVariables);
  return format(JSON.stringify(Object.fromEntries(examples)), { ...style, parser: 'json' });
}
