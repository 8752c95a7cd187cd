/**
 * Characters that are invisible or change the direction of the text around them: controls, spaces
 * of no width, direction marks, tags. The joiners between the letters of Arabic and Indic scripts
 * and the parts of an emoji stay as they are.
 */
const hidden = new RegExp(
  [
    String.raw`(?<![\p{L}\p{M}\p{Extended_Pictographic}])(?<!\ufe0f)[\u200c\u200d]`,
    String.raw`[\u200c\u200d](?![\p{L}\p{M}\p{Extended_Pictographic}])`,
    String.raw`(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])[\u200c\u200d]`,
    String.raw`[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f]`,
    String.raw`[\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]|\u034f|\u17b4|\u17b5`,
  ].join('|'),
  'gu',
);

/** Returns a name in which every hidden character is written as its code, `‹U+200B›`. */
export function visibleText(name: string): string {
  return name.replaceAll(hidden, (character) => {
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    return `‹U+${code}›`;
  });
}
