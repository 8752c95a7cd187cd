/** The arguments of `identity-gateway ledger`. */
import { expect, test } from '@jest/globals';
import { ledgerCommands } from '../../../src/commands/ledger/ledger-arguments.ts';
import { parseIn } from '../../../src/commands/line/arguments.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const hash = 'a'.repeat(64);

test.each([
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
])('$args', ({ args, command }) => {
  expect(parseIn(ledgerCommands, args, now)).toEqual(command);
});

test.each([
  [[], 'Unknown command "".'],
  [['drop'], 'Unknown command "drop".'],
  [['verify', '--from', 'alpha'], '--from: expected REALM:NUMBER.'],
  [['verify', '--head', 'alpha:1:abc'], '--head: expected REALM:NUMBER:HASH.'],
  [['export', '--ocsf', '1.9'], "Unknown option '--ocsf'"],
  [['export', '--realm', 'alpha'], '--realm needs --person.'],
  [['export', '--from', 'alpha:1', '--person', 'bob'], 'Only one of --from and --person'],
  [['export', '--person', ''], '--person: expected the name'],
  [['prune'], '--before: expected a date, YYYY-MM-DD.'],
  [['prune', '--before', '2026-13-40'], '--before: expected a date, YYYY-MM-DD.'],
  [
    ['prune', '--before', '2026-11-24'],
    '--before: limits and idempotency keys need the last 2 days.',
  ],
  [['migrate', '--now'], "Unknown option '--now'"],
  [['verify', 'twice'], "Unexpected argument 'twice'"],
])('%j is rejected', (args, problem) => {
  expect(() => parseIn(ledgerCommands, args, now)).toThrow(problem);
});
