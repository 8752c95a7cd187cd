import { existsSync, readFileSync } from 'node:fs';
import { packageFile } from '../../package-files/package-files.ts';
import type { Answer } from '../http/answer.ts';

/** The files of the pages and their types. */
const types = {
  'am.js': 'text/javascript',
  'base.css': 'text/css',
  'devices.css': 'text/css',
  'forms.css': 'text/css',
  'frame.css': 'text/css',
  'icon.svg': 'image/svg+xml',
  'people.css': 'text/css',
  'sandbox.css': 'text/css',
  'sign-in.css': 'text/css',
  'sign-in.html': 'text/html',
  'sign-in.js': 'text/javascript',
  'start.css': 'text/css',
  'steps.js': 'text/javascript',
  'tokens.css': 'text/css',
} as const;

/** The file name of a page or of a part that pages load. */
export type PageFile = keyof typeof types;

/** Allows no other origin, no inline code, and no frame. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; form-action 'self'";

/** Answers with an HTML page, or a file that it loads, under the pages' policy. */
export function pageAnswer(text: string, type = 'text/html'): Answer {
  return {
    status: 200,
    text,
    contentType: `${type};charset=UTF-8`,
    headers: {
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  };
}

/** Answers with an HTML page whose forms end at another origin. */
export function pageWithFormsTo(origin: string, text: string): Answer {
  const answer = pageAnswer(text);
  const formPolicy = `${policy} ${origin}`;
  return { ...answer, headers: { ...answer.headers, 'content-security-policy': formPolicy } };
}

/** Answers with the HTML of a mail, which brings its own styles. */
export function mailPage(html: string): Answer {
  const answer = pageAnswer(html);
  const mailPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
  return { ...answer, headers: { ...answer.headers, 'content-security-policy': mailPolicy } };
}

/** Answers with a file of the pages; undefined for an unknown name. */
export function fileAnswer(name: string): Answer | undefined {
  return isPageFile(name) ? pageAnswer(readFile(name), types[name]) : undefined;
}

function isPageFile(name: string): name is PageFile {
  return Object.hasOwn(types, name);
}

/** Styles that the gateway's pages share are in `web/styles`. */
function readFile(name: PageFile): string {
  const own = packageFile(`src/sandbox/browser/files/${name}`);
  return readFileSync(existsSync(own) ? own : packageFile(`web/styles/${name}`), 'utf8');
}
