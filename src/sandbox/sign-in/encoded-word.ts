/** Decodes RFC 2047 encoded words, as AM does with the zero-page login headers (contract §8). */
export function decodeEncodedWords(value: string): string {
  const joined = value.replaceAll(/\?=\s+=\?/g, '?==?');
  return joined.replaceAll(
    /=\?([\w-]+)\?([bq])\?([^?]*)\?=/gi,
    (_, charset: string, encoding: string, text: string) => {
      const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQ(text);
      const isLatin = /^(iso-8859-1|latin1|us-ascii)$/i.test(charset);
      return bytes.toString(isLatin ? 'latin1' : 'utf8');
    },
  );
}

function fromQ(text: string): Buffer {
  const latin = text
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(latin, 'latin1');
}
