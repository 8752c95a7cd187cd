/**
 * Writes what is generated from the code: the schemas in `schema`, `docs/configuration.md`,
 * `docs/access.md` and `src/client/error-codes.ts`.
 * Run by `npm run generate`, which then writes what is derived from these: the typed operations and their page.
 * A test fails when a file differs from the generated text.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationPage } from './config/configuration-page.ts';
import { accessPage } from './graph/access-page.ts';
import { createSchema } from './graph/build-schema.ts';
import { printSubgraphSchema } from './graph/federation/print-subgraph-schema.ts';
import { printPublicSchema } from './graph/print-public-schema.ts';
import { errorCodesModule } from './execution/error-codes-module.ts';

writeFileSync('schema/schema.graphql', await printPublicSchema());
writeFileSync('schema/subgraph.graphql', await printSubgraphSchema());
writeFileSync('docs/configuration.md', configurationPage());
writeFileSync('docs/access.md', accessPage(await createSchema({ federation: true })));
writeFileSync(
  'src/client/error-codes.ts',
  errorCodesModule(readFileSync('docs/errors.md', 'utf8')),
);
