import { expect, test } from '@jest/globals';
import {
  resultsHeading,
  resultsRow,
  type ResultLine,
} from '../../../src/domain/campaign/results-csv.ts';
import { csvText } from '../../../web/src/data/csv-text.ts';
import { commandResult } from '../../support/run-command.ts';

const plan = ['--realm=alpha', '--kinds=oath', '--reason=stolen', '--pace=60/min'];

test.each([
  ['--realm', plan.slice(1)],
  ['--kinds', ['--realm=alpha', '--reason=stolen', '--pace=60/min']],
  ['--kinds', [...plan, '--kinds=oath,fax']],
  ['--reason', [...plan, '--reason= ']],
  ['--reason', [...plan, `--reason=${'x'.repeat(501)}`]],
  ['--pace', [...plan, '--pace=60']],
  ['--pace', [...plan, '--pace=0/min']],
  ['--pace', [...plan, '--pace=9999/min']],
  ['--calls', [...plan, '--calls=33']],
  ['--reason', [...plan, '--reason=stolen\u202e']],
  ['--reason', [...plan, '--reason=\u200b']],
  ['--reason', [...plan, '--reason=her code is 123 456']],
  ['--reason', [...plan, '--reason=two\nlines']],
  ['--ticket', [...plan, '--ticket=INC\u2066']],
  ['--as', [...plan, '--as=a\nb']],
  ['--as', [...plan, '--as=\u202eada']],
  ['--as', [...plan, '--as=\u0430da']],
  ['--as', [...plan, '--as=\u0391da']],
])('a bad %s is named, and nothing is read', async (option, args) => {
  const { code, err } = await commandResult(['campaign', 'create', ...args, 'people.csv']);

  expect(code).toBe(64);
  expect(err[0]).toMatch(new RegExp(`^${option}`));
});

test.each([
  ['none', []],
  ['a file and a group', ['people.csv', '--group=helpdesk']],
  ['a file and a search', ['people.csv', '--search=bob']],
  ['a group and a search', ['--group=helpdesk', '--search=bob']],
  ['a group without a name', ['--group= ']],
  ['a group on two lines', ['--group=a\nb']],
  ['a search for too little', ['--search=bo']],
  ['a search for a pattern', ['--search=b*b']],
  ['a search with a filter', ['--search=bob" or true']],
  ['a search with another filter', ['--search=bob)(uid=*']],
  ['a search for too much', [`--search=${'x'.repeat(101)}`]],
])('of the sources of people %s is refused', async (_label, source) => {
  const { code, err } = await commandResult(['campaign', 'create', ...plan, ...source]);

  expect([code, err[0]?.split('\n')[0]]).toEqual([
    64,
    expect.stringMatching(/FILE, --group (?:or|and) --search|^--(?:group|search): expected/),
  ]);
});

test.each([
  ['create', ['create', ...plan, 'people.csv']],
  ['pause', ['pause', '7K3M-9QXT-2BW4-C0HJ']],
])('%s is refused without PostgreSQL', async (_name, args) => {
  expect(await commandResult(['campaign', ...args], { DATA_DIR: '/nowhere' })).toEqual({
    code: 78,
    out: [],
    err: ['DATABASE_URL: missing; campaigns need PostgreSQL. Nothing was changed.'],
  });
});

const reported: ResultLine = {
  number: 3,
  name: '=cmd|"x",y',
  state: 'SKIPPED',
  result: 'BAD_LINE',
  changeReference: null,
  endedAt: '1970-01-01T00:00:00.000Z',
  finding: null,
  deviceCount: null,
};

const formulas = '=1| =1|\uFF1D1|+1|\u200b+1|\uFF0B1|\t1|-1|\uFF0D1|@SUM(A1)|\uFF20x';

test.each(formulas.split('|'))('results and tables keep a spreadsheet from running %j', (name) => {
  const [, cell = ''] = resultsRow({ ...reported, name }).split(',');

  expect(cell.replaceAll('"', '')).toBe(`'${name}`);
  expect(csvText([[name]])).toBe(`\uFEFF"'${name}"\r\n`);
});

test.each(['\u001b', '\u0000', '\u009b', '\u202e'])(
  'no file has the control character %j',
  (mark) => {
    const [, cell = ''] = resultsRow({ ...reported, name: `${mark}=1` }).split(',');

    expect(cell.replaceAll('"', '')).toBe('\uFFFD=1');
    expect(csvText([[`${mark}=1`]])).toBe('\uFEFF"\uFFFD=1"\r\n');
  },
);

test('the results are CSV with the names and values of the schema', () => {
  expect(resultsHeading() + resultsRow(reported)).toBe(
    `\uFEFFnumber,name,state,result,changeReference,endedAt,finding,deviceCount\r\n` +
      `3,"'=cmd|""x"",y",SKIPPED,BAD_LINE,,1970-01-01T00:00:00.000Z,,\r\n`,
  );
});
