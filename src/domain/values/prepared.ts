/**
 * Characters that directories remove before they compare names (RFC 4518 §2.2): controls except
 * white space, format marks, U+1806, U+FFFC, and other characters that are invisible by default.
 */
const dropped = /(?![\t-\r\u0085])[\p{Cc}\p{Cf}\u1806\uFFFC\p{Default_Ignorable_Code_Point}]/gu;

/** Characters that directories replace by a space (RFC 4518 §2.2). */
const spaces = /[\t-\r\u0085\p{Z}]+/gu;

/**
 * Prepares a name as directories do before they compare (RFC 4518): removes dropped characters,
 * folds case and compatibility forms, and joins spaces. It folds at least as much as AM, so
 * different results mean different names. Equal results may be different people; AM's records
 * decide.
 */
export function prepared(text: string): string {
  if (/^[!-~]+$/.test(text)) return text.toLowerCase();
  const mapped = foldOnce(foldOnce(text));
  return mapped.replace(spaces, ' ').trim();
}

/**
 * Upper case first, because `ß` is two letters in upper case. A sigma at the end of a word has its
 * own lower-case form, `ς`.
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
