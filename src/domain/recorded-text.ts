/** What hides or reorders text. A line break and a tab may stand in a reason. */
const hiding = /[\p{Bidi_Control}\p{Cs}]|(?![\t\n\r])\p{Cc}/u;

/** What shows nothing: U+3164 counts as a letter, and U+2800 as a symbol. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{C}\u2800]/gu;

/** Whether people can read a text as it is recorded: it shows something, and reorders nothing. */
export function isReadable(text: string): boolean {
  return !hiding.test(text) && text.replaceAll(invisible, '') !== '';
}

/** Six digits of any script, or two groups of three. */
const code = /(?<!\p{Nd}[\s-]?)\p{Nd}{3}[\s-]?\p{Nd}{3}(?![\s-]?\p{Nd})/u;

/** Digits of any script, with at most three marks or spaces between two of them. */
const digitRun = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd})*/gu;

/** Whether a text contains six digits that could be a one-time code. A longer number cannot. */
export function containsCode(text: string): boolean {
  if (code.test(text)) return true;
  return (text.match(digitRun) ?? []).some((run) => run.match(/\p{Nd}/gu)?.length === 6);
}
