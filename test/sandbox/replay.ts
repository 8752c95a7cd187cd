/** Sends recorded exchanges again, with this run's tokens, seeds and codes in place of the recorded ones. */
import { hotpCode, secretIn } from '../openam/hotp-code.ts';
import { fieldAt } from '../support/json.ts';
import { send } from './am-client.ts';
import type { AmAnswer } from './am-client.ts';

/** One exchange with OpenAM 16.0.5, as recorded. */
export interface Exchange {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | null;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | readonly string[]>>;
    readonly body: unknown;
  };
}

/** Remembers what later exchanges refer to. */
export class Replay {
  readonly #baseUrl: string;
  readonly #tokens = new Map<string, string>();
  #page: unknown;
  #secret: Buffer = Buffer.alloc(0);

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  async send(exchange: Exchange): Promise<AmAnswer> {
    const { method, path, headers } = exchange.request;
    const body = this.#bodyOf(exchange);
    const answer = await send(this.#baseUrl, path, {
      method,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, this.#fill(value)]),
      ),
      ...(body === undefined ? {} : { body }),
    });
    this.#remember(exchange, answer);
    return answer;
  }

  #bodyOf({ name, request }: Exchange): string | undefined {
    const { body } = request;
    if (body === null || body === undefined) {
      return undefined;
    }
    if (body.includes('"authId"')) {
      return this.#pageOf(name, body);
    }
    return name === 'huge body' ? JSON.stringify({ x: 'y'.repeat(2_000_000) }) : this.#fill(body);
  }

  /** The page as this run got it, with the recorded inputs; codes are of this run's seed. */
  #pageOf(name: string, recorded: string): string {
    const inputs = new Map<string, unknown>();
    for (const match of recorded.matchAll(/"name":"(IDToken\d)","value":("[^"]*"|\d+)/g)) {
      inputs.set(match[1] ?? '', JSON.parse(match[2] ?? '""'));
    }
    const code = /^otp (\d+)$/.exec(name)?.[1];
    if (code !== undefined) {
      inputs.set('IDToken1', hotpCode(this.#secret, Number(code)));
    }
    const page = JSON.stringify(this.#page, (_, value: unknown) => {
      const input = fieldAt(value, 'name');
      return typeof input === 'string' && inputs.has(input)
        ? { name: input, value: inputs.get(input) }
        : value;
    });
    return this.#fill(page);
  }

  #fill(text: string): string {
    const filled = text.replaceAll('PASSWORD', 'sandbox-password');
    return filled.replaceAll(/SESSION-OF-\w+/g, (mark) => this.#tokens.get(mark) ?? mark);
  }

  #remember({ response }: Exchange, answer: AmAnswer): void {
    const mark = fieldAt(response.body, 'tokenId');
    const token = fieldAt(answer.json, 'tokenId');
    if (typeof mark === 'string' && typeof token === 'string') {
      this.#tokens.set(mark, token);
    }
    if (fieldAt(answer.json, 'authId') !== undefined) {
      this.#page = answer.json;
    }
    this.#secret = secretIn(answer.text) ?? this.#secret;
  }
}

const VOLATILE = new Set([
  '_rev',
  'authId',
  'createTimestamp',
  'domains',
  'latestAccessTime',
  'maxIdleExpirationTime',
  'maxSessionExpirationTime',
  'modifyTimestamp',
  'sessionHandle',
  'tokenId',
]);

/** An answer's body with what differs from run to run made equal; lists and attributes in one order. */
export function normalize(body: unknown): unknown {
  if (Array.isArray(body)) {
    return body.map(normalize).sort(byText);
  }
  if (typeof body === 'string') {
    return body.replace(/secret=[A-Z2-7]+/, 'secret=SAMPLE');
  }
  if (typeof body !== 'object' || body === null) {
    return body;
  }
  const isRegistered =
    fieldAt(body, 'deviceName') === 'OATH Device' && fieldAt(body, 'counter') === 1;
  const isInput = /^IDToken\d$/.test(String(fieldAt(body, 'name')));
  const made = new Set(isRegistered ? ['_id', 'uuid', 'sharedSecret', 'recoveryCodes'] : []);
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const isVolatile = VOLATILE.has(name) || made.has(name) || (isInput && name === 'value');
      return [name, isVolatile ? `[${name}]` : normalize(value)];
    }),
  );
}

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
