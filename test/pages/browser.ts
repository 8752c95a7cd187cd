/** The parts of a browser that a sign-in needs: it stores cookies by name and follows redirects. */
import { type RawAnswer, sendRaw } from '../security/raw-http.ts';

/** A browser with its own cookies. As in real browsers, ports share cookies. */
export class Browser {
  readonly cookies = new Map<string, string>();

  async get(url: string | URL, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
    return this.#send('GET', new URL(url), headers);
  }

  async post(
    url: string | URL,
    headers: Readonly<Record<string, string>>,
    body = '',
  ): Promise<RawAnswer> {
    return this.#send('POST', new URL(url), headers, body);
  }

  async #send(
    method: string,
    { origin, pathname, search }: URL,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<RawAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await sendRaw(origin, {
      method,
      path: `${pathname}${search}`,
      headers: { ...headers, ...(cookie !== '' && { cookie }) },
      ...(body !== undefined && { body }),
    });
    for (const set of answer.headers['set-cookie'] ?? []) this.#keep(set);
    return answer;
  }

  #keep(set: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    if (value === '' || /;\s*max-age=0\b/i.test(set)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
