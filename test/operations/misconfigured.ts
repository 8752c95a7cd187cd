/** Runs the wrong configurations of `wrong-configurations.txt` beside servers that misbehave. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import type { Workplace } from '../reliability/built-gateway.ts';
import { freePort } from '../support/free-port.ts';
import { commandResult } from '../support/run-command.ts';

/** A wrong configuration. */
export interface Row {
  readonly line: string;
  readonly command: string;
  readonly code: number;
  /** The wrong option. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** Every line that must be printed. */
  readonly printed: readonly string[];
}

/** Reads the table, with a value for each `{name}`. */
export function readRows(values: Readonly<Record<string, string>>): readonly Row[] {
  const filled = readFileSync(`${import.meta.dirname}/wrong-configurations.txt`, 'utf8').replaceAll(
    /\{([a-z-]+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
  return filled
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [command = '', code = '', settings = '', printed = ''] = line.split(' | ');
      const pairs = settings.split(' && ').map((pair) => pair.split(/=(.*)/s).slice(0, 2));
      // The first of a name counts, so that a row can replace what a placeholder sets.
      const env: Record<string, string> = Object.fromEntries(pairs.toReversed());
      return {
        line,
        command,
        code: Number(code),
        name: pairs[0]?.[0] ?? '',
        env,
        printed: printed.split(' ++ '),
      };
    });
}

/** The lines that a command printed, without what is good, and its exit code; null if it hangs. */
export async function resultOf(
  { command, env }: Row,
  { am, workplace }: { readonly am: string; readonly workplace: Workplace },
): Promise<Result> {
  if (command === 'start') return startResult(env, workplace);
  const base =
    command === 'online'
      ? { NODE_ENV: 'test', PORT: '0', AM_URL: am }
      : { NODE_ENV: 'test', AM_URL: 'https://am.example.com/am' };
  const args = command === 'online' ? ['check', '--online'] : ['check'];
  const late = sleep(hangMs, { code: null, out: [], err: ['It hangs.'] }, { ref: false });
  const { code, out, err } = await Promise.race([commandResult(args, { ...base, ...env }), late]);
  return { code, lines: linesOf([...err, ...out].join('\n')) };
}

interface Result {
  readonly code: number | null | undefined;
  readonly lines: readonly string[];
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !/^(?:The configuration has problems:|ok {6}.*|skipped .*|)$/.test(line))
    .map((line) =>
      line.replace(/^ {2}- /, '').replace(/CONFIG_FILE: \S+:1:\d+: /, 'CONFIG_FILE: '),
    );
}

/** Far above what any check waits for, on a busy machine. */
const hangMs = 40_000;

async function startResult(env: Row['env'], workplace: Workplace): Promise<Result> {
  const base = { PORT: '0', SANDBOX_PORT: '0', METRICS_PORT: 'off', PAGES: 'off' };
  const program = workplace.start({ ...base, ...env });
  const late = sleep(hangMs, null, { ref: false });
  const code = await Promise.race([program.exited(), late]);
  if (code === null) await program.kill();
  return { code, lines: linesOf(program.errors()) };
}

/** Servers that misbehave. */
export interface Misbehaving {
  /** The values of the table's `{names}`. */
  readonly values: Readonly<Record<string, string>>;
  close(): void;
}

