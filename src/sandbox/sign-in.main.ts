import { existsSync } from 'node:fs';

/** Where and as whom to sign in. */
interface Target {
  readonly amUrl: string;
  readonly realmPath: string;
  readonly name: string;
  readonly password: string;
}

const ADVICE = 'is the sandbox running? npm start';

/** `npm run -s sign-in -- alice`: prints the one header line that makes a caller alice (contract §8). */
async function main(name: string | undefined): Promise<void> {
  if (name === undefined || name.startsWith('-')) {
    console.error(
      'usage: npm run -s sign-in -- NAME      (for example alice, bob, helen, amadmin)',
    );
    process.exitCode = 64;
    return;
  }
  if (existsSync('.env')) {
    process.loadEnvFile('.env');
  }
  let where = `port ${process.env['SANDBOX_PORT'] ?? '4001'}`;
  try {
    const target = await findTarget(name);
    where = `${target.amUrl}/json${target.realmPath}`;
    const cookieName = await discoverCookieName(target);
    const token = await signIn(target);
    console.log(`${cookieName}: ${token}`);
  } catch (error: unknown) {
    console.error(`Could not sign in ${name} at ${where}: ${explain(error)}`);
    process.exitCode = 1;
  }
}

async function findTarget(name: string): Promise<Target> {
  const realm = process.env['AM_REALM'] ?? 'alpha';
  return {
    amUrl: (process.env['AM_URL'] ?? (await findSandbox())).replace(/\/+$/, ''),
    realmPath: name === 'amadmin' ? '/realms/root' : `/realms/root/realms/${realm}`,
    name,
    password: process.env['SIGN_IN_PASSWORD'] ?? 'sandbox-password',
  };
}

/** From AM_FLAVOR, else by asking the sandbox what it is. */
async function findSandbox(): Promise<string> {
  const origin = `http://127.0.0.1:${process.env['SANDBOX_PORT'] ?? '4001'}`;
  const flavor = process.env['AM_FLAVOR'];
  if (flavor !== undefined) {
    return `${origin}${flavor === 'openam' ? '/openam' : '/am'}`;
  }
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

/** Names beyond ASCII travel as RFC 2047 words (contract §8). */
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
  if (response.ok && typeof value === 'string') {
    return value;
  }
  const message = values.get('message');
  throw new Error(
    `AM answered ${response.status}${typeof message === 'string' ? ` "${message}"` : ''}.`,
  );
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { cause } = error;
  return cause instanceof Error
    ? `no answer (${'code' in cause ? String(cause.code) : cause.message}); ${ADVICE}`
    : error.message;
}

await main(process.argv[2]);
