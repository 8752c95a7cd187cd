/**
 * The last step of `npm run build`: adds to the client's package what its compiler does not write. Its CommonJS folder says
 * what it is, and the schema and the trusted documents travel with the operations that they belong to.
 */
import { copyFileSync, writeFileSync } from 'node:fs';

const dist = 'packages/client/dist';

writeFileSync(`${dist}/cjs/package.json`, '{ "type": "commonjs" }\n');
for (const file of ['schema.graphql', 'trusted-documents.json']) {
  copyFileSync(`schema/${file}`, `${dist}/${file}`);
}
