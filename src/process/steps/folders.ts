import { packageFile } from '../../package-files/package-files.ts';

/** The schema, the documented operations and their manifest. */
export const schemaFolder = packageFile('schema');

/** The built pages. */
export const pagesFolder = packageFile('web/dist');
