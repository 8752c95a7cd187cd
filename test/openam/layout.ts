/** The paths, versions and names of the tests' real OpenAM. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Maven coordinates of the two parts, from Maven Central. */
export const PARTS = {
  server: 'org.openidentityplatform.openam:openam-server:16.0.5:war',
  tomcat: 'org.apache.tomcat:tomcat:10.1.48:zip',
} as const;

/** The suffix of the embedded directory. Universal ids and DNs end with it. */
export const ROOT_SUFFIX = 'dc=openam,dc=example,dc=org';

/**
 * The password of all users including amadmin. The server is for tests and listens on loopback
 * only.
 */
export const PASSWORD = 'sandbox-password';

/** The default of OPENAM_PORT. The next three ports belong to the embedded directory. */
export const DEFAULT_PORT = 18080;

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '.openam');

/** All paths, inside the git-ignored `.openam/`. */
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

/** The properties of a setup. If one of them differs, the setup is recreated. */
export interface Setup {
  readonly stage: 'unpacked' | 'seeded';
  readonly root: string;
  readonly port: number;
  readonly parts: string;
  readonly directoryPassword: string;
  /** The digest of the seed. If it differs, the next start plants the seed again. */
  readonly seed: string;
}

/** The running server, in `.openam/state.json`, for tests and tools. */
export interface State {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  readonly startedAt: string;
}

/** The names of the parts as one text, stored with a setup to detect changes. */
export const PARTS_IN_ONE = Object.values(PARTS).join(' ');

/** Returns the server's address, for `AM_URL`. */
export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}/openam`;
}

/** Returns the ports of a server: HTTP, LDAP, directory administration and JMX. */
export function portsOf(port: number): { http: number; ldap: number; admin: number; jmx: number } {
  return { http: port, ldap: port + 1, admin: port + 2, jmx: port + 3 };
}

/** Reads the marker of a setup; undefined if it is missing or unreadable. */
export function readSetup(): Setup | undefined {
  const value = readJson(PATHS.setup);
  return isSetup(value) ? value : undefined;
}

/** Reads the server that was started last; undefined if no server was started. */
export function readState(): State | undefined {
  const value = readJson(PATHS.state);
  return isState(value) ? value : undefined;
}

/** Writes the marker or the state as a JSON file, and creates its folder. */
export function writeJson(path: string, value: Setup | State): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}

/** Deletes the state. */
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
