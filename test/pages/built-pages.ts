/** A small build of pages, with the structure of `web/dist`. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The script; long enough to be worth compressing. */
export const script = `document.title = 'My devices';\n`.repeat(200);

/**
 * The content of the build's gzip file. It differs from the original, so that a test can recognize
 * it.
 */
export const packedStyle = 'main{color:#111}\n'.repeat(200);

/** Writes the build to a temporary folder. */
export function buildPages(
  shell = '<!doctype html><html lang="en"><script type="application/json" id="config"></script></html>',
): string {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), shell);
  writeFileSync(join(folder, 'secret.txt'), 'outside of assets');
  const asset = (name: string, content: string | Buffer): void =>
    writeFileSync(join(folder, 'assets', name), content);
  asset('main-8a7b6c5d.js', script);
  asset('main-1a2b3c4d.css', packedStyle);
  asset('main-1a2b3c4d.css.gz', gzipSync(packedStyle, { level: 1 }));
  asset('mark-5e6f7a8b.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  asset('face-9c0d1e2f.woff2', Buffer.from([0, 1, 2, 255]));
  return folder;
}
