/** Where the real OpenAM of the tests lives, which versions it is made of and what it is called by. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Maven coordinates of the two parts; both come from Maven Central. */
export const PARTS = {
  server: 'org.openidentityplatform.openam:openam-server:16.0.5:war',
  tomcat: 'org.apache.tomcat:tomcat:10.1.48:zip',
} as const;

/** The suffix of the embedded directory: universal ids and DNs end in it. */
export const ROOT_SUFFIX = 'dc=openam,dc=example,dc=org';

/** Everybody's password, amadmin's included: a server of tests, bound to this machine only. */
export const PASSWORD = 'sandbox-password';

/** Used when OPENAM_PORT is not set; the three ports after it are the embedded directory's. */
export const DEFAULT_PORT = 18080;

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '.openam');

/** Every path in use; all of them inside the git-ignored `.openam/`. */
export const PATHS = {
  root,
  home: join(root, 'home'),
  tomcat: join(root, 'tomcat'),
  base: join(root, 'base'),
  webapp: join(root, 'base', 'webapps', 'openam'),
  config: join(root, 'config'),
  log: join(root, 'openam.log'),
  setup: join(root, 'setup.json'),
  state: join(root, 'state.json'),
} as const;

/** What one set-up was made with; a set-up that differs in any of it is made anew. */
export interface Setup {
  readonly stage: 'unpacked' | 'seeded';
  readonly root: string;
  readonly port: number;
  readonly parts: string;
  readonly directoryPassword: string;
  /** The digest of what is planted; another one is planted again at the next start. */
  readonly seed: string;
}

/** What tests and tools read to find the running server: `.openam/state.json`. */
export interface State {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  readonly startedAt: string;
}

/** The names of the parts as one text, kept with a set-up to see that it still fits. */
export const PARTS_IN_ONE = Object.values(PARTS).join(' ');

/** The address a client is given: what `AM_URL` is set to. */
export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}/openam`;
}

/** The ports of a server: HTTP first, then LDAP, directory administration and JMX. */
export function portsOf(port: number): { http: number; ldap: number; admin: number; jmx: number } {
  return { http: port, ldap: port + 1, admin: port + 2, jmx: port + 3 };
}

/** Reads the marker of a set-up; undefined when there is none or it cannot be read. */
export function readSetup(): Setup | undefined {
  const value = readJson(PATHS.setup);
  return isSetup(value) ? value : undefined;
}

/** Reads which server was started last; undefined when there is none. */
export function readState(): State | undefined {
  const value = readJson(PATHS.state);
  return isState(value) ? value : undefined;
}

/** Writes the marker or the state as one JSON file, its folder included. */
export function writeJson(path: string, value: Setup | State): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}

/** Forgets which server was started last. */
export function forgetState(): void {
  rmSync(PATHS.state, { force: true });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isSetup(value: unknown): value is Setup {
  return hasFields(value, { stage: 'string', root: 'string', port: 'number', parts: 'string' });
}

function isState(value: unknown): value is State {
  return hasFields(value, { url: 'string', pid: 'number', port: 'number', startedAt: 'string' });
}

function hasFields(value: unknown, fields: Record<string, string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const present = new Map<string, unknown>(Object.entries(value));
  return Object.entries(fields).every(([name, type]) => typeof present.get(name) === type);
}
