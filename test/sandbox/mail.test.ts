/** Mail that the sandbox catches is on the page of its users. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.ts';
import { MailSender } from '../../src/notices/mail/mail-sender.ts';
import { send } from './am-client.ts';

let sandbox: Sandbox;
let sender: MailSender;

beforeAll(async () => {
  sandbox = await startSandbox({ catchesMail: true });
  sender = new MailSender({
    server: {
      host: '127.0.0.1',
      port: sandbox.mailPort ?? 0,
      isTls: false,
      isTlsRequired: false,
      user: undefined,
      password: () => undefined,
    },
    ca: undefined,
    brand: { logo: undefined },
    from: { name: 'Help desk', address: 'no-reply@example.com' },
  });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox?.close());

const mailTo = (to: string, subject: string) => ({
  id: 'msg_1',
  to,
  subject,
  text: `Grüße\n.\n..dots\n<script>alert(1)</script> ${'lang '.repeat(40)}`,
  html: `<!doctype html><title>${subject}</title><p>Grüße</p>`,
  language: 'de',
});
const page = async (): Promise<string> => (await send(sandbox.origin, '/sandbox/people')).text;

test('with its subject and text, at the user with the address', async () => {
  const signal = AbortSignal.timeout(10_000);
  const subject = 'Geräte wurden entfernt – أُزيلت أجهزة '.repeat(3).trim();
  expect(await sender.send(mailTo('bob@example.com', subject), signal)).toEqual({
    kind: 'delivered',
  });

  const [, card = ''] = /<h2>bob<\/h2>(.*?)<\/li>/s.exec(await page()) ?? [];
  expect(card).toContain(`</span>${subject}</summary>`);
  expect(card).toContain('Grüße\r\n.\r\n..dots\r\n&lt;script&gt;');
  const [, path = ''] = /href="(\/sandbox\/mail\/\d+)"/.exec(card) ?? [];
  const { text, headers } = await send(sandbox.origin, path);
  expect(text).toContain('<p>Grüße</p>');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'.*sandbox$/);
  expect((await page()).split('<details class="mail">')).toHaveLength(2);
});

test.each([
  ['security@example.com', 'Security team'],
  ['desk@example.com', 'Help desk'],
])('mail to %s is in a place of its own', async (address, name) => {
  await sender.send(mailTo(address, '<i>One</i>'), AbortSignal.timeout(10_000));

  const cards = [...(await page()).matchAll(/<h2>([^<]*)<\/h2>(.*?)<\/li>/gs)];
  const shown = cards.filter(([, , card]) => card?.includes('&lt;i&gt;One&lt;/i&gt;</summary>'));
  expect(shown.map(([, owner]) => owner)).toEqual([name]);
});

test('a page of another site cannot read it', async () => {
  await sender.send(mailTo('bob@example.com', 'One'), AbortSignal.timeout(10_000));
  const [path = ''] = /\/sandbox\/mail\/\d+/.exec(await page()) ?? [];
  const answer = await send(sandbox.origin, path, { headers: { 'Sec-Fetch-Site': 'cross-site' } });

  expect(answer.status).toBe(403);
});
