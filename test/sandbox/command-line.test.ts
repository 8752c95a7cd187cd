import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { personUuids, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { send } from './am-client.ts';
import { devicePath, withToken } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const headers = { 'Accept-API-Version': 'resource=1.0' };
const SESSIONS = '/json/sessions?_action=getSessionInfo';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describeFlavors(EVERY_FLAVOR, 'sign-in', (get) => {
  test.each([
    ['alice', () => ({ SANDBOX_PORT: portOf(get()) }), '/alpha'],
    ['amadmin', () => ({ AM_URL: `${get().url}/`, SIGN_IN_REALM: 'beta' }), '/'],
  ])('of %s prints one header, with a session', async (person, environment, realm) => {
    const { code, out } = await signIn([person], environment());

    const [, name = '', value = ''] = /^(\S+): (\S+)\n$/.exec(out) ?? [];
    const session = await send(get().url, SESSIONS, { method: 'POST', headers: { [name]: value } });
    expect([code, name]).toEqual([0, get().cookieName]);
    expect(session.text).toContain(`"realm":"${realm}"`);
  });

  test.each([
    ['alice', '--recovery-code'],
    ['bob', '--code'],
    ['bob', '--recovery-code'],
  ])('of %s with %s counts as the phone, twice', async (person, option) => {
    const sandbox = get();
    const environment = { SANDBOX_PORT: portOf(sandbox) };
    await signIn([person, option], environment);

    const { code, out } = await signIn([option, person], environment);
    const token = out.trim().split(': ')[1] ?? '';
    const path = devicePath(sandbox, person, 'oath');
    const caller = withToken(sandbox, token);
    const list = await caller('GET', `${path}?_queryFilter=true`);
    const reset = await caller('POST', `${path}?_action=reset`, { headers, body: {} });

    expect(code).toBe(0);
    expect(fieldAt(listAt(list.json, 'result')[0], 'deviceManagementStatus')).toBe(
      sandbox.flavor === 'openam' ? undefined : true,
    );
    expect([reset.status, reset.json]).toEqual([200, { result: true }]);
  });

  test.each([
    [
      ['bob', '--bearer', '--code'],
      ['pwd', 'otp'],
    ],
    [
      ['alice', '--bearer', '--recovery-code'],
      ['pwd', 'otp'],
    ],
    [['alice', '--bearer'], ['pwd']],
  ])('prints an access token that shows the sign-in, for %j', async (args, amr) => {
    get().configure({ signInClaims: 'ACR_AMR' });

    const { out } = await signIn(args, { SANDBOX_PORT: portOf(get()) });

    expect(decodeJwt(out.trim().split(' ')[2] ?? '')).toMatchObject({ amr });
  });

  test.each([
    [['--bearer', 'alice'], {}, ['devices:read', 'devices:reset'], 'portal'],
    [['alice', '--bearer', '--scopes', 'a,b'], { OIDC_AUDIENCE: 'gateway' }, ['a', 'b'], 'gateway'],
  ])('prints an access token for %j', async (args, more, scope, aud) => {
    const { code, out } = await signIn(args, { SANDBOX_PORT: portOf(get()), ...more });

    const [, token = ''] = /^Authorization: Bearer (\S+)\n$/.exec(out) ?? [];
    const person = get().flavor === 'openam' ? 'sub' : 'subname';
    const id = get().flavor === 'aic' ? personUuids.alice : 'alice';
    expect(code).toBe(0);
    expect(decodeJwt(token)).toMatchObject({ [person]: id, scope, aud, realm: '/alpha' });
  });
});

describe('sign-in', () => {
  const foreign = createServer(({ url = '' }, response) => {
    const isInfo = url.includes('/serverinfo/');
    response.writeHead(isInfo ? 200 : 404).end(isInfo ? '{"cookieName":"c"}' : '<html>');
  });
  let sandbox: Sandbox;
  let foreignUrl: string;
  let freePort: string;
  beforeAll(async () => {
    const closed = await startSandbox();
    freePort = portOf(closed);
    await closed.close();
    sandbox = await startSandbox({ flavor: 'openam' });
    await once(foreign.listen(0), 'listening');
    const address = foreign.address();
    foreignUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/am`;
  });
  afterAll(async () => {
    foreign.close();
    await sandbox.close();
  });

  test.each([
    [
      'why it could not',
      ['alice'],
      () => ({ AM_URL: sandbox.url, SIGN_IN_PASSWORD: 'wrong' }),
      () =>
        `alice at ${sandbox.url}/json/realms/root/realms/alpha: AM answered 401 "Authentication Failed".`,
    ],
    [
      'what to do when nothing answers',
      ['alice'],
      () => ({ SANDBOX_PORT: freePort }),
      () => `alice at port ${freePort}: no answer (ECONNREFUSED); is the sandbox running?`,
    ],
    [
      'that it mints no token but of the sandbox',
      ['--bearer', 'alice'],
      () => ({ AM_URL: foreignUrl }),
      () =>
        `alice at ${foreignUrl}: it is not the sandbox; get the access token from a client of your AM.`,
    ],
    [
      'that only the sandbox shows codes',
      ['alice', '--code'],
      () => ({ AM_URL: foreignUrl }),
      () =>
        `alice at ${foreignUrl}/json/realms/root/realms/alpha: it is not the sandbox; only the sandbox shows codes.`,
    ],
    [
      'who is not there to mint for',
      ['--bearer', 'mallory'],
      () => ({ AM_URL: sandbox.url }),
      () =>
        `mallory at ${sandbox.url}: AM answered 400 "There is nobody called mallory in realm /alpha of the sandbox.".`,
    ],
  ])('reports %s', async (_what, args, environment, sentence) => {
    expect(await signIn(args, environment())).toEqual({
      code: 1,
      out: '',
      err: `Could not sign in ${sentence()}\n`,
    });
  });

  test.each([
    [['alice', '--code'], 'AM does not accept the code.'],
    [['alice', '--bearer', '--code'], 'AM does not accept the code.'],
    [['carol', '--code'], 'the sandbox has no code of this user.'],
    [['carol', '--recovery-code'], 'the sandbox has no recovery code of this user.'],
  ])('reports why %j is refused', async (args, sentence) => {
    const { code, out, err } = await signIn(args, { SANDBOX_PORT: portOf(sandbox) });

    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(new RegExp(`^Could not sign in \\w+ at \\S+: ${sentence}\n$`));
  });

  test.each([
    [[]],
    [['--bearer']],
    [['alice', '--code', '--recovery-code']],
    [['--token', 'alice']],
    [['alice', 'bob']],
  ])('requires a name: %j', async (args) => {
    const { code, err } = await signIn(args, {});

    expect(code).toBe(64);
    expect(err).toContain('usage: identity-gateway-sign-in NAME');
  });
});

describe('sandbox', () => {
  test('prints its users and closes', async () => {
    const environment = { AM_FLAVOR: 'openam', SANDBOX_PORT: '0' };

    const { code, out } = await run('src/sandbox/sandbox.main.ts', [], environment, {
      stopAt: 'amadmin',
    });

    expect(code).toBe(0);
    expect(out).toMatch(/^sandbox openam at http:\/\/127\.0\.0\.1:\d+\/openam /);
    expect(out).toMatch(/^people and their phones at http:\/\/127\.0\.0\.1:\d+\/sandbox\/people$/m);
    expect(out).toContain('amadmin');
  });

  test.each([
    [{ NODE_ENV: 'production' }, 'The sandbox refuses to run with NODE_ENV=production'],
    [{ AM_FLAVOR: 'keycloak' }, 'AM_FLAVOR is "keycloak"; it must be pingam, aic or openam.'],
    [{ DEVICE_MANAGEMENT: 'same' }, 'DEVICE_MANAGEMENT is "same"; it must be SAME, ANY or NONE.'],
    [{ SANDBOX_PORT: 'http' }, 'SANDBOX_PORT is "http"; it must be a port number.'],
  ])('rejects %j', async (environment, sentence) => {
    const { code, err } = await run('src/sandbox/sandbox.main.ts', [], {
      SANDBOX_PORT: '0',
      ...environment,
    });

    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });
});

const signIn = (args: readonly string[], environment: Record<string, string>, folder?: string) =>
  run('dist/sign-in.js', args, environment, folder === undefined ? {} : { folder });

const portOf = ({ origin }: Sandbox): string => new URL(origin).port;

/** Runs a command to its end, or until it prints a text. Default folder: an empty one. */
function run(
  main: string,
  args: readonly string[],
  environment: Record<string, string>,
  { folder = mkdtempSync(join(tmpdir(), 'sandbox-')), stopAt = '\0' } = {},
): Promise<Ended> {
  const path = resolve(main);
  const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...environment } };
  return new Promise((done) => {
    const child = execFile(process.execPath, [path, ...args], options, (error, out, err) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
    child.stdout?.on('data', (text: string) => text.includes(stopAt) && child.kill('SIGTERM'));
  });
}
