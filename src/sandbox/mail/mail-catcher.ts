import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { readMail, type ShownMail } from './mime.ts';

/** A mail that was caught. */
export interface CaughtMail extends ShownMail {
  readonly number: number;
  readonly to: readonly string[];
}

/** The most mails that are kept, and the longest one, in characters. */
const most = 200;
const longest = 1_000_000;

/**
 * A mail server of this machine that keeps what it gets (RFC 5321, as much as a client needs). It
 * sends nothing on, and offers neither TLS nor a sign-in.
 */
export class MailCatcher {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #caught: readonly CaughtMail[] = [];
  #count = 0;

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Listens on a free port. */
  static async start(): Promise<MailCatcher> {
    const catcher = new MailCatcher();
    await new Promise<void>((resolve, reject) => {
      catcher.#server.once('error', reject);
      catcher.#server.listen(0, '127.0.0.1', resolve);
    });
    return catcher;
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** The mails to an address, newest first. */
  mailsTo(address: string): readonly CaughtMail[] {
    const wanted = address.toLowerCase();
    return this.#caught
      .filter(({ to }) => to.some((one) => one.toLowerCase() === wanted))
      .toReversed();
  }

  find(number: number): CaughtMail | undefined {
    return this.#caught.find((mail) => mail.number === number);
  }

  clear(): void {
    this.#caught = [];
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setEncoding('utf8');
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    const session = new Session((to, source) => this.#keep(to, source));
    socket.write('220 sandbox ESMTP\r\n');
    socket.on('data', (chunk) => {
      const { answer, isOver } = session.take(String(chunk));
      if (answer !== '') socket.write(answer);
      if (isOver) socket.end();
    });
  }

  #keep(to: readonly string[], source: string): void {
    this.#count += 1;
    const mail = { ...readMail(source), to, number: this.#count };
    this.#caught = [...this.#caught, mail].slice(-most);
  }
}

/** One conversation with a client. */
class Session {
  readonly #keep: (to: readonly string[], source: string) => void;
  #rest = '';
  #to: string[] = [];
  #isData = false;
  #isOver = false;

  constructor(keep: (to: readonly string[], source: string) => void) {
    this.#keep = keep;
  }

  take(chunk: string): { readonly answer: string; readonly isOver: boolean } {
    this.#rest += chunk;
    let answer = '';
    for (;;) {
      const end = this.#rest.indexOf(this.#isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) break;
      const taken = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + (this.#isData ? 5 : 2));
      answer += this.#isData ? this.#mail(taken) : this.#command(taken);
    }
    if (this.#rest.length > longest) return { answer: '552 Too long\r\n', isOver: true };
    return { answer, isOver: this.#isOver };
  }

  #mail(source: string): string {
    this.#isData = false;
    this.#keep(this.#to, source.replace(/^\./gm, ''));
    return '250 Kept\r\n';
  }

  #command(line: string): string {
    const [verb = ''] = line.toUpperCase().split(/[ :]/);
    switch (verb) {
      case 'EHLO':
        return '250-sandbox\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';
      case 'HELO':
      case 'NOOP':
        return '250 OK\r\n';
      case 'MAIL':
      case 'RSET':
        this.#to = [];
        return '250 OK\r\n';
      case 'RCPT':
        this.#to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
        return '250 OK\r\n';
      case 'DATA':
        this.#isData = true;
        return '354 End with a dot\r\n';
      case 'QUIT':
        this.#isOver = true;
        return '221 Bye\r\n';
      default:
        return '502 Not offered\r\n';
    }
  }
}
