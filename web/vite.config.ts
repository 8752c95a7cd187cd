import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compiledMessages } from './build/compiled-messages.ts';
import { developmentConfig } from './build/development-config.ts';
import { earlyFiles } from './build/early-files.ts';
import { shortDocuments } from './build/short-documents.ts';

const gateway = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:4000';
const absolutePath = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// A test run sets NODE_ENV=test; the built pages are for production in any case.
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production';

/** The build of the pages: no inline script or style, no data URLs, hashed file names. */
export default defineConfig({
  root: absolutePath('.'),
  plugins: [
    compiledMessages(absolutePath('messages')),
    shortDocuments(),
    earlyFiles(),
    developmentConfig(),
  ],
  resolve: {
    alias: {
      '@identity-gateway/client': absolutePath('../packages/client/index.ts'),
      // Messages are compiled at build time, so the browser does not need their parser.
      '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
    },
  },
  build: {
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
    rolldownOptions: {
      // Small parts that some pages share: in one file, they are one request.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'staff-parts',
              test: /(parts[\\/](change-source|duration-text|fact|holding-kinds|method-name|read|realm-field|search-input|searched-areas|select-field|text-field|typed-field)|shell[\\/]not-for-you|data[\\/](csv-text|save-file)|domain[\\/](values[\\/]csv|campaign[\\/]results-csv))\.tsx?$/,
              includeDependenciesRecursively: false,
            },
            { name: 'staff-styles', test: /styles[\\/](find|outcome)\.css$/ },
            {
              name: 'shared-parts',
              test: /(parts[\\/](actor|change-text|dialog|enrolment(-text)?|known|other-obstacles(-note)?|report-text)|data[\\/](new-key|reports|sign-in|tab-store|threat(-rules)?|use-change|use-read-of-realms)|notices[\\/][\w-]+|shell[\\/]not-found|text[\\/](actor-name|level-text))\.tsx?$/,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 4010,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/graphql', '/sign-in', '/sign-out', '/signed-in'].map((path) => [path, gateway]),
    ),
  },
});
