import { badInput, type Failure } from './failure.ts';

/** What hides or reorders text. A line break and a tab may stand in a reason. */
const hiding = /[\p{Bidi_Control}\p{Cs}]|(?![\t\n\r])\p{Cc}/u;

/** What shows nothing: U+3164 counts as a letter, and U+2800 as a symbol. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{C}\u2800]/gu;

/** Whether people can read a text as it is recorded: it shows something, and reorders nothing. */
export function isReadable(text: string): boolean {
  return !hiding.test(text) && text.replaceAll(invisible, '') !== '';
}

/** Whether a text is a name on one line, of at most so many characters. */
export function isNameOnOneLine(text: string, longest: number): boolean {
  return text.length <= longest && isReadable(text) && !/\p{Cc}/u.test(text);
}

/** Six digits of any script, or two groups of three. */
const code = /(?<!\p{Nd}[\s-]?)\p{Nd}{3}[\s-]?\p{Nd}{3}(?![\s-]?\p{Nd})/u;

/** Digits of any script, with at most three marks or spaces between two of them. */
const digitRun = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd})*/gu;

/** Whether a text contains six digits that could be a one-time code. A longer number cannot. */
function containsCode(text: string): boolean {
  if (code.test(text)) return true;
  return (text.match(digitRun) ?? []).some((run) => run.match(/\p{Nd}/gu)?.length === 6);
}

/** The rule of one kind of text that people write and the ledger records. */
interface TextRule {
  readonly longest: number;
  /** The message for a text of another length, or one that shows nothing. */
  readonly asked: string;
  readonly insteadOfCode: string;
  /** A text whose digits are no code. */
  readonly isNoCode?: RegExp;
}

const caseNumber = 'Give a case number instead.';

/** The rules of all texts that people write into a record. */
const rules = {
  reason: {
    longest: 500,
    asked: 'Give a reason of 1 to 500 visible characters.',
    insteadOfCode: caseNumber,
  },
  ticket: {
    longest: 100,
    asked: 'Give a ticket of at most 100 visible characters.',
    insteadOfCode: caseNumber,
    // The number of a ticket with its prefix, such as INC-123456.
    isNoCode: /^\p{L}{2,}[-_ ]?\p{Nd}+$/u,
  },
  note: {
    longest: 500,
    asked: 'Give a note of 1 to 500 visible characters.',
    insteadOfCode: 'Leave it out of the note.',
  },
  'verification.reference': {
    longest: 100,
    asked: 'Give at most 100 visible characters.',
    insteadOfCode: caseNumber,
  },
} as const satisfies Readonly<Record<string, TextRule>>;

export type RecordedTextKind = keyof typeof rules;

/**
 * Returns the refusal of a text that would be recorded; null if it is accepted. GraphQL and the
 * command line have no other rule (security G13). `mayBeCode` leaves codes to a stricter rule.
 */
export function textRefusal(
  kind: RecordedTextKind,
  given: string,
  { mayBeCode = false } = {},
): Failure | null {
  const text = given.trim();
  const { longest, asked, insteadOfCode, isNoCode }: TextRule = rules[kind];
  if (text.length > longest || !isReadable(text)) return badInput(kind, asked);
  if (mayBeCode || !containsCode(text) || isNoCode?.test(text) === true) return null;
  return badInput(kind, `This looks like a one-time code. ${insteadOfCode}`);
}
