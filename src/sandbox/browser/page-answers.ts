import { existsSync, readFileSync } from 'node:fs';
import type { Answer } from '../http/answer.ts';

/** The files of the pages and their types; the build copies all of them beside the programs. */
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
  'steps.js': 'text/javascript',
  'tokens.css': 'text/css',
} as const;

/** The name of a file of the pages. */
export type PageFile = keyof typeof types;

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** A page of HTML, or a file of one, under the pages' policy. */
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

/** A file of the pages by name; undefined for any other. */
export function fileAnswer(name: string): Answer | undefined {
  return isPageFile(name) ? pageAnswer(readFile(name), types[name]) : undefined;
}

function isPageFile(name: string): name is PageFile {
  return Object.hasOwn(types, name);
}

/** In a checkout the styles that are shared with the gateway's own pages are where those are written. */
const sharedStyles = new URL('../../../web/styles/', import.meta.url);

function readFile(name: PageFile): string {
  const own = new URL(`files/${name}`, import.meta.url);
  return readFileSync(existsSync(own) ? own : new URL(name, sharedStyles), 'utf8');
}
