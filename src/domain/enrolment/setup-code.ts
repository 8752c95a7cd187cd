/**
 * The letters of a setup code: no `0`, `1`, `I`, `L`, `O` or `U`, which are confused when they are
 * read out or typed. Ten of them are 49 random bits.
 */
export const setupCodeAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

export const setupCodeLength = 10;

/** Returns a setup code as people read it out: `7K3MX-QT2BW`. */
export function shownSetupCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/**
 * Returns the setup code in a text that a person typed: in small letters, or with blanks and
 * dashes. Null if the text has another form; it then counts as no try.
 */
export function setupCodeIn(text: string): string | null {
  const letters = text.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '');
  const isCode = letters.length === setupCodeLength && /^[2-9A-HJKMNP-TV-Z]+$/.test(letters);
  return isCode ? letters : null;
}

/** A setup code, for the person who acted; only its keyed hash is stored. */
export interface SetupCode {
  readonly code: string;
  /** Whether it counts although the change removed nothing, because the person was held before. */
  readonly stays: boolean;
}
