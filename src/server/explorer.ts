import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { renderGraphiQL as Render } from '@graphql-yoga/render-graphiql';
import type { Reply } from './reply.ts';

/**
 * Returns the page for browsers at `/graphql`: GraphiQL with the schema's documentation and the documented
 * operations in tabs. The page loads nothing else, so it works without internet.
 * Where GraphiQL is not installed, the page says how to install it.
 */
export async function explorerPage(cookieName: string, operationsFolder: string): Promise<Reply> {
  const renderGraphiQL = await loadRender();
  if (renderGraphiQL === null) return page(notInstalled);
  const headers = JSON.stringify(
    { [cookieName]: 'the part after the colon of what npm run -s sign-in -- alice prints' },
    null,
    2,
  );
  const operations = documentedOperations(operationsFolder);
  const body = renderGraphiQL({
    title: 'identity-gateway',
    endpoint: '/graphql',
    ...(operations[0] === undefined ? {} : { defaultQuery: operations[0] }),
    defaultTabs: operations.map((query) => ({ query, headers })),
    headers,
  });
  return page(body.replace('</head>', `${repairs}</head>`));
}

/** Loads GraphiQL; null where it is not installed: it is a dependency of the repository, not of the published package. */
async function loadRender(): Promise<typeof Render | null> {
  try {
    return (await import('@graphql-yoga/render-graphiql')).renderGraphiQL;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') {
      return null;
    }
    throw error;
  }
}

/**
 * GraphiQL leaves every tab that is not focused moved far to the right, and hides it by a rule of its style. A press focuses the
 * tab, which then jumps from under the pointer, so that a click opens nothing. Its title breaks in two beside many tabs.
 */
const repairs = `<style>
  .graphiql-tab { transform: none !important; }
  .graphiql-logo { white-space: nowrap; }
</style>`;

const notInstalled = `<!doctype html>
<html lang="en">
  <title>identity-gateway</title>
  <h1>The gateway runs; its explorer is not installed</h1>
  <p>Send GraphQL to this address by POST. To explore the schema here, run
    <code>npm install @graphql-yoga/render-graphiql</code> beside the gateway and start it again;
    the gateway's own repository has it already.</p>
</html>
`;

function page(body: string): Reply {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'referrer-policy': 'no-referrer',
    },
    body,
  };
}

function documentedOperations(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
