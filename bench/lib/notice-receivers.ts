/** Receivers of notices that note when they accepted each one: a mail server and an HTTP server. */
import { createServer, type Server } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** When each notice was accepted, in milliseconds since 1970, by the reference of its change. */
export type Accepted = ReadonlyMap<string, number>;

export interface NoticeReceivers {
  readonly smtpPort: number;
  readonly httpUrl: string;
  readonly mails: Accepted;
  readonly messages: Accepted;
  /** When each change ended, by the gateway's clock, as messages say. */
  readonly ended: Accepted;
  /** The number of signals that were pushed. */
  signals(): number;
  close(): Promise<void>;
}

/** Starts both receivers on loopback. They accept everything, in the clear. */
export async function startNoticeReceivers(): Promise<NoticeReceivers> {
  const mails = new Map<string, number>();
  const messages = new Map<string, number>();
  const ended = new Map<string, number>();
  let signals = 0;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      const accept = async (): Promise<void> => {
        const mail = await buffer(stream);
        const [, reference = ''] = /^Reference: ([0-9A-Z-]+)/m.exec(mail.toString()) ?? [];
        mails.set(reference, Date.now());
        done();
      };
      void accept();
    },
  });
  smtp.on('error', () => undefined);
  const http = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url !== '/hook') {
        signals += 1;
        return response.writeHead(202).end();
      }
      const { data }: { data: { reference: string; endedAt: string } } = JSON.parse(body);
      messages.set(data.reference, Date.now());
      ended.set(data.reference, Date.parse(data.endedAt));
      return response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    smtpPort: portOf(smtp.server),
    httpUrl: `http://127.0.0.1:${portOf(http)}`,
    mails,
    messages,
    ended,
    signals: () => signals,
    close: async () => {
      http.closeAllConnections();
      await new Promise<void>((resolve) => smtp.close(resolve));
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
