/**
 * Each folder of `examples`: its README names the test that runs it, and what it installs is
 * enough. A new example joins by being there.
 */
import { cpSync, existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { blocksOf } from '../support/page.ts';
import { openProject } from './packed-package.ts';

const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const types = ['@types/react', '@types/react-dom'].map((one) => `${one}@${devDependencies[one]}`);

const examples = globSync('examples/*/README.md').map((readme) => ({
  readme,
  name: basename(join(readme, '..')),
  install: blocksOf(readme)
    .find(({ text }) => text.startsWith('npm install '))
    ?.text.trim(),
}));

test('each folder has a README', () => {
  expect(globSync('examples/*')).toHaveLength(examples.length);
});

test.each(examples)('the README of $name names the tests that run it', ({ readme, name }) => {
  const text = readFileSync(readme, 'utf8');
  const tests = [...text.matchAll(/`(test\/[\w./-]+\.tsx?)`|`npm run test:with -- (\w+)`/g)];
  const files = tests.flatMap(([, file, need]) =>
    file === undefined ? globSync(`test/${need}/*.ts`) : [file],
  );

  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  expect(files.some((file) => readFileSync(file, 'utf8').includes(name))).toBe(true);
});

describe.each(examples.filter(({ install }) => install !== undefined))('$name', (example) => {
  test('compiles and bundles with what its README installs, in a project of its own', async () => {
    const own = '@identity-gateway/client';
    const [, , ...packages] = (example.install ?? '').split(' ');
    const project = await openProject('packages/client');
    try {
      expect(packages).toContain(own);
      const others = packages.filter((one) => one !== own);
      const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
      await project.run('npm', ['install', ...options, ...others, ...types]);
      const folder = join(project.folder, 'example');
      cpSync(join('examples', example.name), folder, { recursive: true });

      const node = resolve('node_modules');
      const compiler =
        '--noEmit --strict --skipLibCheck --target es2022 --lib es2023,dom --module esnext ' +
        '--moduleResolution bundler --jsx react-jsx --allowImportingTsExtensions --types react';
      await project.run(join(node, '.bin/tsc'), [...compiler.split(' '), 'example/page.tsx']);
      const bundled = await project.run(join(node, '.bin/rolldown'), [
        'example/page.tsx',
        '--file',
        'out.js',
      ]);

      expect(bundled).not.toMatch(/UNRESOLVED_IMPORT/i);
      expect(readFileSync(join(project.folder, 'out.js'), 'utf8')).not.toMatch(
        /^import .* from ["']/m,
      );
    } finally {
      await project.remove();
    }
  }, 120_000);
});
