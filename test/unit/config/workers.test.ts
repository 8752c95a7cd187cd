/** `WORKERS` is refused where several processes could not work together. */
import { expect, test } from '@jest/globals';
import { problemsOf } from './problems.ts';

const together = {
  WORKERS: '3',
  AM_URL: 'http://127.0.0.1/am',
  DATABASE_URL: 'postgres://127.0.0.1/ledger',
};
const noAm = 'WORKERS: more than 1 needs AM_URL; the sandbox AM is one process';
const noDatabase =
  'WORKERS: more than 1 needs LEDGER=on and DATABASE_URL; a ledger in DATA_DIR belongs to one process';
const noPort = 'METRICS_PORT: with WORKERS each takes one port more, and there are none left';
const tooMany = 'WORKERS: expected a whole number from 1 to 64, got "65"';

test.each<[Record<string, string>, string[]]>([
  [together, []],
  [{ WORKERS: '1' }, []],
  [{ WORKERS: '2' }, [noAm, noDatabase]],
  [{ ...together, AM_URL: '' }, [noAm]],
  [{ ...together, DATABASE_URL: '' }, [noDatabase]],
  [{ ...together, LEDGER: 'off' }, [noDatabase]],
  [{ ...together, METRICS_PORT: '65533' }, []],
  [{ ...together, METRICS_PORT: '65534' }, [noPort]],
  [{ ...together, WORKERS: '65' }, [tooMany]],
])('%j has the problems %j', (env, problems) => {
  expect(problemsOf(env)).toEqual(problems);
});
