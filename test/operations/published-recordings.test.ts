/** The vendor's published samples stand beside recordings: this version reads them, too. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readRecording } from '../../src/am/index.ts';
import { openQuestions } from '../../src/commands/recording/open-questions.ts';
import { useFolder } from '../support/folder.ts';
import { openSandboxPeer } from '../support/peer.ts';
import { record } from '../support/record.ts';
import { typesByReader } from '../support/recording-shape.ts';
import { commandResult } from '../support/run-command.ts';

const folder = useFolder();
const at = (name: string): string => `test/recordings/proven/${name}.json`;

/** Each kept file, and what this version refuses. */
const kept: Readonly<Record<string, readonly string[]>> = {
  'openam-16.0.5': [],
  'published-frodo-recordings': [],
  // The sample counts two devices, lists one, and names a next page. No server answers so.
  'published-sdk-fixtures': ['devices of OATH'],
};

test('each kept recording is replayed here', () => {
  expect(globSync('test/recordings/proven/*.json').toSorted()).toEqual(
    Object.keys(kept).map(at).toSorted(),
  );
});

describe.each(Object.entries(kept))('%s', (name, refused) => {
  test('this version refuses what it must', async () => {
    const { code, out } = await commandResult(['check', '--replay', at(name)]);

    const found = out.filter((line) => line.startsWith('REFUSED'));
    expect(found.map((line) => /^REFUSED (.*?):/.exec(line)?.[1])).toEqual(refused);
    expect(code).toBe(refused.length === 0 ? 0 : 65);
  });

  test('says whether it was recorded, and answers questions only then', async () => {
    const { out } = await commandResult(['check', '--replay', at(name)]);

    const isPublished = name.startsWith('published');
    expect(out.join('\n').includes('published, not recorded')).toBe(isPublished);
    expect(out.join('\n').includes('Question ')).toBe(!isPublished);
  });
});

/** Where the sandbox differs from a sample, which was written by hand. */
const differences = [
  // No server names a next page of one device.
  'devices of OATH: pagedResultsCookie null',
  // SDKs send the version as a text or a number.
  'devices of PROFILE: result[].metadata.platform.version string',
];

test.each([
  ['pingam', 'published-sdk-fixtures', differences],
  ['aic', 'published-sdk-fixtures', differences],
  ['aic', 'published-frodo-recordings', []],
] as const)('the sandbox %s has the members of %s, by type', async (flavor, name, expected) => {
  const published = typesByReader(readFileSync(at(name), 'utf8'));
  const peer = await openSandboxPeer(flavor);
  const file = join(folder.path, `${flavor}-${name}.json`);

  const { text } = await record(peer, { file });
  await peer.close();

  const ofSandbox = [...typesByReader(text)].filter(([reader]) => published.has(reader));
  const differing = ofSandbox.flatMap(([reader, types]) =>
    types
      .filter((type) => isOtherType(type, published.get(reader) ?? []))
      .map((type) => `${reader}: ${type}`),
  );
  expect(ofSandbox.length).toBeGreaterThan(4);
  expect(differing).toEqual(expected);
});

/** Whether the published sample has a member that is read, and only with other types. */
function isOtherType(type: string, published: readonly string[]): boolean {
  const [member = ''] = type.split(' ');
  if (member.endsWith('member')) return false;
  const same = published.filter((one) => one.startsWith(`${member} `));
  return same.length > 0 && !same.includes(type);
}

test('the questions are those of the contract, by its numbers', () => {
  const contract = readFileSync('docs/am-rest-contract.md', 'utf8');
  const section = /^## 15\. Open questions\n([\s\S]*?)^## /m.exec(contract)?.[1] ?? '';
  const numbers = [...section.matchAll(/^(\d+)\. /gm)].map(([, number]) => number);

  expect(numbers.length).toBeGreaterThan(5);
  expect(Object.keys(openQuestions).filter((one) => !numbers.includes(one))).toEqual([]);
});

test('a recording of PingAM by a bearer token answers question 6', () => {
  const recording = readRecording(readFileSync(at('openam-16.0.5'), 'utf8'));
  const [exchange] = recording.exchanges;
  if (exchange === undefined) throw new Error('the kept recording is empty');
  const answered = (status: number): string | null | undefined =>
    openQuestions[6]?.answer({
      ...recording,
      product: { ...recording.product, flavor: 'pingam' },
      exchanges: [
        {
          ...exchange,
          request: { ...exchange.request, credential: 'bearer' },
          answer: { ...exchange.answer, status },
        },
      ],
    });

  expect([answered(200), answered(401), openQuestions[6]?.answer(recording)]).toEqual([
    'yes',
    'no',
    null,
  ]);
});
