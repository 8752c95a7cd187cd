/** Bundles the program into `dist` (docs/adr/0160). Types are checked by `npm run types`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { rolldown, type OutputChunk, type RolldownOptions } from 'rolldown';
import { isolatedDeclarationSync } from 'rolldown/experimental';
import { licenceText } from './licences.ts';
import { packagesOf, type Lock } from './packages.ts';
import { sbomOf } from './sbom.ts';

/** Packages that an operator may add, or that a library tries to load. No bundle holds them. */
export const optionalPackages = ['@graphql-yoga/render-graphiql', 'class-validator', 'pg-native'];

const schemaModule = 'src/graph/published-schema.ts';

const options: RolldownOptions = {
  input: { main: 'src/main.ts', 'sign-in': 'src/sandbox/sign-in.main.ts', schema: schemaModule },
  platform: 'node',
  tsconfig: 'src/tsconfig.json',
  external: optionalPackages,
  // graphql-js has both kinds of modules. Its ES modules take less time to load.
  resolve: { mainFields: ['module', 'main'] },
  // A warning, for example about an import that cannot be resolved, fails the build.
  onLog: (level, { code, message }) => {
    if (level === 'warn') throw new Error(`${code ?? 'rolldown'}: ${message}`);
  },
  checks: { pluginTimings: false, bundlerTimings: false },
};

/** Writes the program, its declarations, licences and SBOM. Returns its chunks. */
export async function buildProgram(folder: string): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown(options);
  const { output } = await bundle.write({
    dir: folder,
    cleanDir: true,
    format: 'esm',
    sourcemap: true,
    sourcemapExcludeSources: true,
    // type-graphql names types by their classes.
    keepNames: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: [
        { name: 'package-files', test: /\/src\/package-files\//, priority: 1 },
        // The image leaves out this chunk.
        { name: 'sandbox', test: /\/src\/sandbox\/(?!sign-in\.main|command\/)/ },
      ],
    },
  });
  await bundle.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  writeFileSync(`${folder}/schema.d.ts`, declarationsOf(schemaModule));
  describePackages(folder, chunks);
  return chunks;
}

/** Every package that the bundle holds is in the lock file, with this version. */
function describePackages(folder: string, chunks: readonly OutputChunk[]): void {
  const lock: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const packages = packagesOf(
    chunks.flatMap(({ moduleIds }) => moduleIds),
    lock,
  );
  writeFileSync(`${folder}/third-party-licenses.txt`, licenceText(packages));
  writeFileSync(`${folder}/sbom.cdx.json`, `${JSON.stringify(sbomOf(packages, lock), null, 2)}\n`);
}

/** Every export of the module states its type. */
function declarationsOf(file: string): string {
  const { code, errors } = isolatedDeclarationSync(file, readFileSync(file, 'utf8'), {});
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return code;
}
