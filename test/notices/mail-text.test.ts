/** What mail says, in each language, and what may replace it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { mailBrand } from '../../src/config/texts/mail-brand.ts';
import { mailLanguages } from '../../src/config/texts/mail-templates.ts';
import type { RecordedChange, RecordedResult } from '../../src/domain/change/change-record.ts';
import { deviceKinds, kindTraits, type DeviceKind } from '../../src/domain/devices/device.ts';
import { contrastOf, leastContrast } from '../../src/config/texts/colour.ts';
import { isSendable, maskAddress } from '../../src/notices/mail/address.ts';
import { composeMail } from '../../src/notices/mail/compose.ts';
import { languageOf } from '../../src/notices/mail/language.ts';
import { anActor, phone } from '../ledger/builders.ts';
import { problemsOf } from '../unit/config/problems.ts';
import { aChange, aRecipient, settings } from './mail-samples.ts';

test('the documentation shows the mail as it is sent', () => {
  const page = readFileSync('docs/notices.md', 'utf8');
  const [, sample] = /```text\n(.*?)```/s.exec(page) ?? [];

  expect(sample).toBe(composeMail(aChange(), aRecipient({ language: 'en-GB' }), settings).text);
});

describe.each(mailLanguages)('in %s', (language) => {
  const outcomes = ['DONE', 'UNKNOWN', 'partly'] as const;
  test.each([
    ...outcomes.map((outcome) => aChange({ outcome })),
    aChange({ effect: 'rename' }),
    aChange({ effect: 'endSessions' }),
    aChange({ effect: 'endSessions', outcome: 'UNKNOWN' }),
  ])('no placeholder or slot is left', (change) => {
    for (const kind of ['PERSON', 'MANAGER'] as const) {
      const mail = composeMail(change, aRecipient({ kind, language }), settings);
      for (const text of Object.values(mail)) {
        expect(text).not.toMatch(/\{\{?[A-Za-z]+\}/);
        expect(text).not.toContain('undefined');
      }
      expect(mail.text).toContain('7K3M-9QXT-2BW4-C0HJ');
      expect(mail.text).toContain('+49 30 1234567');
    }
  });
});

test('what is certain and what is not are apart', () => {
  const { text, subject } = composeMail(aChange({ outcome: 'partly' }), aRecipient(), settings);

  expect(subject).toBe('Removed from your account: “Pixel 9” and “Bob’s old phone”');
  expect(text).toContain('Authenticator-app codes: Pixel 9 and Bob’s old phone removed');
  expect(text).toContain('Passkeys: YubiKey 5 perhaps removed');
  expect(text).toContain('Phone approvals: not removed');
  expect(text).toContain('look at your devices before you try again');
});

const ended = (results: readonly RecordedResult[]): RecordedChange => {
  const change = aChange();
  return { ...change, outcome: change.outcome && { ...change.outcome, results } };
};
const removed = (kind: DeviceKind, ...names: (string | null)[]): RecordedResult => ({
  kind,
  outcome: 'DONE',
  proof: 'LIST',
  problem: null,
  before: names.map((name, index) => ({ ...phone, id: `${kind}-${index}`, kind, name })),
  after: [],
});

test.each([
  ['a device', [removed('WEB_AUTHN', 'YubiKey 5')], '“YubiKey 5”'],
  ['a device without a name', [removed('OATH', null)], 'Authenticator-app codes'],
  ['four devices', [removed('OATH', 'a', 'b', 'c', 'd')], 'Authenticator-app codes'],
  [
    'long names of two kinds',
    [removed('OATH', 'x'.repeat(60)), removed('PUSH', 'y'.repeat(60))],
    'Authenticator-app codes and Phone approvals',
  ],
  ['a name with a number to call', [removed('OATH', 'ring 020 7946 0118')], '“ring …”'],
  ['a name with a line break', [removed('OATH', 'a\r\nBcc: eve')], '“a Bcc: eve”'],
] as const)('the subject says what was removed, and to a manager whose: %s', (_, results, what) => {
  const mailTo = (kind: 'PERSON' | 'MANAGER') =>
    composeMail(ended(results), aRecipient({ kind }), settings);

  expect(mailTo('PERSON').subject).toBe(`Removed from your account: ${what}`);
  expect(mailTo('MANAGER').subject).toBe(`Removed from the account of Bob Example: ${what}`);
});

const rename = aChange({ effect: 'rename' });
const byBob = { ...rename.intent, actor: anActor({ id: 'bob', role: 'SELF' }) };

test.each<readonly [string, RecordedChange, readonly string[]]>([
  [
    'Perhaps removed from your account: “Pixel 9” and “Bob’s old phone”',
    aChange({ outcome: 'UNKNOWN' }),
    ['By: the help desk', 'Pixel 9 and Bob’s old phone perhaps removed'],
  ],
  [
    'Renamed on your account: “Pixel 9”',
    { ...rename, intent: byBob },
    ['By: you yourself', '“Pixel 9” renamed to “Work phone”'],
  ],
])(
  'the mail says what happened, or perhaps happened, and who did it: %s',
  (subject, change, parts) => {
    const mail = composeMail(change, aRecipient(), settings);

    expect(mail.subject).toBe(subject);
    for (const part of parts) expect(mail.text).toContain(part);
  },
);

test('what only recognises a browser is not to be set up again', () => {
  const textAbout = (...kinds: DeviceKind[]): string =>
    composeMail(ended(kinds.map((kind) => removed(kind, 'Chrome'))), aRecipient(), settings).text;
  const setUp = 'set up a device again';

  for (const kind of deviceKinds)
    expect(textAbout(kind).includes(setUp)).toBe(kindTraits[kind].credentialType !== null);
  expect(textAbout('TRUSTED', 'OATH')).toContain(setUp);
});

test.each(mailLanguages)('in %s the mail names the page and its button as they are', (language) => {
  const messages: Record<string, string> = JSON.parse(
    readFileSync(`web/messages/${language}.json`, 'utf8'),
  );
  const [title = '?', button = '?'] = [messages['devices.title'], messages['changes.dispute']];
  const mailTo = (kind: 'PERSON' | 'MANAGER') =>
    composeMail(aChange(), aRecipient({ kind, language }), settings).text;

  for (const words of [title, button]) {
    expect(mailTo('PERSON')).toContain(words);
    expect(mailTo('MANAGER')).not.toContain(words);
  }
});

test.each(['#0e5a73', '#ffd400', '#ffffff', '#000000', '#777777', '#e4002b'])(
  'the text of the button has contrast to the accent colour %s',
  (accent) => {
    const brand = mailBrand({ accent });
    const { html } = composeMail(aChange(), aRecipient(), { ...settings, brand });

    expect(contrastOf(accent, brand.onAccent)).toBeGreaterThanOrEqual(leastContrast);
    expect(html).toContain(`background: ${accent};`);
    expect(html).toContain(`color: ${brand.onAccent};`);
  },
);

test.each([
  ['DONE', 'You were signed out everywhere'],
  ['UNKNOWN', 'You may have been signed out everywhere'],
] as const)('an end of sessions that is %s names no device', (outcome, subject) => {
  const mail = composeMail(aChange({ effect: 'endSessions', outcome }), aRecipient(), settings);

  expect(mail.subject).toBe(subject);
  expect(mail.text).toContain('No device was changed.');
  expect(mail.text).not.toContain('What:');
});

test('names from the directory and from AM can be no tags, lines or links', () => {
  const personName = 'Eve</p><a href="https://evil.example">x</a>\r\n\r\nReference: 1‮';
  const { text, html } = composeMail(
    aChange(),
    aRecipient({ kind: 'MANAGER', personName }),
    settings,
  );

  expect(html).toContain('<bdi>Eve&lt;/p&gt;');
  expect([...html.matchAll(/<a /g)]).toHaveLength(0);
  for (const form of [text, html]) {
    expect(form).not.toContain('evil.example');
    expect(form).not.toMatch(/^Reference: 1/m);
    expect(form).not.toContain('‮');
  }
});

test.each([
  ['call +44 20 7946 0118 now', 'call … now'],
  ['Support (020) 7946-0118', 'Support (…'],
  ['٠١٢٣٤٥٦٧', '…'],
  ['ring 0.2.0.7.9.4.6.0.1.1.8', 'ring …'],
  ['https://eve.example/a@b', 'https:\u2060//eve.\u2060example/a@\u2060b'],
  ['eve．example', 'eve．\u2060example'],
  ['eve。example', 'eve。\u2060example'],
  ['iPhone 15 Pro', 'iPhone 15 Pro'],
  ['SM-G991B 128GB', 'SM-G991B 128GB'],
])('the name of a device gives no number to call, and no link: %s', (name, shown) => {
  const change = aChange({ effect: 'rename' });
  const named = { ...change, intent: { ...change.intent, options: { deviceId: 'o1', name } } };
  const { text, html } = composeMail(named, aRecipient(), settings);

  for (const form of [text, html]) {
    expect(form).toContain(shown);
    expect(form.includes(name)).toBe(name === shown);
  }
  // Everything that the person can write is shown alike.
  const manager = composeMail(
    aChange(),
    aRecipient({ kind: 'MANAGER', personName: name }),
    settings,
  );
  for (const form of [manager.subject, manager.text, manager.html]) {
    expect(form).toContain(shown);
    expect(form.includes(name)).toBe(name === shown);
  }
});

test('without a contact or pages, mail has neither', () => {
  const bare = { ...settings, contact: undefined, pageUrl: undefined };
  const { text, html } = composeMail(aChange(), aRecipient(), bare);

  expect(text).toContain('Contact your help desk now.');
  expect(text + html).not.toContain('https:');
  expect(text).not.toMatch(/\n{3}/);
});

test('Arabic mail is written from right to left, and other scripts are isolated', () => {
  const { text, html } = composeMail(aChange(), aRecipient({ language: 'ar' }), settings);

  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(text).toContain('\u2068Pixel 9\u2069');
});

test.each([
  ['de', 'de'],
  ['de_CH', 'de-CH'],
  ['zh-Hans-CN, fr-CA;q=0.8', 'fr-CA'],
  ['AR', 'ar'],
  ['ja', 'en'],
  ['ende', 'en'],
  ['', 'en'],
  [null, 'en'],
])('the language of %j is %s', (value, language) => {
  expect(languageOf(value, ['en', 'de', 'fr', 'ar'])).toBe(language);
});

test.each([
  ['bob@example.com', 'b•••@e•••.com'],
  ['b@example.com', '•••@e•••.com'],
  ['bob@mail.example.co.uk', 'b•••@m•••.uk'],
  ['jörg@exämple.de', 'j•••@e•••.de'],
  ['用户@例子.中国', '用•••@例•••.中国'],
  ['root@localhost', 'r•••@l•••'],
  ['bob smith@example.com', '•••'],
])('%s is shown as %s', (address, masked) => {
  expect(maskAddress(address)).toBe(masked);
});

test.each([
  'bob@example.com\r\nBcc: eve@example.net',
  'bob@example.com, eve@example.net',
  '<bob@example.com>',
  '"bob"@example.com',
  'bob@example.com>',
  '"eve@example.net x"@example.com',
  'Bob <bob@example.com>',
  'bob@@example.com',
  'bob..x@example.com',
  'bob@example.com ',
  'bob',
  `${'b'.repeat(250)}@example.com`,
  'bob@exa\u0000mple.com',
  'bob\u202e@example.com',
])('%j is no address', (address) => {
  expect(isSendable(address)).toBe(false);
});

describe('MAIL_TEMPLATES', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const env = () => ({
    AM_URL: 'https://am.example.com/am',
    SMTP_URL: 'smtp://mail.example.com',
    MAIL_FROM: 'no-reply@example.com',
    AM_SERVICE_USERNAME: 'amadmin',
    AM_SERVICE_PASSWORD: 'password',
    MAIL_TEMPLATES: folder,
  });
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);

  test('texts and layouts in it replace built-in ones', () => {
    write('de.json', '{ "removed.person.subject": "Achtung" }');
    write('layout.txt', readFileSync('deploy/mail/layout.txt', 'utf8').replace('--', 'Gruß,'));
    const { mail } = loadConfig(env());
    if (mail === undefined) throw new Error('Mail is not configured.');
    const own = { ...settings, templates: mail.templates };

    const german = composeMail(aChange(), aRecipient({ language: 'de' }), own);
    expect([german.subject, german.text.includes('Gruß,')]).toEqual(['Achtung', true]);
    expect(composeMail(aChange(), aRecipient(), own).subject).toContain(
      'Removed from your account',
    );
  });

  test('apostrophes, brackets and braces in a text stay as they are', () => {
    const lead = "Eh? '{person}' <it''s> # { 'x'";
    write('fr.json', JSON.stringify({ 'removed.manager.lead': lead }));
    const { mail } = loadConfig(env());
    if (mail === undefined) throw new Error('Mail is not configured.');
    const own = { ...settings, templates: mail.templates };

    const { text, html } = composeMail(
      aChange(),
      aRecipient({ kind: 'MANAGER', language: 'fr' }),
      own,
    );
    expect(text).toContain(lead.replace('{person}', 'Bob Example'));
    expect(html).toContain(
      '&#39;<bdi>Bob Example</bdi>&#39; &lt;it&#39;&#39;s&gt; # { &#39;x&#39;',
    );
  });

  test.each([
    ['nl.json', '{}', 'nl.json is no template'],
    ['de.json', '[]', 'de.json is not a JSON object'],
    ['de.json', '{ "no.such": "x" }', 'de.json: "no.such" is no key of mail'],
    ['de.json', '{ "alarm.title": " " }', 'de.json: "alarm.title" is not a text'],
    ['de.json', '{ "alarm.title": "a\\r\\nBcc: x" }', '"alarm.title" has a line break'],
    ['de.json', '{ "alarm.person": "x" }', '"alarm.person" must contain {contact}'],
    ['de.json', '{ "alarm.title": "{agent}" }', '"alarm.title" cannot contain {agent}'],
    ['layout.html', '{{lead}}', 'layout.html: {{lang}} is missing'],
    ['layout.txt', '{{agent}}', 'layout.txt: {{agent}} is no slot'],
  ])('%s with %s is refused', (name, content, problem) => {
    write(name, content);

    expect(problemsOf(env()).join()).toContain(
      `MAIL_TEMPLATES: ${problem.replace(/^"/, 'de.json: "')}`,
    );
  });

  test('a folder that does not exist is refused', () => {
    const problems = problemsOf({ ...env(), MAIL_TEMPLATES: join(folder, 'none') });
    expect(problems.join()).toContain('MAIL_TEMPLATES: cannot read the folder');
  });
});
