import type { Am, Call } from '../am.ts';
import { redirect } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { tokensOf } from '../session/caller.ts';
import { isValidGoto } from '../sign-in/goto.ts';
import { fileAnswer } from './page-answers.ts';

/**
 * Serves the addresses of AM's own page: `XUI/`, and the older `UI/Login` and `UI/Logout`. Returns
 * undefined for others.
 */
export function serveXui(
  am: Am,
  request: Pick<Call, 'headers'>,
  path: readonly string[],
  search: string,
): Answer | undefined {
  const page = `${am.personality.deployPath}/XUI/${search === '' ? '' : `?${search}`}`;
  switch (path.join('/')) {
    case 'XUI':
      return redirect(page);
    case 'UI/Login':
      return redirect(`${page}#login`);
    case 'UI/Logout':
      return signOut(am, request, page);
    case 'XUI/':
    case 'XUI/index.html':
      return fileAnswer('sign-in.html');
    default:
      return path[0] === 'XUI' && path.length === 2 ? fileAnswer(path[1] ?? '') : undefined;
  }
}

/**
 * Ends the browser's session, if it still exists, and redirects to a valid `goto`. OpenAM's page
 * does not redirect (contract §8).
 */
function signOut(am: Am, request: Pick<Call, 'headers'>, page: string): Answer {
  const { cookie } = tokensOf(am, request);
  if (cookie !== undefined) am.sessions.end(cookie);
  const goto = new URL(page, am.oauth.origin).searchParams.get('goto') ?? '';
  const goesOn = isValidGoto(goto) && !am.personality.isOpenSource;
  const answer = redirect(goesOn ? goto : `${page}#loggedOut`);
  const forgetting = `${am.cookieName}=; Max-Age=0; Path=/`;
  return { ...answer, headers: { ...answer.headers, 'set-cookie': [forgetting] } };
}
