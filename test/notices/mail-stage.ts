/** A gateway that sends mail, in front of a sandbox and with a mail server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import type { OutboxChannel } from '../../src/domain/outbox/outbox.ts';
import type { EnrolmentParts } from '../../src/ledger/enrolment/hold-rows.ts';
import type { StoredLedger } from '../ledger/stores.ts';
import { createStore, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { whenOpen } from '../support/when-open.ts';
import { withLists } from '../support/with-lists.ts';
import {
  account,
  makeCertificates,
  startMailServer,
  type Certificates,
  type MailServer,
  type ReceivedMail,
} from './mail-server.ts';

type Env = Readonly<Record<string, string>>;

interface Opened {
  folder: string;
  certificates: Certificates;
  peer: SandboxPeer;
  server: MailServer;
  store: TestStore;
  ledger: StoredLedger;
  gateway: TestGateway;
}

interface Acts {
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

export type MailStage = Readonly<Opened> & Acts;

const mutation = `mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) {
  outcome change { id: reference } } }`;

/**
 * Opens the stage for the tests of a file, by default for mail to people. Each test has its own
 * ledger, gateway and server.
 */
export function useMailStage(
  flavor: 'pingam' | 'aic' | 'openam' = 'pingam',
  channels: readonly (string | OutboxChannel)[] = ['mail'],
  enrolment: EnrolmentParts | null = null,
): MailStage {
  const opened: Partial<Opened> = {};
  const parts = whenOpen<Opened, object>(opened, {});
  beforeAll(async () => {
    opened.folder = mkdtempSync(join(tmpdir(), 'mail-'));
    opened.certificates = await makeCertificates();
    writeFileSync(join(opened.folder, 'ca.pem'), opened.certificates.authority.cert);
    opened.peer = await openSandboxPeer(flavor);
  });
  beforeEach(async () => {
    await parts.peer.restore();
    opened.server = await startMailServer(parts.certificates);
    opened.store = await createStore();
    opened.store.clock.now = Date.now();
    opened.ledger = await opened.store.open(channels, ['change'], enrolment);
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
    ...parts.peer.staffEnv(),
    SMTP_URL: `smtp://${account.user}@127.0.0.1:${parts.server.port}`,
    SMTP_PASSWORD: account.password,
    SMTP_CA_FILE: join(parts.folder, 'ca.pem'),
    MAIL_FROM: 'IT help desk <no-reply@example.org>',
    PUBLIC_URL: 'https://devices.example.org',
    PAGES_SUPPORT: 'IT help desk <tel:+49301234567>',
    ...withLists({ limits: { personChanges: [] } }),
  });
  const ask = async (query: string, as: SessionHeader, input?: object): Promise<unknown> => {
    const answer = await parts.gateway.ask(query, as, input && { input });
    expect(codesOf(answer)).toEqual([]);
    return answer.data;
  };
  const statesOf = async (reference: string): Promise<Readonly<Record<string, string>>> => {
    const notices = (await parts.ledger.noticesOf([reference])).get(reference) ?? [];
    return Object.fromEntries(
      notices.map(({ recipient, state, problem }) => [
        recipient?.masked ?? '-',
        problem === null ? state : `${state} ${problem}`,
      ]),
    );
  };
  const acts: Acts = {
    statesOf,
    reached: (reference, states) =>
      until(`the states ${JSON.stringify(states)}`, async () => {
        const now = await statesOf(reference);
        return Object.entries(states).every(([masked, state]) => now[masked] === state);
      }),
    problemLogged: (code) =>
      until(`${code} is logged`, () =>
        parts.gateway.log.some((line) => line.includes(`(${code})`)),
      ),
    env,
    start: async (more = {}) => {
      const now = (): number => parts.store.clock.now;
      const options = { ledger: parts.ledger, now, elapsed: () => performance.now() };
      opened.gateway = await startTestGateway(parts.peer, {
        ...options,
        env: { ...env(), ...more },
      });
      return opened.gateway;
    },
    serve: async (options) => {
      await parts.server.stop();
      opened.server = await startMailServer(parts.certificates, options);
    },
    reset: async (id, more = {}) => {
      const target = { user: { id: parts.peer.idOf(id) } };
      const input = { target, reason: 'lost phone', ...more };
      const data = await ask(mutation, await parts.peer.signIn('helen'), input);
      return textAt(data, 'resetOathDevices', 'change', 'id');
    },
    change: async (query, name = 'helen') => {
      await ask(query, await parts.peer.signIn(name));
    },
    arrived: async (count) => {
      const { received } = parts.server;
      await until(`${count} mails arrive`, () => received.length >= count);
      return received;
    },
  };
  return whenOpen(opened, acts);
}
