/**
 * Writes what comes from a run of the documented operations on the sandbox, such as
 * `docs/operations.md`. `npm run generate` runs it last, because the run sends the typed documents.
 * `test/ground/operations-page.test.ts` fails if a file differs.
 */
import { operationFiles } from '../../test/ground/operations/files.ts';
import { runOperations } from '../../test/ground/operations/run.ts';
import { openOperationsStage } from '../../test/ground/operations/stage.ts';
import { writeChanged } from './write-generated.ts';

const stage = await openOperationsStage();
try {
  const run = await runOperations(stage);
  for (const [path, print] of Object.entries(operationFiles)) writeChanged(path, await print(run));
} finally {
  await stage.close();
}
