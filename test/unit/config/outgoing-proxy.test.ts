/** A proxy of the environment is not passed by silently. */
import { expect, test } from '@jest/globals';
import { problemsOf } from './problems.ts';

const am = { AM_URL: 'https://am.example.com/am' };

test.each([
  [{ HTTPS_PROXY: 'http://proxy:3128' }, 1],
  [{ https_proxy: 'http://proxy:3128' }, 1],
  [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'other.example.com, ample.com' }, 1],
  [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'am.example.com' }, 0],
  [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost,.example.com' }, 0],
  [{ HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'example.com' }, 0],
  [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '*' }, 0],
  [{ HTTP_PROXY: 'http://proxy:3128' }, 0],
  [{ HTTPS_PROXY: 'http://proxy:3128', AM_URL: 'https://127.0.0.1/am' }, 0],
])('a proxy that would be passed by is a problem: %j', (env, count) => {
  expect(problemsOf({ ...am, ...env })).toHaveLength(count);
});
