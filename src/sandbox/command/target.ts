import { isJsonObject, tryParseJson, type JsonObject } from '../http/json.ts';

/** The environment of the command. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The address and the user of a sign-in. */
export interface Target {
  readonly amUrl: string;
  readonly realm: string;
  readonly realmPath: string;
  readonly name: string;
  readonly password: string;
}

/** Finds AM from the environment; without `AM_URL`, the running sandbox. */
export async function findTarget(name: string, environment: Environment): Promise<Target> {
  const realm = name === 'amadmin' ? '/' : (environment['SIGN_IN_REALM'] ?? 'alpha');
  return {
    amUrl: (environment['AM_URL'] ?? (await findSandbox(environment))).replace(/\/+$/, ''),
    realm,
    realmPath: realm === '/' ? '/realms/root' : `/realms/root/realms/${realm}`,
    name,
    password: environment['SIGN_IN_PASSWORD'] ?? 'sandbox-password',
  };
}

/** From AM_FLAVOR; otherwise from the running sandbox. */
async function findSandbox(environment: Environment): Promise<string> {
  const origin = `http://127.0.0.1:${environment['SANDBOX_PORT'] ?? '4001'}`;
  const flavor = environment['AM_FLAVOR'];
  if (flavor !== undefined) return `${origin}${flavor === 'openam' ? '/openam' : '/am'}`;
  return `${origin}${await readText(await fetch(`${origin}/sandbox`), 'deployPath')}`;
}

/** Posts JSON to a control call of the sandbox. */
export async function control(target: Target, path: string, body: object): Promise<JsonObject> {
  const { origin } = new URL(target.amUrl);
  return readJson(
    await fetch(`${origin}/sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) }),
  );
}

/** Throws with this text if the server is not the sandbox. */
export async function requireSandbox({ amUrl }: Target, otherwise: string): Promise<void> {
  const response = await fetch(`${new URL(amUrl).origin}/sandbox`);
  if (!response.ok || !(await response.text()).startsWith('{"flavor":')) {
    throw new Error(`it is not the sandbox; ${otherwise}`);
  }
}

/** Returns a text of a response's JSON. Throws with AM's message if it is not there. */
export async function readText(response: Response, field: string): Promise<string> {
  return textOf(await readJson(response), field);
}

/** Returns a text of a JSON object. */
export function textOf(json: JsonObject, field: string): string {
  const value = json[field];
  if (typeof value === 'string') return value;
  throw new Error(`AM answered without ${field}.`);
}

/** Returns the JSON of a successful response. Throws with AM's message otherwise. */
export async function readJson(response: Response): Promise<JsonObject> {
  const json = tryParseJson(await response.text());
  const members = isJsonObject(json) ? json : {};
  if (response.ok) return members;
  const message = members['message'] ?? members['error'];
  throw new Error(
    `AM answered ${response.status}${typeof message === 'string' ? ` "${message}"` : ''}.`,
  );
}
