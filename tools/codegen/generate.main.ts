/**
 * Writes the files that come from the code: the schemas in `schema` and of the chart's values,
 * `docs/configuration.md`, `docs/access.md`, `docs/upgrading.md`, and the error codes and cache
 * options in `packages/client`. `npm run generate` runs it, then graphql-codegen, which writes the
 * typed operations, then `generate-operations.main.ts`. A test fails if a file differs.
 */
import { readFileSync } from 'node:fs';
import { createSchema } from '../../src/graph/build-schema.ts';
import { accessPage } from './access-page.ts';
import { cacheOptionsModule, graphcacheOptionsModule } from './cache-options-module.ts';
import { chartSchema, configSchema } from './config-schema.ts';
import { configurationPage } from './configuration-page.ts';
import { errorCodesModule } from './error-codes-module.ts';
import { upgradingPage } from './upgrading-page.ts';
import { printPublicSchema, printSubgraphSchema } from './print-schemas.ts';
import { writeChanged, writeFormatted } from './write-generated.ts';

const schema = await createSchema();

writeChanged('schema/schema.graphql', printPublicSchema(schema));
writeChanged('schema/subgraph.graphql', printSubgraphSchema(schema));
const people = await createSchema({ isForPeople: true });
writeChanged('schema/subgraph-people.graphql', printSubgraphSchema(people));
await writeFormatted('schema/config.schema.json', configSchema());
const chartValues = 'deploy/helm/values.schema.json';
await writeFormatted(chartValues, chartSchema(readFileSync(chartValues, 'utf8')));
await writeFormatted('docs/configuration.md', configurationPage());
await writeFormatted('docs/upgrading.md', upgradingPage());
await writeFormatted('docs/access.md', accessPage());
const errorCodes = errorCodesModule(readFileSync('docs/errors.md', 'utf8'));
writeChanged('packages/client/error-codes.ts', errorCodes);
await writeFormatted('packages/client/cache-options.ts', cacheOptionsModule(schema));
writeChanged('packages/client/graphcache-options.ts', graphcacheOptionsModule(schema));
