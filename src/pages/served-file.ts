import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import Negotiator from 'negotiator';
import { HttpError } from '../server/http/http-error.ts';
import type { Reply } from '../server/http/reply.ts';

/** The media types by extension. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Types that are not compressed already. */
const compressible = /^(?:text\/|application\/json|image\/svg)/;

/** A file in memory, in each content coding. */
export interface ServedFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string;
  /** By content coding; `identity` is always present. */
  readonly bodies: ReadonlyMap<string, Uint8Array>;
}

/** The content of a file. */
export interface FileContent {
  /** With a leading dot. */
  readonly extension: string;
  readonly bytes: Buffer;
  /** Compressed by the build, by content coding. */
  readonly packed?: { readonly br: Buffer | undefined; readonly gzip: Buffer | undefined };
}

/** Compresses a file once, so that a request costs only a lookup. */
export function serveFile(
  { extension, bytes, packed }: FileContent,
  headers: Readonly<Record<string, string>>,
): ServedFile {
  const type = types[extension] ?? 'application/octet-stream';
  const bodies = new Map<string, Uint8Array>([['identity', bytes]]);
  if (compressible.test(type)) {
    bodies.set('br', packed?.br ?? brotli(bytes));
    bodies.set('gzip', packed?.gzip ?? gzipSync(bytes, { level: 9 }));
  }
  return { headers: { ...headers, 'content-type': type }, etag: `"${contentHash(bytes)}"`, bodies };
}

/** Returns a short hash for names and entity tags. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
}

/** Answers with a file, or with 304 if the browser has it. */
export function answerFile(request: IncomingMessage, file: ServedFile): Reply {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new HttpError(405, 'Request pages with GET.', { headers: { allow: 'GET, HEAD' } });
  }
  const accepted = new Negotiator(request).encodings();
  const coding = ['br', 'gzip'].find((one) => accepted.includes(one) && file.bodies.has(one));
  const body = file.bodies.get(coding ?? 'identity') ?? '';
  const headers = {
    vary: 'Accept-Encoding, Origin',
    ...file.headers,
    etag: file.etag,
    ...(coding !== undefined && { 'content-encoding': coding }),
  };
  return isCached(request, file.etag)
    ? { status: 304, headers, body: '' }
    : { status: 200, headers, body };
}

/** Compares weakly: proxies that compress mark a tag as weak (RFC 9110 §13.1.2). */
function isCached({ headers }: IncomingMessage, etag: string): boolean {
  const tags = (headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/**
 * Level 9 takes a tenth of a second where level 11 takes seconds, which only the build can afford.
 */
function brotli(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}
