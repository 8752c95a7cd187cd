import { foldSpelling } from './spelling.ts';

/** Whether an entry matches. `read` returns an attribute's values. */
export type Matcher = (read: (field: string) => readonly string[]) => boolean;

type Token =
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string };

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  /** The grammar accepts any operator; the directory fails for unknown operators. */
  hasUnknownOperator: boolean;
}

const comparisons: Readonly<Record<string, (have: string, want: string) => boolean>> = {
  eq: (have, want) => have === want,
  co: (have, want) => have.includes(want),
  sw: (have, want) => have.startsWith(want),
  lt: (have, want) => have < want,
  le: (have, want) => have <= want,
  gt: (have, want) => have > want,
  ge: (have, want) => have >= want,
};

/**
 * Parses a CREST `_queryFilter`. Returns undefined if it is malformed; AM then answers with 400
 * (contract §1.3).
 */
export function parseQueryFilter(filter: string): Matcher | 'unknown operator' | undefined {
  const tokens = tokenize(filter);
  if (tokens === undefined) return undefined;
  const cursor: Cursor = { tokens, at: 0, hasUnknownOperator: false };
  const matcher = parseOr(cursor);
  if (cursor.at !== tokens.length || matcher === undefined) return undefined;
  return cursor.hasUnknownOperator ? 'unknown operator' : matcher;
}

function tokenize(filter: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([()!])|([^\s()"'!]+))/y;
  const text = filter.trimEnd();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, quoted, mark, word] = match;
    if (quoted !== undefined) {
      tokens.push({ kind: 'text', text: quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1') });
    } else if (mark !== undefined) {
      tokens.push({ kind: 'mark', text: mark });
    } else {
      tokens.push({ kind: 'word', text: word ?? '' });
    }
  }
  return tokens;
}

function parseOr(cursor: Cursor): Matcher | undefined {
  return parseJoined(cursor, 'or', parseAnd, (left, right) => (read) => left(read) || right(read));
}

function parseAnd(cursor: Cursor): Matcher | undefined {
  return parseJoined(cursor, 'and', parseNot, (left, right) => (read) => left(read) && right(read));
}

function parseJoined(
  cursor: Cursor,
  word: string,
  parseOperand: (cursor: Cursor) => Matcher | undefined,
  join: (left: Matcher, right: Matcher) => Matcher,
): Matcher | undefined {
  let left = parseOperand(cursor);
  while (left !== undefined && isAt(cursor, 'word', word)) {
    cursor.at += 1;
    const right = parseOperand(cursor);
    left = right === undefined ? undefined : join(left, right);
  }
  return left;
}

function parseNot(cursor: Cursor): Matcher | undefined {
  if (isAt(cursor, 'mark', '!')) {
    cursor.at += 1;
    const inner = parseNot(cursor);
    return inner === undefined ? undefined : (read) => !inner(read);
  }
  if (!isAt(cursor, 'mark', '(')) return parseComparison(cursor);
  cursor.at += 1;
  const inner = parseOr(cursor);
  if (!isAt(cursor, 'mark', ')')) return undefined;
  cursor.at += 1;
  return inner;
}

function parseComparison(cursor: Cursor): Matcher | undefined {
  const field = take(cursor);
  if (field?.kind !== 'word') return undefined;
  if (/^(true|false)$/i.test(field.text)) return () => /^true$/i.test(field.text);
  const name = field.text.replace(/^\//, '');
  const operator = take(cursor);
  if (operator?.kind === 'word' && operator.text === 'pr') return (read) => read(name).length > 0;
  const value = take(cursor);
  if (operator?.kind !== 'word' || value === undefined || !isLiteral(value)) return undefined;
  const compare = comparisons[operator.text.toLowerCase()];
  if (compare === undefined) {
    cursor.hasUnknownOperator = true;
    return () => false;
  }
  const want = foldSpelling(value.text);
  return (read) => read(name).some((have) => compare(foldSpelling(have), want));
}

function isLiteral(token: Token): boolean {
  return (
    token.kind === 'text' ||
    (token.kind === 'word' && /^(-?\d[\d.eE+-]*|true|false)$/.test(token.text))
  );
}

function take(cursor: Cursor): Token | undefined {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  return token;
}

function isAt(cursor: Cursor, kind: Token['kind'], text: string): boolean {
  const token = cursor.tokens[cursor.at];
  return token?.kind === kind && token.text.toLowerCase() === text;
}
