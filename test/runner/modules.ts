/**
 * Lets Node import this repository's TypeScript. A source becomes JavaScript once per content: the
 * result is kept on disk for other processes and later runs.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync, version } from '@swc/core';
import { instanceOf, ownPackages, packagesOfExamples, swcOptions } from './sources.ts';

const root = new URL('../../', import.meta.url);
const cache = fileURLToPath(new URL('node_modules/.cache/identity-gateway/tests', root));
const kept = `${cache}/javascript`;
const optionsOf = { ts: swcOptions({ tsx: false }), tsx: swcOptions({ tsx: true }) };
const salt = version + JSON.stringify(optionsOf);

/** The URL of a source, and the path of its source map. Jest reads it when it shows a stack. */
export const sourceMaps = new Map<string, string>();

const urls = new Map([
  ['@jest/globals', new URL('globals.ts', import.meta.url).href],
  ...Object.entries(ownPackages).map(([name, file]) => [name, new URL(file, root).href] as const),
]);
const instanceOfModule = new RegExp(instanceOf.pattern);
const examples = new URL('examples/', root).href;
const besideExamples = new URL(`${packagesOfExamples}/..`, root).href;

mkdirSync(kept, { recursive: true });
enableCompileCache(`${cache}/compiled`);
registerHooks({
  resolve(specifier, context, next) {
    const url = instanceOfModule.test(specifier)
      ? new URL(instanceOf.file, root).href
      : urls.get(specifier);
    if (url !== undefined) return { url, shortCircuit: true };
    try {
      return next(specifier, context);
    } catch (error) {
      if (context.parentURL?.startsWith(examples) !== true) throw error;
      return next(specifier, { ...context, parentURL: `${besideExamples}/index.js` });
    }
  },
  load(url, context, next) {
    if (!url.startsWith(root.href) || url.includes('/node_modules/')) return next(url, context);
    const file = fileURLToPath(url);
    if (!/\.tsx?$/.test(file)) return next(url, context);
    return { format: 'module', source: javascriptOf(file, url), shortCircuit: true };
  },
});

function javascriptOf(file: string, url: string): string {
  const text = readFileSync(file, 'utf8');
  const key = createHash('sha1').update(salt).update(file).update(text).digest('hex');
  const script = `${kept}/${key}.js`;
  const map = `${kept}/${key}.map`;
  sourceMaps.set(url, map);
  if (existsSync(script)) return readFileSync(script, 'utf8');
  const options = optionsOf[file.endsWith('x') ? 'tsx' : 'ts'];
  const made = transformSync(text, { ...options, filename: file, sourceMaps: true });
  const code = `${made.code}\n//# sourceMappingURL=${pathToFileURL(map).href}\n`;
  keep(map, made.map ?? '');
  keep(script, code);
  return code;
}

/** Several processes may do this at the same time. */
function keep(file: string, text: string): void {
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}
