/** Scripts whose letters one word may have together; the Japanese ones are written mixed. */
const scripts = [
  /^\p{sc=Latin}$/u,
  /^\p{sc=Cyrillic}$/u,
  /^\p{sc=Greek}$/u,
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}]$/u,
];

/**
 * Whether all letters of a name are of one script, or of scripts that are written together. Latin,
 * Greek and Cyrillic letters look alike, so a mixed name can pass for another one.
 */
export function hasOneScript(name: string): boolean {
  const letters = name.normalize('NFKC').match(/\p{L}/gu) ?? [];
  const found = letters
    .filter((letter) => !/^[\p{sc=Common}\p{sc=Inherited}]$/u.test(letter))
    .map((letter) => scripts.findIndex((script) => script.test(letter)));
  return new Set(found).size <= 1;
}
