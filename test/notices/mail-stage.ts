/** A gateway that sends mail, in front of a sandbox and with a mail server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import type { OutboxChannel } from '../../src/domain/outbox.ts';
import type { StoredLedger } from '../ledger/stores.ts';
import { createStore, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import {
  account,
  makeCertificates,
  startMailServer,
  type Certificates,
  type MailServer,
  type ReceivedMail,
} from './mail-server.ts';

type Env = Readonly<Record<string, string>>;

export interface MailStage {
  readonly peer: SandboxPeer;
  readonly server: MailServer;
  readonly store: TestStore;
  readonly ledger: StoredLedger;
  readonly gateway: TestGateway;
  /** Options of the gateway for the mail server. */
  env(): Env;
  start(env?: Env): Promise<TestGateway>;
  /** Replaces the mail server. */
  serve(options: SMTPServerOptions): Promise<void>;
  /** Resets the one-time passwords of a person as helen, and returns the reference. */
  reset(id: string, more?: object): Promise<string>;
  /** Sends a mutation as a user, by default as helen. */
  change(query: string, name?: string): Promise<void>;
  arrived(count: number): Promise<readonly ReceivedMail[]>;
  /** The states and problems of the recipients of a change, by masked address. */
  statesOf(reference: string): Promise<Readonly<Record<string, string>>>;
  reached(reference: string, states: Readonly<Record<string, string>>): Promise<void>;
  problemLogged(code: string): Promise<void>;
}

const mutation = `mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) {
  outcome change { id } } }`;

/**
 * Opens the stage for the tests of a file, by default for mail to people. Each test has its own
 * ledger, gateway and server.
 */
export function useMailStage(
  flavor: 'pingam' | 'aic' | 'openam' = 'pingam',
  channels: readonly (string | OutboxChannel)[] = ['mail'],
): MailStage {
  const opened: Partial<{
    folder: string;
    certificates: Certificates;
    peer: SandboxPeer;
    server: MailServer;
    store: TestStore;
    ledger: StoredLedger;
    gateway: TestGateway;
  }> = {};
  const need = <K extends keyof typeof opened>(name: K): NonNullable<(typeof opened)[K]> => {
    const value = opened[name];
    if (value === undefined) throw new Error(`The stage has no ${name} yet.`);
    return value;
  };
  beforeAll(async () => {
    opened.folder = mkdtempSync(join(tmpdir(), 'mail-'));
    opened.certificates = await makeCertificates();
    writeFileSync(join(opened.folder, 'ca.pem'), opened.certificates.authority.cert);
    opened.peer = await openSandboxPeer(flavor);
  });
  beforeEach(async () => {
    await need('peer').restore();
    opened.server = await startMailServer(need('certificates'));
    opened.store = await createStore();
    opened.store.clock.now = Date.now();
    opened.ledger = await opened.store.open(channels);
  });
  afterEach(async () => {
    await opened.gateway?.stop();
    delete opened.gateway;
    await opened.store?.remove();
    await opened.server?.stop();
  });
  afterAll(async () => {
    await opened.peer?.close();
    if (opened.folder !== undefined) rmSync(opened.folder, { recursive: true });
  });
  const env = (): Env => ({
    ...need('peer').staffEnv(),
    SMTP_URL: `smtp://${account.user}@127.0.0.1:${need('server').port}`,
    SMTP_PASSWORD: account.password,
    SMTP_CA_FILE: join(need('folder'), 'ca.pem'),
    MAIL_FROM: 'IT help desk <no-reply@example.org>',
    PUBLIC_URL: 'https://devices.example.org',
    PAGES_SUPPORT: 'IT help desk <tel:+49301234567>',
    LIMIT_PERSON_CHANGES: 'none',
  });
  const ask = async (query: string, as: SessionHeader, input?: object): Promise<unknown> => {
    const answer = await need('gateway').ask(query, as, input && { input });
    expect(codesOf(answer)).toEqual([]);
    return answer.data;
  };
  const statesOf = async (reference: string): Promise<Readonly<Record<string, string>>> => {
    const notices = (await need('ledger').noticesOf([reference])).get(reference) ?? [];
    return Object.fromEntries(
      notices.map(({ recipient, state, problem }) => [
        recipient?.masked ?? '-',
        problem === null ? state : `${state} ${problem}`,
      ]),
    );
  };
  return {
    statesOf,
    reached: (reference, states) =>
      until(`the states ${JSON.stringify(states)}`, async () => {
        const now = await statesOf(reference);
        return Object.entries(states).every(([masked, state]) => now[masked] === state);
      }),
    problemLogged: (code) =>
      until(`${code} is logged`, () =>
        need('gateway').log.some((line) => line.includes(`(${code})`)),
      ),
    get peer() {
      return need('peer');
    },
    get server() {
      return need('server');
    },
    get store() {
      return need('store');
    },
    get ledger() {
      return need('ledger');
    },
    get gateway() {
      return need('gateway');
    },
    env,
    start: async (more = {}) => {
      const now = (): number => need('store').clock.now;
      const options = { ledger: need('ledger'), now, elapsed: () => performance.now() };
      opened.gateway = await startTestGateway(need('peer'), {
        ...options,
        env: { ...env(), ...more },
      });
      return opened.gateway;
    },
    serve: async (options) => {
      await need('server').stop();
      opened.server = await startMailServer(need('certificates'), options);
    },
    reset: async (id, more = {}) => {
      const target = { user: { id: need('peer').idOf(id) } };
      const input = { target, reason: 'lost phone', ...more };
      const data = await ask(mutation, await need('peer').signIn('helen'), input);
      return textAt(data, 'resetOathDevices', 'change', 'id');
    },
    change: async (query, name = 'helen') => {
      await ask(query, await need('peer').signIn(name));
    },
    arrived: async (count) => {
      const { received } = need('server');
      await until(`${count} mails arrive`, () => received.length >= count);
      return received;
    },
  };
}
