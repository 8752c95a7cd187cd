type Range = readonly [number, number];

/** The code points of RFC 4518 §2.2 that OpenAM's directory maps to nothing (seen on 16.0.5). */
const mappedToNothing: readonly Range[] = [
  [0x00, 0x08],
  [0x0e, 0x1f],
  [0x7f, 0x84],
  [0x86, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x6dd, 0x6dd],
  [0x70f, 0x70f],
  [0x1806, 0x1806],
  [0x180b, 0x180e],
  [0x200c, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2063],
  [0x206a, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffc],
  [0x1d173, 0x1d17a],
];

/**
 * Folds a name as an LDAP directory does before it compares names (RFC 4518: map, fold case, NFKC,
 * spaces). One user therefore has many spellings (contract §18 U22).
 */
export function foldSpelling(name: string): string {
  if (/^[a-z0-9.@_-]*$/.test(name)) return name;
  const mapped = Array.from(name, mapCodePoint).join('');
  const folded = mapped.toUpperCase().toLowerCase().normalize('NFKC').toLowerCase();
  return folded.replaceAll(/\s+/g, ' ').trim();
}

/** Java's `trim`: removes all characters up to U+0020 at both ends. */
export function trimAsJava(text: string): string {
  const codes = Array.from(text, (character) => character.charCodeAt(0) > 0x20);
  const first = codes.indexOf(true);
  return first === -1 ? '' : text.slice(first, codes.lastIndexOf(true) + 1);
}

function mapCodePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if ((code >= 0x09 && code <= 0x0d) || code === 0x85 || /\p{Z}/u.test(character)) return ' ';
  return mappedToNothing.some(([from, to]) => code >= from && code <= to) ? '' : character;
}
