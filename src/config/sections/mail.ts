import { mailBrand } from '../texts/mail-brand.ts';
import { builtInTemplates, mailLanguages, mailTemplates } from '../texts/mail-templates.ts';
import { isLoopback } from '../things/network-readers.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { service, type SectionContext } from '../things/section-context.ts';
import type { PagesConfig } from './pages.ts';
import { teamMail } from '../things/team-mail.ts';
import { distinct, nonEmptyListOf } from '../values/parts.ts';
import { InvalidValue, isPossible } from '../values/problem.ts';
import { whole } from '../values/reader.ts';
import { oneOf, pemFile, text, textLike, timeZone } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

/** A mail server; `user` is the name to sign in with, without its password. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** Whether the connection starts with TLS (`smtps:`). */
  readonly isTls: boolean;
  readonly user: string | undefined;
}

const smtpServer = whole((value): SmtpServer => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isGood = url !== undefined && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
  if (!isGood || /^\/?$/.exec(url.pathname) === null || url.search + url.hash !== '')
    throw new InvalidValue(
      'expected a URL like smtp://mail.example.com:587 or smtps://mail.example.com',
    );
  if (url.password !== '')
    throw new InvalidValue('a URL with a password in it is not accepted; set SMTP_PASSWORD');
  const isTls = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isTls ? 465 : 587) : Number(url.port),
    isTls,
    user: url.username === '' ? undefined : decodedUser(url.username),
  };
});

function decodedUser(user: string): string {
  if (isPossible(() => decodeURIComponent(user))) return decodeURIComponent(user);
  throw new InvalidValue('the user name cannot be decoded; write % as %25');
}

