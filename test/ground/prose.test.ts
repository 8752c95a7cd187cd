/** `npm run lint` rejects long sentences and an old dialect in prose; this proves that it bites. */
import { describe, expect, test } from '@jest/globals';
import { findProse } from '../../tools/lint/prose.ts';

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');

/** A file, its text, and the line and message of the finding. */
const bad: readonly (readonly [place: string, name: string, text: string, finding: string])[] = [
  ['a paragraph', 'a.md', `Short.\n\n${words(20)}\n${words(6)}.\n`, '3: 26 words'],
  ['a second sentence', 'a.md', `Short. ${words(26)}.\n`, '1: 26 words'],
  ['a list item', 'a.md', `- ${words(26)}\n`, '1: 26 words'],
  ['a cell', 'a.md', `| a | ${words(26)} |\n| - | - |\n`, '1: 26 words'],
  ['a heading', 'a.md', '# What is told\n', '1: “told”'],
  ['a phrase over a line break', 'a.md', 'Some of\nit.\n', '1: “of it”'],
  ['a long paragraph', 'a.md', 'a\nb\nc\nd\ne\n', '1: a paragraph of 5 lines'],
  ['a wide line', 'a.md', `${'x'.repeat(161)}\n`, '1: 161 columns'],
  ['a comment of YAML', 'a.yml', `a: 1\n# ${words(20)}\n# ${words(6)}\n`, '2: 26 words'],
  ['a comment after a value', 'a.yml', 'a: 1 # told\n', '1: “told”'],
  ['the summary of an alert', 'a.yml', 'summary: AM is told.\n', '1: “told”'],
  ['a description', 'a.graphql', `"""\nIt is told.\n"""\ntype A\n`, '1: “told”'],
  ['a short description', 'a.graphql', `type A {\n  "It is told."\n  a: Int\n}\n`, '2: “told”'],
  ['a message', 'a.json', `{\n  "a": "Nobody {name}."\n}\n`, '2: “Nobody”'],
  [
    'a plural',
    'a.json',
    `{\n  "a": "{n, plural, one {x} other {${words(26)}}}"\n}\n`,
    '2: 26 words',
  ],
];

/** A file without a finding. */
const good: readonly (readonly [label: string, name: string, text: string])[] = [
  ['25 words', 'a.md', `${words(25)}.\n`],
  ['two sentences', 'a.md', `${words(20)}.\n${words(20)}.\n`],
  ['two list items', 'a.md', `- ${words(20)}\n- ${words(20)}\n`],
  ['a block of code', 'a.md', `\`\`\`sh\ntold ${words(26)}\n${'x'.repeat(161)}\n\`\`\`\n`],
  ['code as one word', 'a.md', `${words(24)}\n\`${words(9)}, told\`.\n`],
  ['the target of a link', 'a.md', `[a](${'x'.repeat(161)}-told.md)\n`],
  ['a wide table', 'a.md', `| ${'x'.repeat(161)} |\n| - |\n`],
  ['a quotation', 'a.md', 'It says "whoever is told".\n'],
  ['values of YAML', 'a.yml', `a: told ${words(26)}\n`],
  ['an example in a comment', 'a.yml', `# For example:\n#   told ${words(26)}\n`],
  ['code of a schema', 'a.graphql', 'type told {\n  a: Int\n}\n'],
  ['the key of a message', 'a.json', '{\n  "told": "Sent."\n}\n'],
];

describe('a finding', () => {
  test.each(bad.map(([place, name, text, finding]) => ({ place, name, text, finding })))(
    'in $place',
    ({ name, text, finding }) => {
      expect(findProse(name, text).map(({ line, message }) => `${line}: ${message}`)).toEqual([
        expect.stringContaining(finding),
      ]);
    },
  );
});

describe('no finding', () => {
  test.each(good)('for %s', (_, name, text) => {
    expect(findProse(name, text)).toEqual([]);
  });
});
