/**
 * Characters that directories map to nothing before they compare (RFC 4518 §2.2): controls but those that are spaces,
 * format marks, U+1806, U+FFFC, and what else is invisible by default.
 */
const dropped = /(?![\t-\r\u0085])[\p{Cc}\p{Cf}\u1806\uFFFC\p{Default_Ignorable_Code_Point}]/gu;

/** Characters that directories map to a space (RFC 4518 §2.2). */
const spaces = /[\t-\r\u0085\p{Z}]+/gu;

/**
 * The text as directories compare names (RFC 4518): without what they drop, with case and compatibility forms folded
 * and spaces joined. It folds at least as much as AM does, so two texts that it keeps apart are two names; two that
 * it joins may still be two people, and only AM's own record of both can tell.
 */
export function prepared(text: string): string {
  if (/^[!-~]+$/.test(text)) return text.toLowerCase();
  const mapped = foldOnce(foldOnce(text));
  return mapped.replace(spaces, ' ').trim();
}

/**
 * Upper case first, because some letters are one in lower case and two in upper case: `ß` is `ss`. A sigma that ends a
 * word has a form of its own in lower case, and is the same letter.
 */
function foldOnce(text: string): string {
  const plain = text.replace(dropped, '').normalize('NFKC');
  const folded = plain.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return folded.normalize('NFKC').replace(dropped, '');
}

/** Whether a text contains characters that directories drop. */
export function hasDropped(text: string): boolean {
  return text.search(dropped) >= 0;
}
