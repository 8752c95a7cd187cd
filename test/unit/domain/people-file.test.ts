import { expect, test } from '@jest/globals';
import { mostLines, readPeople, UnusablePeople } from '../../../src/domain/campaign/people-file.ts';
import { createUserIdRule } from '../../../src/domain/people/user-id.ts';
import type { NewLine } from '../../../src/domain/campaign/new-campaign.ts';

const userIds = createUserIdRule('pingam');

async function* textOf(...chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

async function read(
  chunks: AsyncIterable<string>,
): Promise<(readonly [number, string, unknown])[]> {
  const lines: NewLine[] = [];
  for await (const batch of readPeople(chunks, { userIds, leftOut: () => undefined }))
    lines.push(...batch);
  return lines.map(({ number, name, skipped }) => [number, name, skipped]);
}

test('a line has the number that it has in the file, however the text arrives', async () => {
  const expected = [
    [2, 'alice', null],
    [4, 'bob', null],
    [5, 'carol', null],
  ];

  expect(await read(textOf('id\nalice\n\nbob\r\ncarol'))).toEqual(expected);
  expect(await read(textOf(...Array.from('id\nalice\n\nbob\r\ncarol')))).toEqual(expected);
});

test('the first column is the person', async () => {
  expect(await read(textOf('\uFEFF"alice";x\n bob , y\n"ca""rol"\n"dave\n'))).toEqual([
    [1, 'alice', null],
    [2, 'bob', null],
    [3, '"ca""rol"', 'BAD_LINE'],
    [4, '"dave', 'BAD_LINE'],
  ]);
});

test('spellings that AM folds are one person', async () => {
  expect(await read(textOf('zoë\nZOË\nzoe\nｚｏｅ\n'))).toEqual([
    [1, 'zoë', null],
    [2, 'ZOË', 'DUPLICATE'],
    [3, 'zoe', null],
    [4, 'ｚｏｅ', 'DUPLICATE'],
  ]);
});

test.each(['a*', '../x', 'x\u0000y', 'a\uFFFDb', 'x'.repeat(300), 'y'.repeat(5_000)])(
  'a bad line is a line, too: %#',
  async (bad) => {
    const lines = await read(textOf(`alice\n${bad}\nbob\n`));

    expect(lines.map(([number, , skipped]) => [number, skipped])).toEqual([
      [1, null],
      [2, 'BAD_LINE'],
      [3, null],
    ]);
    expect(lines[1]?.[1]).not.toContain('\u0000');
    expect(String(lines[1]?.[1]).length).toBeLessThanOrEqual(255);
  },
);

async function* manyLines(count: number): AsyncGenerator<string> {
  yield 'username\n';
  for (let number = 0; number < count; number += 1) yield `person${number}\n`;
}

test('a hundred thousand lines are read in batches', async () => {
  let [batches, largest, people] = [0, 0, 0];

  for await (const batch of readPeople(manyLines(mostLines), {
    userIds,
    leftOut: () => undefined,
  })) {
    batches += 1;
    largest = Math.max(largest, batch.length);
    people += batch.length;
  }

  expect({ batches, largest, people }).toEqual({ batches: 200, largest: 500, people: mostLines });
});

test('a longer file is refused, and one endless line does not fill the memory', async () => {
  await expect(read(manyLines(mostLines + 1))).rejects.toThrow(UnusablePeople);
  async function* endless(): AsyncGenerator<string> {
    for (let count = 0; count < 2_000; count += 1) yield 'x'.repeat(65_536);
  }
  const before = process.memoryUsage().heapUsed;

  expect(await read(endless())).toEqual([[1, '', 'BAD_LINE']]);

  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
});
