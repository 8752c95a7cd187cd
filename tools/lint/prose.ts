/**
 * Finds what is hard to read in Markdown, comments of configuration files, descriptions of the
 * schema and message catalogues: words of an old dialect, sentences of more than 25 words, and in
 * Markdown also long paragraphs and lines. Code, tables' widths and addresses are exempt.
 */
import { findWords } from './plain-english.ts';

const maxWords = 25;
const maxParagraphLines = 4;
const maxColumns = 160;

/** Sentences of others, quoted word for word. They may be longer. */
const quotations: ReadonlySet<string> = new Set([]);

export interface ProseFinding {
  readonly line: number;
  readonly message: string;
}

/** A text of one paragraph, list item, table cell, comment, description or message. */
interface Passage {
  readonly line: number;
  readonly text: string;
  /** The lines of a paragraph; 1 for everything else. */
  readonly lines: number;
}

/** Returns the findings of a file, in order. The name decides how it is read. */
export function findProse(name: string, text: string): readonly ProseFinding[] {
  const passages = passagesOf(name, text);
  return [
    ...passages.flatMap(findingsIn),
    ...(name.endsWith('.md') ? wideLines(text) : []),
  ].toSorted((one, other) => one.line - other.line);
}

function passagesOf(name: string, text: string): readonly Passage[] {
  if (name.endsWith('.md')) return markdownPassages(text);
  if (name.endsWith('.json')) return messagePassages(text);
  if (name.endsWith('.graphql')) return descriptionPassages(text);
  return commentPassages(text);
}

function findingsIn(passage: Passage): readonly ProseFinding[] {
  const { line } = passage;
  const plain = plainOf(passage.text);
  const long = sentencesIn(passage).filter(
    (sentence) => wordsIn(sentence) > maxWords && !quotations.has(sentence),
  );
  return [
    ...findWords(plain).map(({ word, hint }) => ({ line, message: `“${word}”: ${hint}` })),
    ...long.map((sentence) => ({
      line,
      message: `${wordsIn(sentence)} words, at most ${maxWords}: ${sentence}`,
    })),
    ...(passage.lines > maxParagraphLines
      ? [{ line, message: `a paragraph of ${passage.lines} lines, at most ${maxParagraphLines}` }]
      : []),
  ];
}

function sentencesIn({ text }: Passage): readonly string[] {
  return plainOf(text)
    .split(/(?<=[.!?][)"”’*_]*)\s+/)
    .filter((sentence) => wordsIn(sentence) > 0);
}

function wordsIn(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** The text as a reader sees it: links by their text, code as one word. */
function plainOf(text: string): string {
  return text
    .replaceAll(/`[^`]*`/g, '`code`')
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<[^>]+>/g, ' ');
}

function wideLines(text: string): readonly ProseFinding[] {
  return withoutCode(text)
    .split('\n')
    .map((line, index) => ({ line: index + 1, columns: withoutAddresses(line).length, text: line }))
    .filter((line) => line.columns > maxColumns && !line.text.trimStart().startsWith('|'))
    .map(({ line, columns }) => ({ line, message: `${columns} columns, at most ${maxColumns}` }));
}

function withoutAddresses(line: string): string {
  return line.replaceAll(/\]\([^)]*\)/g, ']').replaceAll(/<img [^>]*>/g, '');
}

/** Replaces blocks of code and comments by empty lines, so that line numbers stay. */
function withoutCode(text: string): string {
  return text.replaceAll(/^( *)(```+)[^]*?^\1\2 *$|<!--[^]*?-->/gm, (block) =>
    block.replaceAll(/[^\n]/g, ''),
  );
}

function markdownPassages(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let open: Passage | undefined;
  for (const [index, raw] of withoutCode(text).split('\n').entries()) {
    const line = raw.replace(/^[\s>]+/, '').trimEnd();
    const item = /^(?:[-*+]|\d+\.)\s+/.exec(line)?.[0];
    if (open !== undefined && line !== '' && item === undefined && !/^[#|]/.test(line)) {
      open = { ...open, text: `${open.text} ${line}`, lines: open.lines + 1 };
      continue;
    }
    if (open !== undefined) passages.push(open);
    open = undefined;
    if (line.startsWith('|')) passages.push(...cellsOf(line, index + 1));
    else if (line !== '' && !/^[#]/.test(line)) {
      open = { line: index + 1, text: line.slice(item?.length ?? 0), lines: 1 };
    } else if (line !== '') {
      passages.push({ line: index + 1, text: line.replace(/^#+ /, ''), lines: 1 });
    }
  }
  return open === undefined ? passages : [...passages, open];
}

function cellsOf(row: string, line: number): readonly Passage[] {
  if (/^[|:\s-]+$/.test(row)) return [];
  return row
    .split(/(?<!\\)\|/)
    .map((cell) => ({ line, text: cell.trim(), lines: 1 }))
    .filter(({ text }) => text !== '');
}

/** Comments of YAML, nginx and systemd, and alert summaries. Adjoining lines are one passage. */
function commentPassages(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let last = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const [, comment = ''] = /(?:^|\s)(?:#+|summary:) (.*)$/.exec(line) ?? [];
    const before = passages.at(-1);
    // A line that is indented further is an example.
    if (comment.trim() === '' || /^\s{2}/.test(comment)) continue;
    if (before !== undefined && last === index) {
      passages[passages.length - 1] = { ...before, text: `${before.text} ${comment}` };
    } else passages.push({ line: index + 1, text: comment, lines: 1 });
    last = index + 1;
  }
  return passages;
}

function descriptionPassages(text: string): readonly Passage[] {
  return [...text.matchAll(/"""([^]*?)"""|^ *"([^"\n]+)"$/gm)].map((found) => ({
    line: text.slice(0, found.index).split('\n').length,
    text: (found[1] ?? found[2] ?? '').replaceAll(/\s+/g, ' ').trim(),
    lines: 1,
  }));
}

/** ICU messages: an argument counts as a word, a plural or a choice as its last form. */
function messagePassages(text: string): readonly Passage[] {
  return text.split('\n').flatMap((line, index) => {
    const [, message] = /^\s*"[^"]*":\s*"((?:[^"\\]|\\.)*)",?$/.exec(line) ?? [];
    if (message === undefined) return [];
    return [{ line: index + 1, text: withoutForms(message), lines: 1 }];
  });
}

function withoutForms(message: string): string {
  const simple = message.replaceAll(/\{(\w+)(?:, (?:date|time|number)[^{}]*)?\}/g, '$1');
  const shorter = simple.replaceAll(
    /\{\w+, (?:plural|select|selectordinal),(?:[^{}]*\{[^{}]*\})*[^{}]*\{([^{}]*)\}\s*\}/g,
    '$1',
  );
  return shorter === message ? message : withoutForms(shorter);
}
