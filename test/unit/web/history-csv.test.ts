/** The CSV of the history: no cell is one that a spreadsheet runs as a formula (security E10). */
import { expect, test } from '@jest/globals';
import { csvOf, type ListedChange } from '../../../web/src/history/csv.ts';

function aChange(about: Partial<ListedChange> = {}): ListedChange {
  return {
    id: '7K3M-9QXT-2BW4-C0HJ',
    at: '2026-11-25T12:00:00.000Z',
    effect: 'RESET',
    kinds: ['OATH', 'PUSH'],
    dryRun: false,
    outcome: 'DONE',
    refusal: null,
    personAmId: 'bob',
    realm: 'alpha',
    actor: { amId: 'helen', realm: 'alpha', role: 'HELP_DESK', method: 'SESSION', clientId: null },
    removedDevices: [],
    previousName: null,
    newName: null,
    sessionsEnding: 'ENDED',
    sessionsEnded: 1,
    reason: 'Lost.',
    ticket: 'INC-1',
    verification: null,
    isOverride: false,
    correlationId: 'c-1',
    ...about,
  };
}

/** The cells of the rows; the tests use no line break within a cell. */
function rowsOf(text: string): string[][] {
  const lines = text.replace('\uFEFF', '').trimEnd().split('\r\n');
  return lines.map((line) =>
    [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) =>
      cell.replaceAll('""', '"'),
    ),
  );
}

const cellOf = (about: Partial<ListedChange>, column: string): string | undefined => {
  const [head = [], row = []] = rowsOf(csvOf([aChange(about)]));
  return row[head.indexOf(column)];
};

test('has both names of a rename, kinds and names in one cell each, and nothing for null', () => {
  const names = { previousName: 'Old; "phone", mine', newName: 'New' };

  expect(cellOf(names, 'previousName')).toBe('Old; "phone", mine');
  expect(cellOf(names, 'newName')).toBe('New');
  expect(cellOf({}, 'kinds')).toBe('OATH PUSH');
  expect(cellOf({ ticket: null }, 'ticket')).toBe('');
});

// `campaign-arguments.test.ts` has every text that a spreadsheet would run.
test('a reason that a spreadsheet would run is text', () => {
  expect(cellOf({ reason: '=1+1' }, 'reason')).toBe("'=1+1");
});

test.each(['a=1', 'INC-1', '', '5 phones'])('any other text stays as it is: %j', (reason) => {
  expect(cellOf({ reason }, 'reason')).toBe(reason);
});

test('no control character reaches a terminal, and no mark turns a text', () => {
  const reason = 'Lost\u001b[2J\u0007\u009b\u202e.';

  expect(csvOf([aChange({ reason })])).toContain('Lost\ufffd[2J\ufffd\ufffd\ufffd.');
});
