/** A small build of the pages, as `web/dist` is one. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What its script says; long enough that compressing pays. */
export const script = `document.title = 'My devices';\n`.repeat(200);

/** What the build's own gzip unpacks to, so that a test can tell it from what the gateway compresses. */
export const packedStyle = 'main{color:#111}\n'.repeat(200);

/** Writes it to a folder of its own. */
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
