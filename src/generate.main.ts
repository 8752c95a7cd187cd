/**
 * Writes what is generated from the code: `schema/schema.graphql`, `docs/configuration.md` and
 * `docs/access.md`.
 * Run by `npm run generate`; a test fails when a file is not what the code says.
 */
import { writeFileSync } from 'node:fs';
import { configurationPage } from './config/configuration-page.ts';
import { accessPage } from './graph/access-page.ts';
import { createSchema } from './graph/build-schema.ts';
import { printPublicSchema } from './graph/print-public-schema.ts';

writeFileSync('schema/schema.graphql', await printPublicSchema());
writeFileSync('docs/configuration.md', configurationPage());
writeFileSync('docs/access.md', accessPage(await createSchema()));
