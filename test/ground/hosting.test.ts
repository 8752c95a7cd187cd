/** What the hosting reads is true: the workflow, the code owners, and the way to report. */
import { readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from '@jest/globals';
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

  test('only reads, and names every action by its commit', () => {
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);

    expect(fieldAt(workflow, 'permissions')).toEqual({ contents: 'read' });
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/@[\da-f]{40}$/.test(action ?? ''))).toEqual([]);
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
