/**
 * The last step of `npm run build`: adds the files that the compiler does not write to the client's
 * package. They are the package.json of the CommonJS folder, the schema, and the trusted documents.
 */
import { copyFileSync, writeFileSync } from 'node:fs';

const dist = 'packages/client/dist';

writeFileSync(`${dist}/cjs/package.json`, '{ "type": "commonjs" }\n');
for (const file of ['schema.graphql', 'trusted-documents.json']) {
  copyFileSync(`schema/${file}`, `${dist}/${file}`);
}
