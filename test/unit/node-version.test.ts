/** Which Node runs the gateway. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { nodeProblem, oldestNode } from '../../src/node-version.ts';

test.each([
  ['20.20.2', false],
  ['22.18.9', false],
  ['22.19.0', true],
  ['22.19.1', true],
  ['22.20.0', true],
  ['23.0.0', true],
  ['24.21.0', true],
  ['25.0.0-nightly20260101', true],
  ['9.99.99', false],
])('of Node %s: %s', (version, runs) => {
  expect(nodeProblem(version)).toBe(
    runs ? null : `identity-gateway needs Node 22.19.0 or newer; this is Node ${version}.`,
  );
});

test('npm is told the same, and undici needs no newer one', async () => {
  const engine = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(file, 'utf8')).engines.node;

  expect(await engine('package.json')).toBe(`>=${oldestNode}`);
  expect(await engine('node_modules/undici/package.json')).toBe(`>=${oldestNode}`);
});
