import { fileURLToPath } from 'node:url';

/** The schema, the documented operations and their manifest. */
export const schemaFolder = fileURLToPath(new URL('../../../schema', import.meta.url));

/** The built pages. */
export const pagesFolder = fileURLToPath(new URL('../../../web/dist', import.meta.url));
