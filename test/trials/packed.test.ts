/** `npm pack` creates the gateway with its schema, which can be installed and run. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { start, type StartedGateway } from '../support/started-gateway.ts';
import { openProject, type Project } from './packed-package.ts';

let project: Project;

beforeAll(async () => {
  project = await openProject();
}, 400_000);
afterAll(() => project?.remove());

test('the schema is a module and files', async () => {
  const script = `import { readFileSync } from 'node:fs';
    import { schema, subgraphSchema } from '@identity-gateway/server/schema';
    const read = (name) =>
      readFileSync(new URL(import.meta.resolve('@identity-gateway/server/schema/' + name)), 'utf8');
    console.log(JSON.stringify([
      schema === read('schema.graphql'),
      subgraphSchema === read('subgraph.graphql'),
      read('operations/who-am-i.graphql').includes('query WhoAmI'),
      JSON.parse(read('trusted-documents.json')).format,
    ]));`;

  const printed = await project.run('node', ['--input-type=module', '--eval', script]);

  expect(JSON.parse(printed)).toEqual([true, true, true, 'apollo-persisted-query-manifest']);
});

describe('the tarball', () => {
  test('contains only code and documents', () => {
    const kept = [
      /^dist\/(chunks\/)?[\w.-]+\.js(\.map)?$/,
      /^dist\/(schema\.d\.ts|sbom\.cdx\.json|third-party-licenses\.txt)$/,
      /^src\/sandbox\/browser\/files\/[\w-]+\.(css|html|svg|js)$/,
      /^web\/styles\/[\w-]+\.css$/,
      /^web\/dist\/(index\.html|assets\/[\w.-]+)$/,
      /^schema\/((operations|fragments)\/[\w-]+|schema|subgraph|subgraph-people)\.graphql$/,
      /^schema\/(trusted-documents|example-variables|config\.schema)\.json$/,
      /^schema\/events\/[\w-]+\.v1\.json$/,
      /^web\/messages\/[a-z]{2}\.json$/,
      /^docs\/(recipes\/)?[\w-]+\.md$/,
      /^(README\.md|CHANGELOG\.md|LICENSE|package\.json)$/,
      /^deploy\//,
    ];

    const wanted = `CHANGELOG.md LICENSE README.md docs/errors.md docs/front-end.md
      dist/main.js dist/sign-in.js dist/sbom.cdx.json dist/third-party-licenses.txt
      schema/schema.graphql schema/trusted-documents.json`;
    const unwanted = /tsbuildinfo|test|dev\.main|generate/;
    const isStray = (path: string): boolean =>
      unwanted.test(path) || !kept.some((one) => one.test(path));
    expect(project.files.filter(isStray)).toEqual([]);
    expect(project.files).toEqual(expect.arrayContaining(wanted.split(/\s+/)));
  });

  test('is built before it is packed', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));

    expect(scripts.prepack).toBe('npm run -s prestart');
    expect(scripts.prestart).toBe(`${scripts.build} --changed`);
  });
});

test('an old Node ends with one sentence and status 78', async () => {
  const old = `node-${process.platform}-${process.arch}`;
  // In a folder of its own: in the project it would be the Node of npx.
  const install = ['install', '--prefix', 'old', '--no-audit', '--no-fund', `${old}@20.18.0`];
  await project.run('npm', install);
  const script = `old/node_modules/${old}/bin/node node_modules/@identity-gateway/server/dist/main.js check`;

  const ended = await project.run('sh', ['-c', `${script} 2>&1; echo "status $?"`]);

  expect(ended).toBe(
    'identity-gateway needs Node ^24.15.0 || ^26.0.0; this is Node 20.18.0.\nstatus 78\n',
  );
}, 300_000);

describe('npx identity-gateway', () => {
  let gateway: StartedGateway;

  beforeAll(async () => {
    const command = 'npx';
    gateway = await start({ command, args: ['identity-gateway', 'sandbox'], cwd: project.folder });
  }, 300_000);
  afterAll(() => gateway?.stop());

  test('starts the gateway and the sandbox, and a user signs in and sends a query', async () => {
    const header = await project.run('npx', ['identity-gateway-sign-in', 'alice'], {
      SANDBOX_PORT: `${gateway.sandboxPort}`,
    });
    const [name = '', value = ''] = header.trim().split(': ');

    const answer = await fetch(`http://127.0.0.1:${gateway.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [name]: value },
      body: '{"query":"{ me { displayName } }"}',
    });

    expect(await answer.json()).toMatchObject({ data: { me: { displayName: 'Alice Example' } } });
  });

  test.each(['am/XUI/', 'am/XUI/sign-in.js', 'am/XUI/tokens.css', 'sandbox/people'])(
    'serves the sandbox’s %s',
    async (path) => {
      const page = await fetch(`http://127.0.0.1:${gateway.sandboxPort}/${path}`);

      expect(page.status).toBe(200);
    },
  );

  test('names the installed sign-in command, and how to get the explorer', async () => {
    const headers = { accept: 'text/html' };

    const page = await fetch(`http://127.0.0.1:${gateway.port}/graphql`, { headers });

    expect(gateway.output()).toMatch(
      /Sign in {3}node \S+\/@identity-gateway\/server\/dist\/sign-in\.js alice {3}\(/,
    );
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    // Later versions need rights that the page's policy does not give.
    const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
    const name = '@graphql-yoga/render-graphiql';
    expect(await page.text()).toContain(`npm install ${name}@${devDependencies[name]}<`);
  });

  test('ends with its gateway on SIGTERM to npx only, and leaves no process', async () => {
    gateway.terminate();

    await gateway.ended();
    await expect(fetch(`http://127.0.0.1:${gateway.port}/health/live`)).rejects.toThrow(
      'fetch failed',
    );
  });
});
