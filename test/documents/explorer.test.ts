/** The explorer (design D14): GraphiQL at `/graphql`, for a browser in development. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { onStage, useStage } from '../support/stage.ts';

const stage = useStage('aic');
const html = { accept: 'text/html' };

async function pageOf(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await stage.gateway.fetch({ headers: { ...html, ...headers } })).text();
}

/** The options that the page hands to GraphiQL. */
function optionsIn(page: string) {
  const [, options = ''] = /querySelector\('#root'\),\s+(\{.*\}),\n/.exec(page) ?? [];
  const parsed: {
    readonly headers: string;
    readonly defaultTabs: readonly { readonly query: string; readonly variables: string }[];
  } = JSON.parse(options);
  return parsed;
}

test('a browser gets one page of at most 2 MB without external resources', async () => {
  const response = await stage.gateway.fetch({ headers: html });
  const page = await response.text();

  expect(response.status).toBe(200);
  expect(page.length).toBeLessThan(2_000_000);
  expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=["']?(?:https?:)?\/\//);
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'; script-src 'unsafe-inline';");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("form-action 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
});

test('the two resets are the first of the documented operations, with variables', async () => {
  const tabs = optionsIn(await pageOf()).defaultTabs.map(({ query, variables }) => [
    /^(?:query|mutation) (\w+)/m.exec(query)?.[1],
    JSON.parse(variables),
  ]);

  const own = { input: { target: { me: true } } };
  expect(tabs.slice(0, 2)).toEqual([
    ['ResetOathDevices', own],
    ['ResetPushDevices', own],
  ]);
  expect(tabs).toContainEqual(['PersonDevices', { id: 'bob' }]);
  expect(tabs.length).toBeGreaterThan(16);
});

test('the tabs of a newcomer are next, and each document has one tab', async () => {
  const tabs = optionsIn(await pageOf()).defaultTabs.map(
    ({ query }) => /^(?:query|mutation) (\w+)/m.exec(query)?.[1],
  );
  const documents = await readdir('schema/operations');

  expect(tabs.slice(2, 6)).toEqual(['WhoAmI', 'MyDevices', 'SearchPeople', 'PersonDevices']);
  expect(tabs).toHaveLength(documents.length);
  expect(new Set(tabs).size).toBe(documents.length);
});

test('each tab is a whole document, with the fragments that it uses', async () => {
  const schema = buildSchema(await readFile('schema/schema.graphql', 'utf8'));
  const problems = optionsIn(await pageOf()).defaultTabs.flatMap(({ query }) =>
    validate(schema, parse(query)).map(({ message }) => message),
  );

  expect(problems).toEqual([]);
});

test('a browser without a session gets a header with a hint about its value', async () => {
  const { headers } = optionsIn(await pageOf());

  const hint = 'the part after the colon of what npm run -s sign-in -- alice prints';
  expect(JSON.parse(headers)).toEqual({ [stage.peer.cookieName]: hint });
});

test('a browser with a session gets no header, which would be a second credential', async () => {
  const page = await pageOf({ cookie: `${stage.peer.cookieName}=a-session` });

  expect(optionsIn(page).headers).toBe('');
  expect(page).not.toContain('a-session');
});

test('in front of the sandbox the page signs in its users and suggests no header', async () => {
  const demo = { page: 'http://127.0.0.1:4001/sandbox/people', names: ['alice', 'bob'] };

  await onStage('pingam', { demo }, async ({ gateway }) => {
    const response = await gateway.fetch({ headers: html });
    const page = await response.text();

    expect(optionsIn(page).headers).toBe('');
    expect(page).toContain('action="http://127.0.0.1:4001/sandbox/people/sign-in"');
    expect(page).toContain('<option>alice</option><option>bob</option>');
    expect(page).toContain(`name="goto" value="${gateway.url}/graphql"`);
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://127.0.0.1:4001",
    );
  });
});
