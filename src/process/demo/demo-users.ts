import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asText, isFields, listOf, objectOf, parsed } from '../../domain/values/json.ts';
import { memberOf } from '../../domain/values/member.ts';
import type { CastName, Sandbox } from '../../sandbox/index.ts';

/** The gateway refused an operation of a user of the sandbox; the message is a stable code. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused';
}

/** The header of a session or of an access token. */
type Credential = Readonly<Record<string, string>>;

const asManifest = objectOf({ operations: listOf(objectOf({ name: asText, body: asText })) });

/** The users of the sandbox, who send documented operations to the gateway as any client does. */
export class DemoUsers {
  readonly #address: string;
  readonly #sandbox: Pick<Sandbox, 'cookieName' | 'demo'>;
  readonly #texts: ReadonlyMap<string, string>;

  constructor(
    sandbox: Pick<Sandbox, 'cookieName' | 'demo'>,
    { origin, schemaFolder }: { readonly origin: string; readonly schemaFolder: string },
  ) {
    const manifest = readFileSync(join(schemaFolder, 'trusted-documents.json'), 'utf8');
    const { operations } = asManifest(parsed(manifest));
    this.#texts = new Map(operations.map(({ name, body }) => [name, body]));
    this.#sandbox = sandbox;
    this.#address = `${origin}/graphql`;
  }

  /**
   * Sends a documented operation as a user, in a session of its own. Returns its only field.
   * @throws DemoRefused with the code or the type of the error; `NO_ANSWER` of a gateway that stops
   */
  run(name: CastName, operation: string, variables: object): Promise<unknown> {
    const { demo, cookieName } = this.#sandbox;
    return demo.withSession(name, (token) =>
      this.#run({ [cookieName]: token }, operation, variables),
    );
  }

  /** Sends a documented operation as the program that a member of staff lets ask for changes. */
  runAsAgentOf(name: CastName, operation: string, variables: object): Promise<unknown> {
    const authorization = `Bearer ${this.#sandbox.demo.agentToken(name)}`;
    return this.#run({ authorization }, operation, variables);
  }

  async #run(credential: Credential, operation: string, variables: object): Promise<unknown> {
    const body = JSON.stringify({ query: this.#texts.get(operation), variables });
    return resultOf(await this.#send(body, credential));
  }

  async #send(body: string, credential: Credential): Promise<unknown> {
    const headers = { 'content-type': 'application/json', ...credential };
    try {
      const response = await fetch(this.#address, { method: 'POST', headers, body });
      return await response.json();
    } catch {
      throw new DemoRefused('NO_ANSWER');
    }
  }
}

function resultOf(answer: unknown): unknown {
  const [failure] = itemsAt(answer, 'errors');
  if (failure !== undefined) throw new DemoRefused(textAt(failure, 'extensions', 'code'));
  const data = memberAt(answer, 'data');
  const [result] = isFields(data) ? Object.values(data) : [];
  const [error] = itemsAt(result, 'errors');
  if (error !== undefined) throw new DemoRefused(textAt(error, '__typename'));
  return result;
}

/** Returns a member of JSON by its path; undefined if it is absent. */
function memberAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(memberOf, value);
}

/** Returns the items of a list in JSON; an empty list if it is absent. */
function itemsAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const list = memberAt(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** Returns a text in JSON. @throws UnreadableJson if it is absent */
export function textAt(value: unknown, ...path: readonly string[]): string {
  return asText(memberAt(value, ...path));
}
