/** A gateway whose vendor is the sandbox's, and the browsers of its callers. */
import { afterAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import type { SecurityEvent } from '../../src/domain/outbox/security-event.ts';
import { startVendor, vendorClient, type SandboxVendor } from '../../src/sandbox/index.ts';
import type { VendorOutcome } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { LedgerStage, type Who } from '../support/ledger-stage.ts';
import { nextRsaKeyPair } from '../support/rsa-keys.ts';
import { secretFile, withLists } from '../support/with-lists.ts';

/** Starts a vendor that ends with the tests of the file. */
export async function openVendor(): Promise<SandboxVendor> {
  const vendor = await startVendor({ createKeyPair: nextRsaKeyPair });
  afterAll(() => vendor.close());
  return vendor;
}

/** Returns the options of a gateway with vendors, by name. */
export function vendorEnv(
  vendors: Readonly<Record<string, { readonly issuer: string; readonly title?: string }>>,
): Environment {
  const listed = Object.entries(vendors).map(([name, about]) => ({
    name,
    title: `Vendor ${name}`,
    clientId: vendorClient.id,
    clientSecret: secretFile(vendorClient.secret),
    ...about,
  }));
  return {
    ...withLists({ identityVerification: { vendors: listed } }),
    IDENTITY_VERIFICATION_SECRET: 'k'.repeat(40),
  };
}

/** A check as the mutations return it, or the code of the refusal. */
export interface ShownCheck {
  readonly proofId: string;
  readonly state: string;
  readonly provenBy: string | null;
  readonly expiresAt: string | null;
  readonly address: string;
  readonly code: string;
}

const selection =
  '{ proof { proofId method state provenBy expiresAt checkAfterSeconds identityCheck { vendor address userCode } } errors { code } }';
const documents = {
  start: `mutation ($input: DeviceOwnerProofInput!) { taken: startDeviceOwnerIdentityCheck(input: $input) ${selection} }`,
  read: `mutation ($input: ReadDeviceOwnerIdentityCheckInput!) { taken: readDeviceOwnerIdentityCheck(input: $input) ${selection} }`,
} as const;
const reset = `mutation ($input: ResetDevicesOfKindInput!) {
  resetOathDevices(input: $input) { outcome change { verification { method at reference provenBy } } }
}`;

export class CheckStage extends LedgerStage {
  readonly vendor: SandboxVendor;
  readonly signals: SecurityEvent[];

  constructor(vendor: SandboxVendor, env: Environment = {}, flavor: Flavor = 'pingam') {
    const signals: SecurityEvent[] = [];
    super({
      flavor,
      env: {
        ...vendorEnv({ idv: { issuer: vendor.issuer } }),
        VERIFICATION_REQUIRED: 'proof',
        ...env,
      },
      parts: { signal: (event) => void signals.push(event) },
    });
    this.vendor = vendor;
    this.signals = signals;
    beforeEach(() => {
      vendor.reset();
      signals.length = 0;
    });
  }

  user(name: string, realm?: string): object {
    return { id: this.stage.peer.idOf(name), ...(realm !== undefined && { realm }) };
  }

  start(who: Who = 'helen', name = 'bob'): Promise<ShownCheck | string> {
    return this.#take('start', who, { user: this.user(name) });
  }

  /** Starts a check, which must not be refused. */
  async started(who: Who = 'helen', name = 'bob'): Promise<ShownCheck> {
    return shown(await this.start(who, name));
  }

  read(proofId: string, who: Who = 'helen', name = 'bob'): Promise<ShownCheck | string> {
    return this.#take('read', who, { user: this.user(name), proofId });
  }

  async stateOf(proofId: string): Promise<string> {
    return shown(await this.read(proofId)).state;
  }

  /** Resets a person's one-time password devices. Returns the payload or the refusal's code. */
  async reset(proofId: string, who: Who = 'helen', name = 'bob'): Promise<unknown> {
    const input = { target: { user: this.user(name) }, proofId };
    const answer = await this.ask(reset, who, { input });
    return codesOf(answer)[0] ?? fieldAt(answer.data, 'resetOathDevices');
  }

  browser(url = this.stage.gateway.url): Browser {
    return new Browser(url);
  }

  /** A caller goes all the way: types the code, and comes back from the vendor. */
  async goThrough(code: string, outcome: VendorOutcome, browser = this.browser()): Promise<Page> {
    const back = await browser.toVendor(code, this.vendor, outcome);
    return browser.get(back);
  }

  async #take(step: keyof typeof documents, who: Who, input: object): Promise<ShownCheck | string> {
    const answer = await this.ask(documents[step], who, { input });
    const [refused] = codesOf(answer);
    if (refused !== undefined) return refused;
    const failed = fieldAt(answer.data, 'taken', 'errors', '0', 'code');
    if (typeof failed === 'string') return failed;
    const proof = fieldAt(answer.data, 'taken', 'proof');
    const text = (...path: string[]): string => textOrNone(fieldAt(proof, ...path));
    return {
      proofId: text('proofId'),
      state: text('state'),
      provenBy: text('provenBy') || null,
      expiresAt: text('expiresAt') || null,
      address: text('identityCheck', 'address'),
      code: text('identityCheck', 'userCode'),
    };
  }
}

function textOrNone(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Requires that a step was not refused. */
export function shown(check: ShownCheck | string): ShownCheck {
  if (typeof check === 'string') throw new Error(`no check, but ${check}`);
  return check;
}

/** A page as a browser gets it. */
export interface Page {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

type OwnHeaders = Readonly<Record<string, string>>;

/** A browser on a phone: it keeps cookies, and follows nothing by itself. */
export class Browser {
  readonly url: string;
  #cookies = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  forgetCookies(): void {
    this.#cookies = new Map();
  }

  async get(address: string, headers: OwnHeaders = {}): Promise<Page> {
    return this.#send(address, { headers: { accept: 'text/html', ...headers } });
  }

  /** Types a code on the page. */
  async type(code: string, headers: OwnHeaders = {}): Promise<Page> {
    return this.#send('/verify', {
      method: 'POST',
      headers: {
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      body: new URLSearchParams({ code }).toString(),
    });
  }

  /** Types a code, goes to the vendor, and returns the address to which the vendor sends back. */
  async toVendor(code: string, vendor: SandboxVendor, outcome: VendorOutcome): Promise<string> {
    vendor.configure({ next: outcome });
    const address = forwardOf(await this.type(code));
    const answer = await fetch(address, { redirect: 'manual' });
    return answer.headers.get('location') ?? `the vendor answered ${answer.status}`;
  }

  async #send(
    path: string,
    { headers: own, ...init }: Omit<RequestInit, 'headers'> & { headers: OwnHeaders },
  ): Promise<Page> {
    const address = new URL(path, this.url);
    const target = new URL(`${address.pathname}${address.search}`, this.url);
    const { cookie } = this;
    const headers = { ...own, ...(cookie !== '' && { cookie }) };
    const answer = await fetch(target, { ...init, headers, redirect: 'manual' });
    for (const text of answer.headers.getSetCookie()) {
      const [pair = ''] = text.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
      if (/max-age=0/i.test(text)) this.#cookies.delete(pair.slice(0, at));
    }
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  }
}

/** The vendor's address in a page that sends a browser there. */
export function forwardOf({ status, text }: Page): string {
  const [, address] = /http-equiv="refresh" content="1; url=([^"]+)"/.exec(text) ?? [];
  if (address === undefined) throw new Error(`no way to the vendor: ${status}`);
  return address.replaceAll('&#38;', '&');
}
