/**
 * Writes what is generated from the code: `schema/schema.graphql` and `docs/configuration.md`.
 * Run by `npm run generate`; a test fails when a file is not what the code says.
 */
import { writeFileSync } from 'node:fs';
import { configurationPage } from './config/configuration-page.ts';
import { printPublicSchema } from './graph/print-public-schema.ts';

writeFileSync('schema/schema.graphql', await printPublicSchema());
writeFileSync('docs/configuration.md', configurationPage());
