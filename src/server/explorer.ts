import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply } from './reply.ts';

/**
 * The page that a developer meets at `/graphql`: GraphiQL with the schema's documentation and the
 * documented operations in tabs. Everything it needs is in the page, so it works without internet.
 */
export async function explorerPage(cookieName: string, operationsFolder: string): Promise<Reply> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const headers = JSON.stringify(
    { [cookieName]: 'the value that npm run -s sign-in -- alice prints' },
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
