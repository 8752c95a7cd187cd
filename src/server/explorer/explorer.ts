import type { IncomingMessage } from 'node:http';
import type { renderGraphiQL as Render } from '@graphql-yoga/render-graphiql';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import { cookieIn } from '../http/cookie.ts';
import type { Reply } from '../http/reply.ts';
import { look, mend } from './look.ts';
import { tabGroups } from './tab-groups.ts';

/** The sandbox's users. */
export interface DemoPeople {
  /** The address of the page with the users and their codes; `/sign-in` below it signs them in. */
  readonly page: string;
  readonly names: readonly string[];
}

/** What the explorer shows. */
interface ExplorerParts {
  readonly cookieName: () => MaybePromise<string>;
  /** The folder with `operations`, their `fragments`, and the variables of each. */
  readonly schemaFolder: string;
  /** The users that the page can sign in; undefined in front of a real AM. */
  readonly demo?: DemoPeople | undefined;
}

/** Returns the page for a browser at `/graphql`. */
export type Explorer = (request: IncomingMessage) => Promise<Reply>;

/**
 * Creates the explorer: GraphiQL with the schema's documentation and the documented operations in
 * tabs. The page loads nothing else, so it works without internet. If GraphiQL is not installed, it
 * says how to install it.
 */
export function createExplorer({ cookieName, schemaFolder, demo }: ExplorerParts): Explorer {
  return async (request) => {
    const renderGraphiQL = await loadRender();
    if (renderGraphiQL === null) return page(notInstalled);
    const groups = tabGroups(schemaFolder);
    const tabs = groups.flatMap(({ operations }) => operations);
    const [first] = tabs;
    const form = demo === undefined ? null : signInForm(request, demo);
    const headers = form === null ? suggestedHeaders(request, await cookieName()) : '';
    const body = renderGraphiQL({
      title: 'identity-gateway',
      favicon: 'data:,',
      endpoint: '/graphql',
      // A stored header would be sent beside the cookie of a later sign-in.
      shouldPersistHeaders: false,
      defaultQuery: first?.query ?? '',
      defaultTabs: tabs.map(({ query, variables }) => ({ query, variables, headers })),
      headers,
    })
      .replace('</head>', `${look}${firstVariables(first?.variables ?? '')}</head>`)
      .replace('<div id="root"></div>', `${bar(form?.html ?? '')}<main id="root"></main>`)
      .replace('</body>', `${mend(groups)}</body>`);
    return page(body, form?.origin);
  };
}

/** Suggests a session header, except beside the cookie: the gateway refuses two credentials. */
function suggestedHeaders(request: IncomingMessage, cookieName: string): string {
  if (cookieIn(request, cookieName) !== undefined) return '';
  const hint = 'the part after the colon of what npm run -s sign-in -- alice prints';
  return JSON.stringify({ [cookieName]: hint }, null, 2);
}

/** GraphiQL fills the variables of the first tab from its store only. */
const firstVariables = (variables: string): string => `<script>
  if (localStorage.getItem('graphiql:tabState') === null)
    localStorage.setItem('graphiql:variables', ${JSON.stringify(variables)});
</script>`;

/** The bar above GraphiQL, as on the gateway's pages. */
const bar = (form: string): string => `<header class="bar">
  <svg viewBox="0 0 28 28" aria-hidden="true"><path d="M3 26V14a11 11 0 0 1 22 0v12h-5.5V14a5.5 5.5 0 0 0-11 0v12z"/><circle cx="14" cy="18.5" r="2.75"/></svg>
  <h1>identity-gateway</h1>${form}
</header>`;

/** The form that signs one of the sandbox's users in and returns here. */
function signInForm({ socket }: IncomingMessage, { page: people, names }: DemoPeople) {
  const action = new URL(`${people}/sign-in`);
  // Browsers keep cookies by host name, whatever the port. `localhost` is another name.
  const here = new URL(`http://${action.hostname}:${socket.localPort}/graphql`);
  const options = names.map((name) => `<option>${name}</option>`).join('');
  const html = `<form class="sign-in" method="post" action="${action.href}">
      <output id="caller"></output>
      <label>Sign in as <select name="name">${options}</select></label>
      <input type="hidden" name="goto" value="${here.href}">
      <button>Sign in</button>
    </form>
    <script>${showCaller}</script>`;
  return { html, origin: action.origin };
}

/** Shows whose session the browser has. */
const showCaller = `fetch('/graphql', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ me { username } }' }),
}).then((response) => response.json()).then(({ data }) => {
  const name = data?.me?.username;
  document.getElementById('caller').value = name ? 'You are ' + name + '.' : 'You are not signed in.';
  if (name) document.querySelector('.sign-in select').value = name;
});`;

/** Loads GraphiQL; null if it is not installed: the published package does not depend on it. */
async function loadRender(): Promise<typeof Render | null> {
  try {
    return (await import('@graphql-yoga/render-graphiql')).renderGraphiQL;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return null;
    throw error;
  }
}

const notInstalled = `<!doctype html>
<html lang="en">
  <title>identity-gateway</title>
  <h1>The gateway runs; its explorer is not installed</h1>
  <p>Send GraphQL to this address by POST. To explore the schema here, run
    <code>npm install @graphql-yoga/render-graphiql@5.15.1</code> beside the gateway and start it again;
    the gateway's own repository has it already.</p>
</html>
`;

function page(body: string, formOrigin = ''): Reply {
  const formAction = formOrigin === '' ? "'none'" : `'self' ${formOrigin}`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action ${formAction}`,
      'referrer-policy': 'no-referrer',
    },
    body,
  };
}
