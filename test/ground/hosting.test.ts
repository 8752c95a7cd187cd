/** What the hosting reads is true: the workflow, the code owners, and the way to report. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from '@jest/globals';
import { advisoriesIn } from '../../tools/build/audit.ts';
import { fieldAt, listAt } from '../support/json.ts';

const read = (file: string): string => readFileSync(file, 'utf8');

describe('the workflow', () => {
  const text = read('.github/workflows/ci.yml');
  const workflow: unknown = parse(text);
  const steps = listAt(workflow, 'jobs', 'run', 'steps');

  test('runs .ci/run with the whole history, which tests of an upgrade need', () => {
    expect(steps.map((step) => fieldAt(step, 'run'))).toContain('.ci/run');
    expect(steps.map((step) => fieldAt(step, 'with', 'fetch-depth'))).toContain(0);
    expect(statSync('.ci/run').mode & 0o111).not.toBe(0);
  });
});

describe.each(globSync('.github/workflows/*.yml'))('%s', (file) => {
  const text = read(file);

  test('only reads, and names every action by its commit', () => {
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);

    expect(fieldAt(parse(text), 'permissions')).toEqual({ contents: 'read' });
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/@[\da-f]{40}$/.test(action ?? ''))).toEqual([]);
  });
});

test('advisories are asked for each week, by a script that exists', () => {
  const workflow: unknown = parse(read('.github/workflows/weekly.yml'));
  const commands = listAt(workflow, 'jobs', 'packages', 'steps').map((step) =>
    String(fieldAt(step, 'run')),
  );
  const [, script = ''] = /(tools\/\S+)/.exec(commands.at(-1) ?? '') ?? [];

  expect(listAt(workflow, 'on', 'schedule')).toHaveLength(1);
  expect(commands.indexOf('npm run build')).toBeGreaterThan(0);
  expect(existsSync(script)).toBe(true);
});

describe('an advisory', () => {
  const bundle = { components: [{ 'bom-ref': 'node_modules/undici' }] };
  const about = (
    nodes: readonly string[],
    via: { readonly title: string; readonly url: string },
  ) => ({
    vulnerabilities: {
      undici: { name: 'undici', severity: 'high', nodes, via: [via] },
    },
  });
  const advisory = { title: 'Leak', url: 'https://example.com/1' };

  test.each([
    ['production', ['node_modules/a/node_modules/undici', 'node_modules/undici'], true],
    ['development', ['node_modules/jest/node_modules/undici'], false],
  ])('is about %s if the bundle holds the package or not', (_label, nodes, isInProduction) => {
    expect(advisoriesIn(about(nodes, advisory), bundle)).toEqual([
      { text: 'undici (high): Leak https://example.com/1', isInProduction },
    ]);
  });

  test('counts once, at the package that it is about', () => {
    const via = { undici: { name: 'b', severity: 'high', nodes: [], via: ['undici'] } };

    expect(advisoriesIn({ vulnerabilities: via }, bundle)).toEqual([]);
  });

  test('is not missing because npm could not ask', () => {
    expect(() => advisoriesIn({ message: '405' }, bundle)).toThrow('npm audit failed: 405');
  });
});

const { repository } = JSON.parse(read('package.json'));
const [, page = '', organization = ''] =
  /git\+(https:\/\/[^/]+\/([^/]+)\/.+)\.git/.exec(repository.url) ?? [];

test('a team of the organization owns the code', () => {
  const owners = read('.github/CODEOWNERS').match(/^\* .*$/m);

  expect(owners?.[0]).toMatch(new RegExp(`^\\* @${organization}/[\\w-]+$`));
});

test('a weakness is reported privately to the repository of the package', () => {
  expect(read('SECURITY.md')).toContain(`(${page}/security/advisories/new)`);
});
