import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { personUuids, startSandbox } from '../../src/sandbox/index.ts';
import { send } from './am-client.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { claimsOf } from './oauth-client.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const SESSIONS = '/json/sessions?_action=getSessionInfo';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describeFlavors(EVERY_FLAVOR, 'sign-in', (get) => {
  test('finds the flavour and prints one header', async () => {
    const port = new URL(get().origin).port;

    const { code, out } = await signIn(['alice'], { SANDBOX_PORT: port });

    const [name = '', value = ''] = out.trimEnd().split(': ');
    const session = await send(get().url, SESSIONS, { method: 'POST', headers: { [name]: value } });
    expect(code).toBe(0);
    expect(out.split('\n')).toHaveLength(2);
    expect(name).toBe(get().cookieName);
    expect(session.text).toContain('"realm":"/alpha"');
  });

  test('signs amadmin in at the root', async () => {
    const { out } = await signIn(['amadmin'], { AM_URL: `${get().url}/`, AM_REALM: 'beta' });

    const [name = '', value = ''] = out.trimEnd().split(': ');
    const session = await send(get().url, SESSIONS, { method: 'POST', headers: { [name]: value } });
    expect(session.text).toContain('"realm":"/"');
  });

  test.each([
    [['--bearer', 'alice'], {}, ['devices:read', 'devices:reset'], 'portal'],
    [['alice', '--bearer', '--scopes', 'a,b'], { OIDC_AUDIENCE: 'gateway' }, ['a', 'b'], 'gateway'],
  ])('prints an access token for %j', async (args, more, scope, aud) => {
    const port = new URL(get().origin).port;

    const { code, out } = await signIn(args, { SANDBOX_PORT: port, ...more });

    const [, token = ''] = /^Authorization: Bearer (\S+)\n$/.exec(out) ?? [];
    const person = get().flavor === 'openam' ? 'sub' : 'subname';
    const id = get().flavor === 'aic' ? personUuids.alice : 'alice';
    expect(code).toBe(0);
    expect(claimsOf(token)).toMatchObject({ [person]: id, scope, aud, realm: '/alpha' });
  });
});

describe('sign-in', () => {
  test('says why it could not', async () => {
    const sandbox = await startSandbox({ flavor: 'openam' });
    const environment = { AM_URL: sandbox.url, SIGN_IN_PASSWORD: 'wrong' };

    const { code, out, err } = await signIn(['alice'], environment);
    await sandbox.close();

    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      `Could not sign in alice at ${sandbox.url}/json/realms/root/realms/alpha: ` +
        'AM answered 401 "Authentication Failed".\n',
    );
  });

  test('advises when nothing answers', async () => {
    const sandbox = await startSandbox();
    const port = new URL(sandbox.origin).port;
    await sandbox.close();

    const { code, err } = await signIn(['alice'], { SANDBOX_PORT: port });

    expect(code).toBe(1);
    expect(err).toBe(
      `Could not sign in alice at port ${port}: no answer (ECONNREFUSED); is the sandbox running? npm start\n`,
    );
  });

  test('mints no token but of the sandbox', async () => {
    const am = createServer((_, response) => response.writeHead(404).end('<html>')).listen(0);
    const address = am.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/am`;

    const { code, err } = await signIn(['--bearer', 'alice'], { AM_URL: url });
    am.close();

    expect(code).toBe(1);
    expect(err).toBe(
      `Could not sign in alice at ${url}: it is not the sandbox; ` +
        'get the access token from a client of your AM.\n',
    );
  });

  test('says who is not there to mint for', async () => {
    const sandbox = await startSandbox();

    const { err } = await signIn(['--bearer', 'mallory'], { AM_URL: sandbox.url });
    await sandbox.close();

    expect(err).toBe(
      `Could not sign in mallory at ${sandbox.url}: AM answered 400 ` +
        '"There is nobody called mallory in realm /alpha of the sandbox.".\n',
    );
  });

  test('reads .env, over which the environment wins', async () => {
    const sandbox = await startSandbox();
    const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
    writeFileSync(join(folder, '.env'), `AM_URL=${sandbox.url}\nSIGN_IN_PASSWORD=wrong\n`);

    const refused = await signIn(['alice'], {}, folder);
    const allowed = await signIn(['alice'], { SIGN_IN_PASSWORD: 'sandbox-password' }, folder);
    await sandbox.close();

    expect([refused.code, allowed.code]).toEqual([1, 0]);
  });

  test.each([[], ['--bearer'], ['--token', 'alice'], ['alice', 'bob']])(
    'asks for a name: %j %j',
    async (...args) => {
      const { code, err } = await signIn(args, {});

      expect(code).toBe(64);
      expect(err).toContain('usage: npm run -s sign-in -- NAME');
    },
  );
});

describe('sandbox', () => {
  test('prints who is in it and closes', async () => {
    const { code, out } = await startAndStop({ AM_FLAVOR: 'openam', SANDBOX_PORT: '0' });

    expect(code).toBe(0);
    expect(out).toMatch(/^sandbox openam at http:\/\/127\.0\.0\.1:\d+\/openam /);
    expect(out).toContain('amadmin');
  });

  test('says in one sentence that a port is taken', async () => {
    const sandbox = await startSandbox();
    const port = new URL(sandbox.origin).port;

    const { code, err } = await run('sandbox.main.ts', [], { SANDBOX_PORT: port });
    await sandbox.close();

    expect(code).toBe(1);
    expect(err).toBe(`Port ${port} is taken; choose another with SANDBOX_PORT.\n`);
  });

  test.each([
    [{ NODE_ENV: 'production' }, 'The sandbox refuses to run with NODE_ENV=production'],
    [{ AM_FLAVOR: 'keycloak' }, 'AM_FLAVOR is "keycloak"; it must be pingam, aic or openam.'],
    [{ SANDBOX_PORT: 'http' }, 'SANDBOX_PORT is "http"; it must be a port number.'],
  ])('refuses %j', async (environment, sentence) => {
    const { code, err } = await run('sandbox.main.ts', [], { SANDBOX_PORT: '0', ...environment });

    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });
});

const signIn = (args: readonly string[], environment: Record<string, string>, folder?: string) =>
  run('sign-in.main.ts', args, environment, folder);

function run(
  main: string,
  args: readonly string[],
  environment: Record<string, string>,
  folder = mkdtempSync(join(tmpdir(), 'sandbox-')),
): Promise<Ended> {
  const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...environment } };
  return new Promise((done) => {
    execFile(process.execPath, [mainPath(main), ...args], options, (error, out, err) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

function startAndStop(environment: Record<string, string>): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [mainPath('sandbox.main.ts')],
      { env },
      (error, out, err) => {
        done({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
    child.stdout?.on('data', (text: string) => {
      if (text.includes('amadmin')) {
        child.kill('SIGTERM');
      }
    });
  });
}

function mainPath(main: string): string {
  return join(ROOT, 'src', 'sandbox', main);
}
