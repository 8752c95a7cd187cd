/**
 * `npm run build`: builds the program, the client's package and the pages. `-- --changed` builds
 * those whose sources are newer than their last build.
 */
import { execFileSync } from 'node:child_process';
import { globSync, statSync, utimesSync } from 'node:fs';
import { buildProgram } from './program.ts';

interface Part {
  readonly sources: readonly string[];
  /** A file of the result. Its time is set to the start of the last build. */
  readonly stamp: string;
  readonly build: () => void | Promise<unknown>;
}

const shared = ['tsconfig.json', 'package-lock.json', 'tools/build/*.ts'];
const client = ['packages/client/*.{ts,json}', 'schema/{schema.graphql,trusted-documents.json}'];

const parts: readonly Part[] = [
  {
    sources: [...shared, 'src/**/*.{ts,json}'],
    stamp: 'dist/main.js',
    build: () => buildProgram('dist'),
  },
  {
    sources: [...shared, ...client, 'src/tsconfig.json', 'tools/codegen/finish-client.main.ts'],
    stamp: 'packages/client/dist/cjs/package.json',
    build: () => {
      run('tsc', '-p', 'packages/client');
      run('tsc', '-p', 'packages/client/tsconfig.cjs.json');
      run('node', 'tools/codegen/finish-client.main.ts');
    },
  },
  {
    sources: [
      ...shared,
      ...client,
      'web/{src,build,styles,messages,public}/**/*',
      'web/*.{html,json,ts}',
      'src/domain/**/*.ts',
      'tools/codegen/compress-pages.main.ts',
    ],
    stamp: 'web/dist/index.html',
    build: () => {
      run('vite', 'build', 'web', '--logLevel', 'warn');
      run('node', 'tools/codegen/compress-pages.main.ts');
    },
  },
];

const isEach = !process.argv.includes('--changed');
for (const { sources, stamp, build } of parts) {
  if (!isEach && isCurrent(stamp, sources)) continue;
  const startedAt = new Date();
  await build();
  // A source that changed meanwhile is newer.
  utimesSync(stamp, startedAt, startedAt);
}

function isCurrent(stamp: string, sources: readonly string[]): boolean {
  const builtAt = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return globSync(sources).every((file) => statSync(file).mtimeMs <= builtAt);
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'inherit' });
}
