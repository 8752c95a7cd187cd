/**
 * A plugin of oxlint that rejects words of an old dialect in comments and test titles, and comments
 * that are wider than 100 columns. Quotations and code in backticks are exempt. `npm run lint` runs
 * it for the folders of the code.
 */

const maxColumns = 100;

/** Words to replace, and what to write instead. */
const hints: readonly (readonly [pattern: string, hint: string])[] = [
  ['told', 'report, log, return, record, show, notify'],
  ['(?:tell|tells|telling) of', 'report, show, record'],
  ['whoever|whomever|whom|who asks', 'name the actor: the caller, the client, the operator'],
  ['nobody|somebody|anybody|everybody', 'name the actor, or use a passive verb'],
  ['those who|the ones? who|the one that', 'name the actor'],
  ['(?:is|are|was|were) none', 'say what happens: "no … is configured"'],
  ['of it|of which', 'repeat the noun, or start a new sentence'],
  ["one['’]s own", 'their own, its own'],
  ['made sure of', 'verified'],
  ['asked for again', 'retried, requested again'],
];

const words = new RegExp(`\\b(?:${hints.map(([pattern]) => pattern).join('|')})\\b`, 'giu');

/** Quoted text and code: not the author's own words. */
const quotations = /`[^`]*`|"[^"]*"|“[^”]*”|‘[^’]*’|(?<![\w’'])'[^'\n]*'(?![\w’'])/gu;

/** A word to replace, and its offset in the text. */
interface Finding {
  readonly word: string;
  readonly hint: string;
  readonly offset: number;
}

/** Finds the words to replace in a text, outside quotations. A line break counts as a space. */
export function findWords(text: string): readonly Finding[] {
  const prose = text
    .replaceAll(quotations, (quotation) => ' '.repeat(quotation.length))
    .replaceAll(/\n[\t ]*(?:\*|\/\/)?/gu, (lineBreak) => ' '.repeat(lineBreak.length));
  return [...prose.matchAll(spaced(words))].map(({ 0: word, index: offset }) => ({
    word: word.replaceAll(/\s+/gu, ' '),
    hint: hintOf(word),
    offset,
  }));
}

/** The same expression, with any number of spaces for each space. */
function spaced({ source, flags }: RegExp): RegExp {
  return new RegExp(source.replaceAll(' ', '\\s+'), flags);
}

function hintOf(word: string): string {
  const text = word.replaceAll(/\s+/gu, ' ');
  const found = hints.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'iu').test(text));
  return found?.[1] ?? '';
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Place {
  readonly start: Position;
  readonly end: Position;
}

interface Comment {
  readonly type: string;
  readonly value: string;
  readonly range: readonly [start: number, end: number];
  readonly loc: Place;
}

interface Node {
  readonly type: string;
  readonly range: readonly [start: number, end: number];
  readonly value?: unknown;
  readonly callee?: Node;
  readonly object?: Node;
  readonly tag?: Node;
  readonly name?: unknown;
  readonly arguments?: readonly Node[];
  readonly quasis?: readonly { readonly value: { readonly cooked: string | null } }[];
}

interface Context {
  readonly sourceCode: {
    readonly lines: readonly string[];
    getAllComments(): readonly Comment[];
    getLocFromIndex(index: number): Position;
  };
  report(problem: { readonly message: string; readonly loc: Place }): void;
}

interface Rule {
  create(context: Context): Readonly<Record<string, (node: Node) => void>>;
}

/** Rejects the words in comments and in the titles of tests. */
const wordsRule: Rule = {
  create(context) {
    const report = (text: string, start: number): void => {
      for (const { word, hint, offset } of findWords(text)) {
        context.report({
          message: `“${word}”: ${hint}`,
          loc: {
            start: context.sourceCode.getLocFromIndex(start + offset),
            end: context.sourceCode.getLocFromIndex(start + offset + word.length),
          },
        });
      }
    };
    return {
      Program() {
        if (isGenerated(context)) return;
        for (const group of adjoining(context.sourceCode.getAllComments())) {
          report(group.text, group.start);
        }
      },
      CallExpression(node) {
        const [title] = node.arguments ?? [];
        if (title === undefined || !isTest(node.callee)) return;
        if (typeof title.value === 'string') report(title.value, title.range[0] + 1);
        const parts = (title.quasis ?? []).map(({ value }) => value.cooked ?? '');
        if (parts.length > 0) report(parts.join(' … '), title.range[0] + 1);
      },
    };
  },
};

/** Rejects comments that are wider than 100 columns, except for addresses and directives. */
const widthRule: Rule = {
  create(context) {
    return {
      Program() {
        if (isGenerated(context)) return;
        for (const { loc } of context.sourceCode.getAllComments()) {
          for (let { line } = loc.start; line <= loc.end.line; line += 1) {
            const text = context.sourceCode.lines[line - 1] ?? '';
            const isExempt = /https?:\/\/|oxlint-|eslint-|@type /u.test(text);
            if (text.length <= maxColumns || isExempt) continue;
            context.report({
              message: `The comment is ${text.length} columns wide; wrap it at ${maxColumns}.`,
              loc: { start: { line, column: maxColumns }, end: { line, column: text.length } },
            });
          }
        }
      },
    };
  },
};

/** Joins line comments on consecutive lines, so that a phrase is found across a line break. */
function adjoining(
  comments: readonly Comment[],
): readonly { readonly text: string; readonly start: number }[] {
  const groups: { text: string; start: number; end: number; line: number; type: string }[] = [];
  for (const { type, value, range, loc } of comments) {
    const last = groups.at(-1);
    if (type === 'Line' && last?.type === 'Line' && loc.start.line === last.line + 1) {
      const gap = range[0] + 2 - last.end;
      last.text += `${' '.repeat(Math.max(gap, 0))}${value}`;
      last.end = range[1];
      last.line = loc.end.line;
    } else {
      groups.push({ text: value, start: range[0] + 2, end: range[1], line: loc.end.line, type });
    }
  }
  return groups;
}

/** Whether `npm run generate` writes the file, whose words come from the schema or the docs. */
function isGenerated({ sourceCode }: Context): boolean {
  return /^\/\*\* (?:Written by `npm run|Internal type\. DO NOT USE)/u.test(
    sourceCode.lines[0] ?? '',
  );
}

/** Whether a call declares a test or a group: `test(…)`, `describe.each(…)(…)`. */
function isTest(callee: Node | undefined): boolean {
  if (callee === undefined) return false;
  if (callee.type === 'Identifier') {
    return callee.name === 'test' || callee.name === 'describe' || callee.name === 'it';
  }
  return isTest(callee.callee ?? callee.object ?? callee.tag);
}

// oxlint-disable-next-line import/no-default-export -- oxlint loads the default export.
export default {
  meta: { name: 'plain-english' },
  rules: { words: wordsRule, width: widthRule },
};
