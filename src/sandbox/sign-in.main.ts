#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** The address and the user of a sign-in. */
interface Target {
  readonly amUrl: string;
  readonly realm: string;
  readonly realmPath: string;
  readonly name: string;
  readonly password: string;
}

const advice = 'is the sandbox running?';

const usage = `usage: identity-gateway-sign-in NAME                         (for example alice, bob, helen, amadmin)
       identity-gateway-sign-in --bearer NAME [--scopes a,b]   (an access token, from the sandbox)
In a checkout the command is: npm run -s sign-in --`;

/** The arguments of the command line. */
interface SignInArguments {
  readonly name: string;
  /** The scopes of an access token; undefined for a session. */
  readonly scopes: readonly string[] | undefined;
}

/**
 * `identity-gateway-sign-in alice`: prints the header line with which a caller is alice (contract
 * §8, §11).
 */
async function main(args: readonly string[]): Promise<void> {
  const request = readArguments(args);
  if (request === undefined) {
    console.error(usage);
    process.exitCode = 64;
    return;
  }
  if (existsSync('.env')) {
    process.loadEnvFile('.env');
  }
  const { name, scopes } = request;
  let where = `port ${process.env['SANDBOX_PORT'] ?? '4001'}`;
  try {
    const target = await findTarget(name);
    where = scopes === undefined ? `${target.amUrl}/json${target.realmPath}` : target.amUrl;
    console.log(
      scopes === undefined ? await sessionLine(target) : await bearerLine(target, scopes),
    );
  } catch (error: unknown) {
    console.error(`Could not sign in ${name} at ${where}: ${explainSignIn(error)}`);
    process.exitCode = 1;
  }
}

function readArguments(args: readonly string[]): SignInArguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        bearer: { type: 'boolean', default: false },
        scopes: { type: 'string', default: 'devices:read,devices:reset' },
      },
      allowPositionals: true,
    });
    const [name, ...more] = positionals;
    const scopes = values.scopes.split(/[\s,]+/).filter((scope) => scope !== '');
    const isWhole = name !== undefined && more.length === 0;
    return isWhole ? { name, scopes: values.bearer ? scopes : undefined } : undefined;
  } catch {
    return undefined;
  }
}

async function sessionLine(target: Target): Promise<string> {
  const cookieName = await discoverCookieName(target);
  return `${cookieName}: ${await signIn(target)}`;
}

/** Only the sandbox creates tokens on request. A real AM issues them to its OAuth 2 clients. */
async function bearerLine(target: Target, scopes: readonly string[]): Promise<string> {
  const { origin } = new URL(target.amUrl);
  const control = await fetch(`${origin}/sandbox`);
  if (!control.ok || !(await control.text()).startsWith('{"flavor":')) {
    throw new Error('it is not the sandbox; get the access token from a client of your AM.');
  }
  const audience = process.env['OIDC_AUDIENCE'];
  const response = await fetch(`${origin}/sandbox/access-token`, {
    method: 'POST',
    body: JSON.stringify({
      person: target.name,
      realm: target.realm,
      scopes,
      ...(audience === undefined ? {} : { audience }),
    }),
  });
  return `Authorization: Bearer ${await readText(response, 'access_token')}`;
}

async function findTarget(name: string): Promise<Target> {
  const realm = name === 'amadmin' ? '/' : (process.env['AM_REALM'] ?? 'alpha');
  return {
    amUrl: (process.env['AM_URL'] ?? (await findSandbox())).replace(/\/+$/, ''),
    realm,
    realmPath: realm === '/' ? '/realms/root' : `/realms/root/realms/${realm}`,
    name,
    password: process.env['SIGN_IN_PASSWORD'] ?? 'sandbox-password',
  };
}

/** From AM_FLAVOR; otherwise from the running sandbox. */
async function findSandbox(): Promise<string> {
  const origin = `http://127.0.0.1:${process.env['SANDBOX_PORT'] ?? '4001'}`;
  const flavor = process.env['AM_FLAVOR'];
  if (flavor !== undefined) return `${origin}${flavor === 'openam' ? '/openam' : '/am'}`;
  return `${origin}${await readText(await fetch(`${origin}/sandbox`), 'deployPath')}`;
}

async function discoverCookieName(target: Target): Promise<string> {
  const url = `${target.amUrl}/json/serverinfo/*`;
  const response = await fetch(url, { headers: { 'Accept-API-Version': 'resource=1.1' } });
  return readText(response, 'cookieName');
}

async function signIn(target: Target): Promise<string> {
  const response = await fetch(`${target.amUrl}/json${target.realmPath}/authenticate`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Accept-API-Version': 'resource=2.0, protocol=1.0',
      'X-OpenAM-Username': encodeWord(target.name),
      'X-OpenAM-Password': encodeWord(target.password),
    },
    body: '{}',
  });
  return readText(response, 'tokenId');
}

/** Encodes a name that is not ASCII as RFC 2047 words (contract §8). */
function encodeWord(text: string): string {
  const isPlain = /^[\x20-\x7e]*$/.test(text) && !text.includes('=?');
  return isPlain ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

async function readText(response: Response, field: string): Promise<string> {
  const text = await response.text();
  const json: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  const members = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  const values = new Map<string, unknown>(members);
  const value = values.get(field);
  if (response.ok && typeof value === 'string') return value;
  const message = values.get('message') ?? values.get('error');
  throw new Error(
    `AM answered ${response.status}${typeof message === 'string' ? ` "${message}"` : ''}.`,
  );
}

function explainSignIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error
    ? `no answer (${'code' in cause ? String(cause.code) : cause.message}); ${advice}`
    : error.message;
}

await main(process.argv.slice(2));
