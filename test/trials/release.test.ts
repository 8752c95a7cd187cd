/** `npm run release -- --dry-run`, and the checks before a release. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { releaseProblems, type Checkout } from '../../tools/codegen/release-checks.ts';
import { fieldAt } from '../support/json.ts';

/** The packages that are published. */
const folders = ['.', ...globSync('packages/*')];

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
  const { code, out } = await dryRun(['--no-image']);

  const version = /(\S+) is not the version of a release/.exec(out)?.[1];
  expect(code).toBe(version === undefined && !out.includes('problem:') ? 0 : 1);
  expect(out).toMatch(/^would run: git tag/m);
  const sbom: unknown = JSON.parse(readFileSync('release/sbom.cdx.json', 'utf8'));
  expect(fieldAt(sbom, 'metadata', 'component', 'name')).toBe('@identity-gateway/server');
  const packed = [...out.matchAll(/^package: (\S+) (\S+\.tgz), \d+ files/gm)];
  expect(packed.map(([, name]) => name)).toEqual(
    folders.map((folder) => manifestOf(readFileSync(`${folder}/package.json`, 'utf8')).name),
  );
  for (const [, name, file] of packed) {
    expect(out).toContain(`would run: npm publish release/${file} --provenance --access public\n`);
    expectPublishable(`release/${file}`, name);
  }
}, 120_000);

test('a dry run goes on without an image that cannot be built, and says why', async () => {
  const programs = mkdtempSync(join(tmpdir(), 'programs-'));
  const failing = '#!/bin/sh\n[ "$1" = --version ] || { echo no such host >&2; exit 1; }\n';
  writeFileSync(join(programs, 'buildah'), failing, { mode: 0o755 });

  const { code, out } = await dryRun([], programs);

  rmSync(programs, { recursive: true });
  expect(code).toBe(1);
  expect(out).toMatch(/^problem: buildah bud .* failed: no such host$/m);
  expect(out).toMatch(/^image: not built$[^]*^would run: git tag/m);
}, 120_000);

test.each(folders)('npm publishes nothing from the folder %s', (folder) => {
  const publish = ['publish', '--dry-run', '--tag', 'next'];
  const { status, stderr } = spawnSync('npm', publish, { cwd: folder, encoding: 'utf8' });

  expect(status).toBe(1);
  expect(stderr).toContain('Nothing is published from a folder.');
});

/** The name is in our scope, and the manifest says what npm must know. */
function expectPublishable(tarball: string, name: string | undefined): void {
  const list = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n');
  const text = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], {
    encoding: 'utf8',
  });
  const { bin = {}, ...about } = manifestOf(text);
  expect(about.private).toBeUndefined();
  expect(about).toMatchObject({
    name,
    license: 'Apache-2.0',
    publishConfig: { access: 'public', provenance: true },
    repository: { url: 'git+https://github.com/identity-gateway/identity-gateway.git' },
    engines: { node: expect.any(String) },
    files: expect.any(Array),
  });
  expect(name).toMatch(/^@identity-gateway\//);
  expect(list).toEqual(expect.arrayContaining(Object.values(bin).map((path) => `package/${path}`)));
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
}

function manifestOf(text: string): Manifest {
  return JSON.parse(text);
}

/** Runs the command with these options, with the programs of a folder before all others. */
function dryRun(
  more: readonly string[],
  folder = '',
): Promise<{ readonly code: number; readonly out: string }> {
  const args = ['tools/codegen/release.main.ts', '--dry-run', ...more];
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  return new Promise((done) => {
    const child = execFile('node', args, { env }, (_error, out) =>
      done({ code: child.exitCode ?? 0, out }),
    );
  });
}
