import { HttpError } from '../server/http-error.ts';

/** The addresses that the shell answers; which page is shown is decided in the browser. */
export const shellPaths = /^\/(?:help-desk(?:\/.*)?|history|signed-out)?$/;

/** Where a sign-in may return to: a page of ours, with its query. No second slash or backslash, which browsers take for a host. */
const returnPaths =
  /^\/(?:help-desk(?:\/[\w.~%@!$&'()*+,;=:-]+)*|history)?(?:\?[\w.~%@!$&'()*+,;=:/?-]*)?$/;

/**
 * Reads `return`, an address that anybody may have written into a link.
 * @throws HttpError 400 for anything but a page of ours
 */
export function readReturnPath(text: string | null): string {
  if (text === null || text === '') return '/';
  const [path = ''] = text.split('?');
  // Browsers take dots out of a path, encoded ones too, before they ask for it.
  const leaves = path.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
  if (text.length <= 2_000 && returnPaths.test(text) && !leaves) return text;
  throw new HttpError(400, 'After a sign-in people return to a page of this site only.');
}
