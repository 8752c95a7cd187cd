/** The paths of files and folders. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders and files that the benches use. */
export const places = {
  root,
  gateway: join(root, 'dist', 'main.js'),
  schema: join(root, 'schema', 'schema.graphql'),
  openAmState: join(root, '.openam', 'state.json'),
  operationsPage: join(root, 'docs', 'operations.md'),
  servers: join(root, 'bench', 'servers'),
  rivalsSource: join(root, 'bench', 'rivals'),
  rivals: join(root, 'bench', '.rivals'),
  results: join(root, 'bench', 'results'),
  wrkScript: join(root, 'bench', 'lib', 'wrk.lua'),
} as const;

/** Creates a folder for one run, which is removed when the process exits. */
export function createTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'identity-gateway-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
