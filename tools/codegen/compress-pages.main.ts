/**
 * Compresses the built pages at the best quality, which is too slow for the start of the gateway.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = 'web/dist/assets';
const names = existsSync(folder) ? readdirSync(folder) : [];
for (const name of names.filter((one) => /\.(?:js|css|json|svg)$/.test(one))) {
  const path = join(folder, name);
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
