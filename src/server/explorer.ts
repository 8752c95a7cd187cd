import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { renderGraphiQL as Render } from '@graphql-yoga/render-graphiql';
import type { MaybePromise } from '../domain/values/maybe-promise.ts';
import { cookieIn } from './http/cookie.ts';
import type { Reply } from './http/reply.ts';

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
    const tabs = documentedOperations(schemaFolder);
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
      defaultTabs: tabs.map((tab) => ({ ...tab, headers })),
      headers,
    })
      .replace('</head>', `${repairs}${firstVariables(first?.variables ?? '')}</head>`)
      .replace('<div id="root">', `${form?.html ?? ''}$&`);
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

/** The form that signs one of the sandbox's users in and returns here. */
function signInForm({ socket }: IncomingMessage, { page: people, names }: DemoPeople) {
  const action = new URL(`${people}/sign-in`);
  // Browsers keep cookies by host name, whatever the port. `localhost` is another name.
  const here = new URL(`http://${action.hostname}:${socket.localPort}/graphql`);
  const options = names.map((name) => `<option>${name}</option>`).join('');
  const html = `<form class="sign-in" method="post" action="${action.href}">
      <label>Sign in as <select name="name">${options}</select></label>
      <input type="hidden" name="goto" value="${here.href}">
      <button>Sign in</button> <output id="caller"></output>
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

/**
 * GraphiQL's title wraps beside many tabs, and its height leaves no room for a form. In variables
 * it marks an absent field as an error if the field's default is `false`.
 */
const repairs = `<style>
  .graphiql-logo { white-space: nowrap; }
  .graphiql-editor-tool [class*='CodeMirror-lint-mark'] { all: unset; pointer-events: none; }
  body { display: flex; flex-direction: column; height: 100vh; }
  #root, .graphiql-container { flex: 1; min-height: 0; }
  .graphiql-container { height: 100% !important; }
  .sign-in { padding: 8px 16px; font: 15px system-ui, sans-serif; background: #e6edf5; color: #16202b; }
</style>`;

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

/**
 * The order of the tabs, by groups: the resets, which are what people come for; what a newcomer
 * tries next; changes; what staff read; then all others by name, each step of a task beside its
 * next.
 */
const groups = [
  ['reset-oath-devices', 'reset-push-devices'],
  ['who-am-i', 'my-devices', 'search-people', 'person-devices'],
  ['reset-devices', 'remove-device', 'rename-device', 'end-sessions'],
  ['person-actions', 'person-history', 'realm-history', 'realm-insights'],
  ['request-change', 'pending-changes', 'pending-change', 'approve-change', 'reject-change'],
  ['start-push-proof', 'check-push-proof', 'check-signed-proof', 'prove-by-code'],
];

function documentedOperations(schemaFolder: string): { query: string; variables: string }[] {
  const folder = join(schemaFolder, 'operations');
  const fragments = fragmentsIn(join(schemaFolder, 'fragments'));
  const examples: Readonly<Record<string, object>> = JSON.parse(
    readFileSync(join(schemaFolder, 'example-variables.json'), 'utf8'),
  );
  const first = groups.flat().map((name) => `${name}.graphql`);
  const names = readdirSync(folder).toSorted();
  const others = names.filter((name) => !first.includes(name));
  return [...first.filter((name) => names.includes(name)), ...others].map((name) => {
    const query = withFragments(readFileSync(join(folder, name), 'utf8'), fragments);
    const [, operation = ''] = /^(?:query|mutation) (\w+)/m.exec(query) ?? [];
    return { query, variables: JSON.stringify(examples[operation] ?? {}, null, 2) };
  });
}

/** The texts of the shared fragments, by their names. */
function fragmentsIn(folder: string): ReadonlyMap<string, string> {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return new Map(texts.map((text) => [/^fragment (\w+)/m.exec(text)?.[1] ?? '', text]));
}

/** Returns a document with the shared fragments that it uses, and those that these use. */
function withFragments(operation: string, fragments: ReadonlyMap<string, string>): string {
  const used = new Set([operation]);
  // A set that grows while it is walked is walked to its new end.
  for (const text of used)
    for (const [, name = ''] of text.matchAll(/\.\.\.(\w+)/g)) {
      const fragment = fragments.get(name);
      if (fragment !== undefined) used.add(fragment);
    }
  return [...used].join('\n');
}
