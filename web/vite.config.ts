import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compiledMessages } from './build/compiled-messages.ts';
import { developmentConfig } from './build/development-config.ts';

const gateway = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:4000';
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Whoever builds for a test has another mode in mind for themselves, not for what is served.
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production';

/** How the pages are built: no inline script or style, no file turned into a data URL, everything else hashed. */
export default defineConfig({
  root: at('.'),
  plugins: [compiledMessages(at('messages')), developmentConfig()],
  resolve: {
    alias: {
      '@identity-gateway/client': at('../packages/client/index.ts'),
      // The messages are compiled at build; the parser of their syntax stays out of the browser.
      '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
    },
  },
  build: {
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
  },
  server: {
    port: 4010,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/graphql', '/sign-in', '/sign-out', '/signed-in'].map((path) => [path, gateway]),
    ),
  },
});
