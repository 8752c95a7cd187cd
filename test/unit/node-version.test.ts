/** The supported versions of Node. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { nodeProblem, supportedNodes } from '../../src/process/node-version.ts';

test.each([
  ['9.99.99', false],
  ['20.20.2', false],
  ['22.23.3', false],
  ['24.14.1', false],
  ['24.15.0', true],
  ['24.21.0', true],
  ['25.0.0-nightly20260101', false],
  ['25.9.0', false],
  ['26.0.0', true],
  ['26.10.0', true],
  ['27.0.0-nightly20270101', false],
])('of Node %s: %s', (version, runs) => {
  const problem = `identity-gateway needs Node ^24.15.0 || ^26.0.0; this is Node ${version}.`;

  expect(nodeProblem(version)).toBe(runs ? null : problem);
});

test('the current Node is supported, and its SQLite is safe', () => {
  const [major = 0, minor = 0, patch = 0] = (process.versions['sqlite'] ?? '')
    .split('.')
    .map(Number);

  expect(nodeProblem(process.versions.node)).toBeNull();
  expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(3_051_003);
});

test('the program imports nothing else before it has checked the version', async () => {
  const importsOf = async (file: string): Promise<string[]> =>
    [...(await readFile(file, 'utf8')).matchAll(/^(?:import|export) .*from '(.+)';$/gm)].map(
      ([, from = '']) => from,
    );

  expect(await importsOf('src/main.ts')).toEqual(['./process/node-version.ts']);
  expect(await importsOf('src/process/node-version.ts')).toEqual([]);
});

test('package.json names the same versions, and undici needs no newer one', async () => {
  const engine = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(file, 'utf8')).engines.node;

  expect(await engine('package.json')).toBe(supportedNodes);
  expect(await engine('node_modules/undici/package.json')).toBe('>=22.19.0');
});
