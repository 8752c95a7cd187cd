/** A mail server on loopback: SMTP with STARTTLS or TLS, by the `smtp-server` package. */
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import {
  SMTPServer,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import { makeCertificate, type Certificate } from '../security/certificates.ts';

/** A mail as the server got it. */
export interface ReceivedMail {
  /** The addresses of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly parsed: Email;
  readonly isTls: boolean;
  readonly user: string | null;
}

/** What a server does with a recipient: an SMTP status, by default 250. */
export type Answer = (to: string) => number | Promise<number>;

export interface MailServer {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** The recipients that were named, accepted or not. */
  readonly named: readonly string[];
  /** Answers `RCPT TO` from now on. */
  answerWith(answer: Answer): void;
  /** Answers the mail itself from now on. */
  answerDataWith(answer: () => number | Promise<number>): void;
  /** Stops to listen; `start` listens at the same port again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The account with which the server lets clients sign in. */
export const account = { user: 'gateway', password: 'smtp-password-CANARY' };

/** An authority, and a certificate that it has issued for the server. */
export interface Certificates {
  readonly authority: Certificate;
  readonly server: Certificate;
}

export async function makeCertificates(): Promise<Certificates> {
  const authority = await makeCertificate({ isAuthority: true, name: 'ca.test' });
  return { authority, server: await makeCertificate({ issuer: authority, name: 'mail.test' }) };
}

/** Starts a mail server that requires `account`, unless options say otherwise. */
export async function startMailServer(
  { server: certificate }: Certificates,
  options: SMTPServerOptions = {},
): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const named: string[] = [];
  const accept = (): number => 250;
  let [answer, answerData]: [Answer, () => number | Promise<number>] = [accept, accept];
  const refusal = (status: number): Error =>
    Object.assign(new Error(`CANARY-ANSWER ${status}`), { responseCode: status });
  const settle = async (
    done: (error?: Error | null) => void,
    status: number | Promise<number>,
  ): Promise<void> => {
    const code = await status;
    done(code === 250 ? null : refusal(code));
  };
  const take = async ({ stream, session, done }: Delivered): Promise<void> => {
    const raw = await buffer(stream);
    const mail = await mailOf(raw, session);
    const status = await answerData();
    if (status === 250) received.push(mail);
    await settle(done, status);
  };
  const create = (): SMTPServer =>
    new SMTPServer({
      ...certificate,
      authMethods: ['PLAIN', 'LOGIN'],
      onAuth: ({ username, password }, _session, done) => {
        const isGood = username === account.user && password === account.password;
        if (isGood) done(null, { user: username });
        else done(refusal(535));
      },
      onRcptTo: ({ address }, _session, done) => {
        named.push(address);
        void settle(done, answer(address));
      },
      onData: (stream, session, done) => {
        void take({ stream, session, done });
      },
      ...options,
    });
  let server = create();
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      // Clients that give up break the connection.
      server.on('error', () => undefined);
      server.server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    received,
    named,
    answerWith: (next) => (answer = next),
    answerDataWith: (next) => (answerData = next),
    stop: () => {
      for (const connection of server.connections) connection.close();
      return new Promise((resolve) => server.close(() => resolve()));
    },
    start: () => {
      server = create();
      return listen(port);
    },
  };
}

interface Delivered {
  readonly stream: SMTPServerDataStream;
  readonly session: SMTPServerSession;
  readonly done: (error?: Error | null) => void;
}

async function mailOf(
  raw: Buffer,
  { envelope: { mailFrom, rcptTo }, secure, user }: SMTPServerSession,
): Promise<ReceivedMail> {
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    raw: raw.toString(),
    parsed: await PostalMime.parse(raw),
    isTls: secure,
    user: user ?? null,
  };
}