/** A sender as `label <address>`, or only an address. */
const sender = thing(
  {
    forms: ['{name}<{address}>', '<{address}>', '{address}'],
    parts: {
      address: textLike(
        /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/,
        'a mail address',
      ),
    },
    optional: { name: textLike(/^[^\p{Cc}"<>]+$/u, 'a name without quotes and brackets') },
    expected: 'a sender like IT help desk <no-reply@example.com>',
  },
  ({ name = '', address }) => ({ name, address }),
);

const attribute = textLike(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of an attribute');

/** The address of mail to a team, however it is written. */
const addressOf = ({ to }: { readonly to: string }): string => to.toLowerCase();

/** The options of mail to the people whose devices were changed, and to teams. */
export const mailOptions = {
  server: option('SMTP_URL', smtpServer, {
    needs: ['MAIL_FROM', service('read addresses')],
    absent: 'people get no mail',
    meaning:
      'The mail server through which people are notified of changes: `smtp://user@mail.example.com:587` (STARTTLS), or `smtps://` (TLS from the start).',
  }),
  password: option('SMTP_PASSWORD', text, {
    idleWithout: 'SMTP_URL',
    absent: 'the gateway does not sign in to the mail server',
    meaning: 'The password of the user in `SMTP_URL`.',
    secret: true,
    live: true,
  }),
  tls: option('SMTP_TLS', oneOf(['required', 'off']), {
    idleWithout: 'SMTP_URL',
    default: 'required',
    meaning:
      'Whether `smtp://` must change to TLS before mail is sent. With `off` mail travels in the clear; in production only to this machine.',
  }),
  ca: option('SMTP_CA_FILE', pemFile, {
    idleWithout: 'SMTP_URL',
    absent: "Node's own authorities",
    meaning: "A PEM file with the authority of the mail server's certificate.",
  }),
  from: option('MAIL_FROM', sender, {
    needs: ['SMTP_URL'],
    absent: 'no mail is sent',
    file: 'mail.from',
    meaning: 'The sender of mail: `IT help desk <no-reply@example.com>`.',
  }),
  timeZone: option('MAIL_TIME_ZONE', timeZone, {
    idleWithout: 'SMTP_URL',
    default: 'UTC',
    meaning: 'The time zone of times in mail, for example `Europe/Berlin`. Mail names it.',
  }),
  templates: option('MAIL_TEMPLATES', mailTemplates, {
    idleWithout: 'SMTP_URL',
    absent: 'the built-in texts and layouts',
    meaning:
      'A folder with your own texts and layouts of mail, checked at start. See [notices](notices.md#replace-texts-and-layouts).',
  }),
  addresses: option('NOTIFY_ATTRIBUTES', nonEmptyListOf(attribute), {
    idleWithout: 'SMTP_URL|SSF_STREAMS=subjectFormat:email',
    default: 'mail',
    meaning: 'The attributes in AM with the mail addresses of a user. Every value gets the mail.',
  }),
  language: option('NOTIFY_LANGUAGE_ATTRIBUTE', attribute, {
    idleWithout: 'SMTP_URL',
    default: 'preferredLocale',
    meaning:
      'The attribute with the language of a user, such as `de` or `de-CH`. Without a value, mail is in the first language of `PAGES_LOCALES`.',
  }),
  manager: option('NOTIFY_MANAGER_ATTRIBUTE', attribute, {
    idleWithout: 'SMTP_URL',
    absent: 'managers get no mail',
    meaning:
      "The attribute with a user's manager: the name of a directory entry, or a user name. Managers get mail about each change, too.",
  }),
  team: option('TEAM_MAIL', distinct(nonEmptyListOf(teamMail), addressOf), {
    isList: true,
    file: 'mail.team',
    needs: ['SMTP_URL'],
    absent: 'no team gets mail',
    meaning:
      'Addresses that get mail about events, each once, and which events. See [notices](notices.md#mail-to-teams).',
  }),
} satisfies OptionTree;

/** What mail depends on. */
interface MailContext extends SectionContext {
  readonly pages: PagesConfig;
  readonly asksForCodes: boolean;
}

/** Returns the configuration of mail; undefined if none is sent. */
export function mailConfig(given: Values<typeof mailOptions>, context: MailContext) {
  const { server, from, password, tls, templates, ...rest } = given;
  const { problems, pages, asksForCodes } = context;
  if (server === undefined || from === undefined) return undefined;
  problems.push(...mailProblems(server, given, context));
  const offered = pages.locales.flatMap((tag) => tag.split('-')[0] ?? []);
  const languages = [...new Set(offered)].filter((one) => mailLanguages.includes(one));
  return {
    ...rest,
    from,
    server: { ...server, isTlsRequired: tls === 'required', password: () => password?.current },
    templates: templates ?? builtInTemplates(),
    /** The languages of mail, the default first. */
    languages: languages.length > 0 ? languages : mailLanguages.slice(0, 1),
    organisation: pages.name,
    brand: mailBrand(pages),
    contact: contactText(pages.support),
    asksForCodes,
    /** Where people see their changes; undefined if the pages have no public address. */
    pageUrl: pages.on && pages.publicUrl !== undefined ? `${pages.publicUrl}/` : undefined,
  };
}

export type MailConfig = NonNullable<ReturnType<typeof mailConfig>>;

function mailProblems(
  server: SmtpServer,
  { password, tls }: Values<typeof mailOptions>,
  { production }: MailContext,
): string[] {
  const problems = [];
  if (server.user !== undefined && password === undefined)
    problems.push('SMTP_PASSWORD: missing beside the user in SMTP_URL');
  if (server.user === undefined && password !== undefined)
    problems.push('SMTP_URL: names no user beside SMTP_PASSWORD; write smtp://user@host');
  if (production && tls === 'off' && !server.isTls && !isLoopback(server.host))
    problems.push(
      'SMTP_TLS: off is refused with NODE_ENV=production; names and addresses would travel in the clear',
    );
  return problems;
}

/** The label and the number or address, so that mail shows both. */
function contactText(contact: PagesConfig['support']): string | undefined {
  if (contact === undefined) return undefined;
  const { label, address } = contact;
  return address === null ? label : `${label}, ${address}`;
}
