import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import Negotiator from 'negotiator';
import { HttpError } from '../server/http-error.ts';
import type { Reply } from '../server/reply.ts';

/** The media types of the files that pages are made of, and whether compressing them is worth it. */
const kinds: Readonly<Record<string, { readonly type: string; readonly packs: boolean }>> = {
  '.html': { type: 'text/html; charset=utf-8', packs: true },
  '.js': { type: 'text/javascript; charset=utf-8', packs: true },
  '.css': { type: 'text/css; charset=utf-8', packs: true },
  '.json': { type: 'application/json', packs: true },
  '.svg': { type: 'image/svg+xml', packs: true },
  '.png': { type: 'image/png', packs: false },
  '.webp': { type: 'image/webp', packs: false },
  '.jpg': { type: 'image/jpeg', packs: false },
  '.jpeg': { type: 'image/jpeg', packs: false },
  '.ico': { type: 'image/x-icon', packs: false },
  '.woff2': { type: 'font/woff2', packs: false },
};

/** A file in memory in every coding that it is sent in. */
export interface ServedFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string;
  /** By content coding; `identity` is always there. */
  readonly bodies: ReadonlyMap<string, Uint8Array>;
}

/** What a file is made from. */
export interface FileContent {
  /** With the dot. */
  readonly extension: string;
  readonly bytes: Buffer;
  /** What the build has compressed already, by content coding. */
  readonly packed?: Readonly<Partial<Record<'br' | 'gzip', Buffer>>>;
}

/** Prepares a file once, so that a request costs no more than its look-up. */
export function serveFile(
  { extension, bytes, packed = {} }: FileContent,
  headers: Readonly<Record<string, string>>,
): ServedFile {
  const { type, packs } = kinds[extension] ?? { type: 'application/octet-stream', packs: false };
  const bodies = new Map<string, Uint8Array>([['identity', bytes]]);
  if (packs) {
    bodies.set('br', packed.br ?? brotli(bytes));
    bodies.set('gzip', packed.gzip ?? gzipSync(bytes, { level: 9 }));
  }
  return { headers: { ...headers, 'content-type': type }, etag: `"${hashOf(bytes)}"`, bodies };
}

/** A short name of some bytes. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
}

/** Answers with a file, or with 304 to a browser that has it. */
export function answerFile(request: IncomingMessage, file: ServedFile): Reply {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new HttpError(405, 'Ask for pages by GET.', { headers: { allow: 'GET, HEAD' } });
  }
  const accepted = new Negotiator(request).encodings();
  const coding = ['br', 'gzip'].find((one) => accepted.includes(one) && file.bodies.has(one));
  const body = file.bodies.get(coding ?? 'identity') ?? '';
  const headers = {
    ...file.headers,
    etag: file.etag,
    vary: 'Accept-Encoding, Origin',
    ...(coding !== undefined && { 'content-encoding': coding }),
  };
  return isKnown(request, file.etag)
    ? { status: 304, headers, body: '' }
    : { status: 200, headers, body };
}

/** `If-None-Match` compares weakly: proxies that compress mark a tag as weak (RFC 9110 §13.1.2). */
function isKnown({ headers }: IncomingMessage, etag: string): boolean {
  const tags = (headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** Brotli's best takes seconds for what its second best does in a tenth of one; the build has the time, a start has not. */
function brotli(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}
