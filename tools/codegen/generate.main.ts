/**
 * Writes the files that come from the code: the schemas in `schema` and of the chart's values,
 * `docs/configuration.md`, `docs/access.md`, `docs/upgrading.md`, and the error codes and cache
 * options in `packages/client`. `npm run generate` runs it, and then writes the typed operations
 * and their page. A test fails if a file differs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type * as BuildSchema from '../../src/graph/build-schema.ts';
import { accessPage } from './access-page.ts';
import { cacheOptionsModule, graphcacheOptionsModule } from './cache-options-module.ts';
import { chartSchema, configSchema } from './config-schema.ts';
import { configurationPage } from './configuration-page.ts';
import { errorCodesModule } from './error-codes-module.ts';
import { upgradingPage } from './upgrading-page.ts';
import { printPublicSchema, printSubgraphSchema } from './print-schemas.ts';

// The built one: Node strips types, but leaves decorators alone.
const built = new URL('../../dist/graph/build-schema.js', import.meta.url).href;
const { createSchema }: typeof BuildSchema = await import(built);
const schema = await createSchema();

writeFileSync('schema/schema.graphql', printPublicSchema(schema));
writeFileSync('schema/subgraph.graphql', printSubgraphSchema(schema));
const people = await createSchema({ isForPeople: true });
writeFileSync('schema/subgraph-people.graphql', printSubgraphSchema(people));
writeFileSync('schema/config.schema.json', configSchema());
const chartValues = 'deploy/helm/values.schema.json';
writeFileSync(chartValues, chartSchema(readFileSync(chartValues, 'utf8')));
writeFileSync('docs/configuration.md', configurationPage());
writeFileSync('docs/upgrading.md', upgradingPage());
writeFileSync('docs/access.md', accessPage());
writeFileSync(
  'packages/client/error-codes.ts',
  errorCodesModule(readFileSync('docs/errors.md', 'utf8')),
);
writeFileSync('packages/client/cache-options.ts', cacheOptionsModule(schema));
writeFileSync('packages/client/graphcache-options.ts', graphcacheOptionsModule(schema));