export async function openMisbehaving(am: string): Promise<Misbehaving> {
  const page = await listen(
    createHttpServer(({ url = '' }, answer) => {
      if (url.startsWith('/redirect'))
        answer.writeHead(302, { location: 'https://login.example.com/?token=pa55' });
      else if (url.startsWith('/401')) answer.writeHead(401);
      else if (url.includes('openid-configuration'))
        answer.write('{"issuer":"https://issuer.example.com"}');
      else answer.writeHead(200, { 'content-type': 'text/html' }).write('<h1>Welcome</h1>');
      answer.end();
    }),
  );
  // An AM whose clock is an hour behind.
  const slow = await listen(
    createHttpServer(({ url = '' }, answer) => {
      void fetch(`${new URL(am).origin}${url}`).then(async (one) => {
        const date = new Date(Date.now() - 3_600_000).toUTCString();
        answer.writeHead(one.status, {
          'content-type': `${one.headers.get('content-type')}`,
          date,
        });
        answer.end(await one.text());
      });
    }),
  );
  const silent = await listen(createServer((socket) => socket.on('error', () => undefined)));
  const postgres = await listen(createRefusingPostgres());
  return {
    values: {
      page: `http://127.0.0.1:${page.port}`,
      silent: `${silent.port}`,
      postgres: `${postgres.port}`,
      closed: `${await freePort()}`,
      'am-behind': `http://127.0.0.1:${slow.port}/am`,
      'am-tls': `https://${new URL(am).host}`,
      'am-root': new URL(am).origin,
      production:
        'NODE_ENV=production && AM_URL=https://am.example.com/am && PAGES=on && PUBLIC_URL=https://devices.example.com && PAGES_SUPPORT=mailto:help@example.com',
      service: `AM_SERVICE_USERNAME=amadmin && AM_SERVICE_PASSWORD=${sandboxPassword}`,
      bearers: 'OIDC_ISSUER=https://issuer.example.com && OIDC_AUDIENCE=portal',
      jwks: 'OIDC_JWKS_URL=https://issuer.example.com/jwks',
      ...optionSets(),
    },
    close: () => {
      for (const { server, sockets } of [page, slow, silent, postgres]) {
        server.close();
        for (const socket of sockets) socket.destroy();
      }
    },
  };
}

/** Valid options of one subject, and keys. */
function optionSets(): Readonly<Record<string, string>> {
  const [good, weak] = [2_048, 1_024].map((bits) => {
    const pair = generateKeyPairSync('rsa', { modulusLength: bits });
    const jwkOf = (key: KeyObject): string => JSON.stringify(key.export({ format: 'jwk' }));
    return { publicKey: jwkOf(pair.publicKey), privateKey: jwkOf(pair.privateKey) };
  });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return {
    jwk: '{"kty":"EC","crv":"P-256","x":"eA","y":"eQ","d":"pa55"}',
    'public-jwk': `${good?.publicKey}`,
    'private-jwk': JSON.stringify(ec.export({ format: 'jwk' })),
    'rsa-jwk': `${good?.privateKey}`,
    'weak-jwk': `${weak?.publicKey}`,
    'weak-private-jwk': `${weak?.privateKey}`,
    oauth: `SIGN_IN=oauth && PAGES_CLIENT_ID=pages && PAGES_CLIENT_SECRET=pa55 && pages.issuers=[{"realm":"alpha","issuer":"https://am.example.com/am/oauth2"}] && PAGES_SECRET=${'x'.repeat(32)}`,
    proofs: `proofJourneys=[{"method":"push","journey":"ProveByPush"}] && PROOF_JOURNEY_SECRET=${'s'.repeat(32)}`,
    ssf: [
      'streams=[{"name":"siem","audience":"siem","tokens":[{"variable":"TOKEN"}]}]',
      `TOKEN=${'t'.repeat(40)}`,
      'SSF_ISSUER=https://gateway.example.com/',
      `SSF_SIGNING_KEYS=${good?.privateKey}`,
      'signals.subjectIssuers=[{"realm":"alpha","issuer":"https://am.example.com/oauth2"}]',
    ].join(' && '),
  };
}

/** A PostgreSQL that refuses each sign-in with the SQLSTATE that the user is called. */
function createRefusingPostgres(): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      const [, user = ''] = /user\0([^\0]*)/.exec(text) ?? [];
      if (text.startsWith('p')) socket.write(message('R', '\0\0\0\x0br=,s=,i='));
      // Only a request for TLS names no user.
      else if (user === '') socket.write('N');
      else if (user === 'SASL') socket.write(message('R', '\0\0\0\x0aSCRAM-SHA-256\0\0'));
      else socket.end(message('E', `SFATAL\0VFATAL\0C${user}\0Mrefused\0\0`));
    });
  });
}

function message(type: string, content: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(content, 'latin1')]);
}

async function listen<S extends Server>(
  server: S,
): Promise<{ readonly server: S; readonly port: number; readonly sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, port, sockets };
}
