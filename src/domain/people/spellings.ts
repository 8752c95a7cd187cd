/** The letters of names for which plain ones are typed; likely ones first. */
const accented: Readonly<Record<string, string>> = {
  a: 'áäàâãåāăą',
  c: 'çčć',
  d: 'đď',
  e: 'éèëêěęē',
  g: 'ğ',
  i: 'íïìîī',
  l: 'łĺľ',
  n: 'ñńň',
  o: 'óöøòôõőō',
  r: 'řŕ',
  s: 'šşśș',
  t: 'ťțţ',
  u: 'úüùûůűū',
  y: 'ýÿ',
  z: 'žźż',
};

/** How Germans write letters that a keyboard lacks. */
const digraphs: Readonly<Record<string, string>> = { ae: 'ä', oe: 'ö', ue: 'ü', ss: 'ß' };

/** Returns a text in which one letter stands for two, as in `Müller`, with both. */
export function withDigraphs(text: string): string {
  const entries = Object.entries(digraphs);
  return entries.reduce((all, [two, one]) => all.replaceAll(one, two), text.toLowerCase());
}

/** Returns a text without accents, in small letters: `Núñez` is `nunez`. */
export function withoutAccents(text: string): string {
  const small = text.normalize('NFD').toLowerCase();
  return small
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('đ', 'd')
    .replaceAll('ß', 'ss')
    .normalize('NFC');
}

/**
 * Returns a name as it was typed, without its accents, and with accents that it may have lost:
 * directories compare accented letters as different ones, and search by index only for a beginning
 * whose letters are known. Likely spellings come first.
 */
export function spellingsOf(name: string): readonly string[] {
  const plain = withoutAccents(name);
  const letters = Array.from(plain);
  const at = letters.flatMap((letter, index) => {
    const [likely, ...others] = Array.from(accented[letter] ?? '');
    return likely === undefined ? [] : [{ index, likely, others }];
  });
  const replaced = (...changes: readonly { index: number; letter: string }[]): string =>
    letters
      .map((letter, index) => changes.find((change) => change.index === index)?.letter ?? letter)
      .join('');
  const likelyOf = ({ index, likely }: (typeof at)[number]) => ({ index, letter: likely });
  const joined = Object.entries(digraphs)
    .filter(([two]) => plain.includes(two))
    .map(([two, one]) => plain.replaceAll(two, one));
  const once = at.map((one) => replaced(likelyOf(one)));
  const twice = at.flatMap((one, index) =>
    at.slice(index + 1).map((other) => replaced(likelyOf(one), likelyOf(other))),
  );
  const rarely = at.flatMap(({ index, others }) =>
    others.map((letter) => replaced({ index, letter })),
  );
  const asTyped = plain === name.toLowerCase() ? [name] : [name, plain];
  return [...new Set([...asTyped, ...joined, ...once, ...twice, ...rarely])];
}
