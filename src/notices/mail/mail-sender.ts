import { isNativeError } from 'node:util/types';
import type { Transporter } from 'nodemailer';
import type { MailBrand } from '../../domain/outbox/mail-texts.ts';
import type { Delivery } from '../../domain/outbox/outbox.ts';
import { isSendable } from './address.ts';
import { baseOf } from './language.ts';
import { logoId } from './layouts.ts';

/** The mail server, and the sender. */
export interface MailSenderOptions {
  readonly server: {
    readonly host: string;
    readonly port: number;
    /** Whether the connection starts with TLS. */
    readonly isTls: boolean;
    /** Whether another connection must change to TLS before it is used. */
    readonly isTlsRequired: boolean;
    readonly user: string | undefined;
    /** Read for each mail, so that it can be replaced. */
    readonly password: () => string | undefined;
  };
  /** The authority of the server's certificate, as PEM. */
  readonly ca: string | undefined;
  readonly from: { readonly name: string; readonly address: string };
  readonly brand: Pick<MailBrand, 'logo'>;
}

/** A mail to one address. */
export interface Mail {
  /** Makes the `Message-ID`: the same for each attempt. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly language: string;
}

/** How long a server may take to accept the connection, and for each of its answers. */
const connectMs = 5_000;
const answerMs = 12_000;

/** Sends mail by SMTP, one connection for each. */
export class MailSender {
  readonly #options: MailSenderOptions;

  constructor(options: MailSenderOptions) {
    this.#options = options;
  }

  /** Sends a mail once. Never rejects. The connection ends when `signal` aborts. */
  async send(mail: Mail, signal: AbortSignal): Promise<Delivery> {
    const { from } = this.#options;
    const { id, to, subject, text, html, language } = mail;
    if (!isSendable(to)) return { kind: 'failed', problem: 'ADDRESS_UNUSABLE' };
    const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
    try {
      const transport = await this.#transport();
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        // The envelope is not parsed out of headers.
        envelope: { from: from.address, to },
        messageId: `<${id}@${domain}>`,
        subject,
        text,
        ...(html !== undefined && { html, attachments: this.#imagesIn(html) }),
        headers: {
          'auto-submitted': 'auto-generated',
          // Asks servers of Microsoft not to answer, for example that the person is away.
          'x-auto-response-suppress': 'All',
          'content-language': baseOf(language),
        },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal,
      });
      return { kind: 'delivered' };
    } catch (error) {
      return deliveryOf(error, signal);
    }
  }

  /** The logo, if the layout shows it. */
  #imagesIn(html: string) {
    const { logo } = this.#options.brand;
    if (logo === undefined || !html.includes(`cid:${logoId}`)) return [];
    const { type: contentType, bytes: content } = logo;
    const filename = contentType === 'image/png' ? 'logo.png' : 'logo.jpg';
    return [{ cid: logoId, filename, contentType, content, contentDisposition: 'inline' as const }];
  }

  /** Connects, changes to TLS and signs in. @throws the error of what does not work */
  async check(): Promise<void> {
    const transport = await this.#transport();
    await transport.verify();
  }

  /** Imports nodemailer only for the first mail: most gateways start without mail. */
  async #transport(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    const { server, ca } = this.#options;
    const { host, port, isTls, isTlsRequired, user } = server;
    return createTransport({
      host,
      port,
      secure: isTls,
      requireTLS: isTlsRequired,
      // A server of this machine may offer a certificate that no authority has issued.
      ignoreTLS: !isTlsRequired,
      tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca !== undefined && { ca }) },
      ...(user !== undefined && {
        auth: { user, pass: server.password() ?? '' },
        forceAuth: true,
      }),
      connectionTimeout: connectMs,
      dnsTimeout: connectMs,
      greetingTimeout: answerMs,
      socketTimeout: answerMs,
    });
  }
}

/** The commands whose refusal is about the recipient or the mail, and not about the gateway. */
const ofRecipient: readonly unknown[] = ['RCPT TO', 'DATA'];
const ofMail: readonly unknown[] = ['MAIL FROM', ...ofRecipient];

/** 5xx about the recipient is final; everything else is tried again. Quotes no address. */
function deliveryOf(error: unknown, signal: AbortSignal): Delivery {
  if (signal.aborted) return { kind: 'retry', problem: 'TIMEOUT' };
  const facts = new Map<string, unknown>(isNativeError(error) ? Object.entries(error) : []);
  const [status, command] = [facts.get('responseCode'), facts.get('command')];
  if (typeof status !== 'number' || !ofMail.includes(command))
    return { kind: 'retry', problem: codeOf(facts.get('code')) };
  const [problem, isOfRecipient] = [`SMTP_${status}`, ofRecipient.includes(command)];
  if (isOfRecipient && status >= 500) return { kind: 'failed', problem };
  return { kind: 'retry', problem, isOfRecipient };
}

/** The codes of Node and nodemailer have no personal data; other texts could. */
function codeOf(code: unknown): string {
  return typeof code === 'string' && /^E[A-Z0-9_]{2,40}$/.test(code) ? code : 'SMTP';
}
