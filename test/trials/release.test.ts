/** `npm run release -- --dry-run`, and the checks before a release. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { releaseProblems, type Checkout } from '../../codegen/release-checks.ts';

const manifest = JSON.stringify({ version: '1.2.0' });
const ready: Checkout = {
  manifests: { 'package.json': manifest, 'web/package.json': manifest },
  chart: 'name: a\nversion: 1.2.0\nappVersion: 1.2.0\n',
  dockerfile: 'FROM a\nARG VERSION=1.2.0\n',
  changelog: '# Changelog\n\n## Unreleased\n\n## 1.2.0\n\n- A change.\n',
  released: ['1.1.0', '1.2.0'],
  status: '',
  tags: ['v1.1.0'],
};

describe('a checkout', () => {
  test('that is ready has no problem', () => {
    expect(releaseProblems(ready)).toEqual([]);
  });

  test.each<[string, Partial<Checkout>, string]>([
    ['changes', { status: ' M a.ts' }, 'The tree has changes that are not committed.'],
    [
      'another version in a workspace',
      { manifests: { ...ready.manifests, 'web/package.json': '{"version":"1.1.0"}' } },
      'web/package.json is 1.1.0, and package.json is 1.2.0.',
    ],
    [
      'a chart of another version',
      { chart: 'version: 1.2.0\nappVersion: 1.1.0\n' },
      'deploy/helm/Chart.yaml, appVersion is 1.1.0, and package.json is 1.2.0.',
    ],
    [
      'an image without a version',
      { dockerfile: 'FROM a\n' },
      'Dockerfile, VERSION is missing, and package.json is 1.2.0.',
    ],
    ['no section', { changelog: '\n## Unreleased\n' }, 'CHANGELOG.md has no section "## 1.2.0".'],
    ['no released schema', { released: ['1.1.0'] }, 'schema/released has no folder 1.2.0.'],
    ['its tag', { tags: ['v1.2.0'] }, 'The tag v1.2.0 exists already.'],
  ])('with %s has one problem', (_label, about, problem) => {
    expect(releaseProblems({ ...ready, ...about })).toEqual([problem]);
  });
});

test('a dry run packs every package and publishes none', async () => {
  const { code, out } = await dryRun();

  const version = /(\S+) is not the version of a release/.exec(out)?.[1];
  expect(code).toBe(version === undefined && !out.includes('problem:') ? 0 : 1);
  expect(out).toMatch(/^package: identity-gateway \S+\.tgz, \d+ files/m);
  expect(out).toMatch(/^package: @identity-gateway\/client \S+\.tgz, \d+ files/m);
  expect(out).toContain('sbom: release/sbom.cdx.json');
  expect(out).toMatch(/^would run: npm publish release\/identity-gateway-client-\S+ --provenance/m);
  expect(out).toMatch(/^would run: git tag/m);
  expect(existsSync('release/sbom.cdx.json')).toBe(true);
}, 120_000);

function dryRun(): Promise<{ readonly code: number; readonly out: string }> {
  const args = ['codegen/release.main.ts', '--dry-run', '--no-image'];
  return new Promise((done) => {
    const child = execFile('node', args, (_error, out) => done({ code: child.exitCode ?? 0, out }));
  });
}
