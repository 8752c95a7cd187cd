/** A mail as the page shows it. */
export interface ShownMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Reads the parts of a mail that the gateway sends: texts, plain and as HTML. */
export function readMail(source: string): ShownMail {
  const whole = partOf(source);
  const parts = textParts(whole);
  const bodyOf = (type: string): string => {
    const part = parts.find(({ headers }) => headers.get('content-type')?.startsWith(type));
    return part === undefined ? '' : decodedBody(part);
  };
  return {
    subject: decodedWords(whole.headers.get('subject') ?? ''),
    text: bodyOf('text/plain'),
    html: bodyOf('text/html'),
  };
}

function textParts(part: Part): readonly Part[] {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const [, boundary] = /^multipart\/.*\bboundary="?([^";]+)"?/is.exec(type) ?? [];
  if (boundary === undefined) return [part];
  const [, ...inner] = part.body.split(`--${boundary}`);
  return inner.filter((one) => !one.startsWith('--')).flatMap((one) => textParts(partOf(one)));
}

function partOf(source: string): Part {
  const text = source.replace(/^\r\n/, '');
  const end = text.indexOf('\r\n\r\n');
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\r\n[ \t]+/g, ' ');
  const headers = head.split('\r\n').flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return { headers: new Map(headers), body: end < 0 ? '' : text.slice(end + 4) };
}

function decodedBody({ headers, body }: Part): string {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString();
    case 'quoted-printable':
      return decodedBytes(body.replace(/=\r\n/g, ''));
    default:
      return body;
  }
}

/** Decodes words such as `=?UTF-8?Q?Ger=C3=A4te?=` (RFC 2047). */
function decodedWords(text: string): string {
  return text
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_word, way: string, content: string) =>
      way.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64').toString()
        : decodedBytes(content.replaceAll('_', ' ')),
    );
}

/** Decodes `=C3=A4`: bytes of UTF-8. */
function decodedBytes(text: string): string {
  return text.replace(/(?:=[0-9A-F]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString(),
  );
}
