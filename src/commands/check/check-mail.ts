import { isNativeError } from 'node:util/types';
import type { MailConfig } from '../../config/sections/mail.ts';
import { MailSender } from '../../notices/mail/mail-sender.ts';
import { Finding, type Check } from '../line/finding.ts';

/** Whether the mail server accepts the gateway. No mail is sent. */
export function mailChecks(mail: MailConfig | undefined): Check[] {
  if (mail === undefined) return [];
  const check = async (): Promise<string> => {
    try {
      await new MailSender(mail).check();
    } catch (error) {
      throw new Finding(problemOf(error, mail), { cause: error });
    }
    const { isTls, isTlsRequired, user } = mail.server;
    const connection = isTls || isTlsRequired ? 'by TLS' : 'in the clear';
    return `accepts the gateway ${connection}${user === undefined ? ', without sign-in' : ` as ${user}`}`;
  };
  return [['mail server', check]];
}

function problemOf(error: unknown, { server }: MailConfig): string {
  const { host, port, user } = server;
  const place = `${host}:${port}`;
  const message = isNativeError(error) ? error.message : String(error);
  const code = isNativeError(error) && 'code' in error ? String(error.code) : '';
  if (code === 'EAUTH')
    return `SMTP_PASSWORD: the server does not accept the sign-in of ${user}; check the user in SMTP_URL and the password`;
  if (/ECONNREFUSED/.test(message)) return `SMTP_URL: nothing listens at ${place}`;
  if (code === 'EDNS' || /ENOTFOUND|EAI_AGAIN/.test(message)) return `SMTP_URL: no host ${host}`;
  if (/altnames|does not match/i.test(message))
    return `SMTP_URL: the certificate is for another host than ${host}`;
  if (/certificate|self.signed/i.test(message))
    return 'SMTP_URL: the authority of its certificate is not known; name it in SMTP_CA_FILE';
  if (/wrong version number|packet length/i.test(message))
    return `SMTP_URL: no TLS at ${place}; use smtp:// if the port changes to TLS by STARTTLS`;
  if (code === 'ETLS')
    return `SMTP_URL: the server at ${place} does not change to TLS by STARTTLS; use smtps:// if it starts with TLS`;
  if (code === 'ETIMEDOUT') return `SMTP_URL: ${place} did not answer in time`;
  return `SMTP_URL: ${place} does not accept the gateway (${code === '' ? message : code})`;
}
