/** The command line of the ledger: what is understood, and what is wrong with what is not. */
import { expect, test } from '@jest/globals';
import { parseLedgerArgs } from '../../../src/ledger/upkeep/arguments.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const hash = 'a'.repeat(64);

test.each([
  { args: ['verify'], command: { name: 'verify', from: undefined, heads: [] } },
  {
    args: ['verify', '--from', 'alpha:7', '--head', `alpha:9:${hash}`, '--head', `beta:1:${hash}`],
    command: {
      name: 'verify',
      from: { realm: 'alpha', number: 7 },
      heads: [
        { realm: 'alpha', number: 9, hash },
        { realm: 'beta', number: 1, hash },
      ],
    },
  },
  { args: ['export'], command: { name: 'export', from: undefined, version: '1.9' } },
  {
    args: ['export', '--ocsf', '1.8', '--from', 'alpha:7'],
    command: { name: 'export', from: { realm: 'alpha', number: 7 }, version: '1.8' },
  },
  {
    args: ['prune', '--before', '2026-11-23'],
    command: { name: 'prune', before: new Date('2026-11-23T00:00:00Z') },
  },
  { args: ['migrate'], command: { name: 'migrate' } },
])('$args', ({ args, command }) => {
  expect(parseLedgerArgs(args, now)).toEqual(command);
});

test.each([
  [[], 'Unknown command "".'],
  [['drop'], 'Unknown command "drop".'],
  [['verify', '--from', 'alpha'], '--from: expected REALM:NUMBER.'],
  [['verify', '--head', 'alpha:1:abc'], '--head: expected REALM:NUMBER:HASH.'],
  [['export', '--ocsf', '1.7'], '--ocsf: expected 1.9 or 1.8.'],
  [['prune'], '--before: expected a date, YYYY-MM-DD.'],
  [['prune', '--before', '2026-13-40'], '--before: expected a date, YYYY-MM-DD.'],
  [
    ['prune', '--before', '2026-11-24'],
    '--before: the last 2 days are needed for limits and repeats.',
  ],
  [['migrate', '--now'], "Unknown option '--now'"],
  [['verify', 'twice'], "Unexpected argument 'twice'"],
])('%j is refused', (args, problem) => {
  expect(() => parseLedgerArgs(args, now)).toThrow(problem);
});
