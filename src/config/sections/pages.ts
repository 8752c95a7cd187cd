import type { AccessSettings } from '../../domain/rules/access.ts';
import { coveredKinds } from '../../domain/devices/coverage.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import type { CallersConfig } from './callers.ts';
import { builtInLanguages, messagesFolder } from '../texts/messages.ts';
import { contact, isLoopback, link, origin, realmIssuer } from '../things/network-readers.ts';
import { servedRealms } from '../things/section-context.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { listOf, nonEmptyListOf } from '../values/parts.ts';
import type { Reader } from '../values/reader.ts';
import { logoFile, oneOf, onOrOff, scope, secretList, text, textLike } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

const colour = textLike(/^#[0-9a-fA-F]{6}$/, 'a colour like #0e5a73');
const domain = textLike(/^\.?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, 'a domain like example.com');
/** A language that the pages speak. */
const language: Reader<string> = (value) => oneOf(builtInLanguages())(value);

/** A kind of device that is a credential, and the address where users register one. */
const kindLink = thing(
  {
    forms: ['{kind}={url}'],
    parts: { kind: oneOf(coveredKinds), url: link },
    expected: 'kinds and addresses like OATH=https://am.example.com/enrol, comma-separated',
  },
  ({ kind, url }): { kind: DeviceKind; href: string } => ({ kind, href: url }),
);

/** The options of the pages for people and for the help desk. */
export const pagesOptions = {
  on: option('PAGES', onOrOff, {
    presumed: (is) => (is('NODE_ENV=production') && !is('PUBLIC_URL') ? 'off' : 'on'),
    needs: [
      'PUBLIC_URL if PAGES=on&NODE_ENV=production: where the Host of a request is not believed; PAGES=off serves no pages',
    ],
    meaning: 'Whether the pages *My devices* and *Help desk* are served.',
    absent: '`on` outside production, and if `PUBLIC_URL` is set',
  }),
  publicUrl: option('PUBLIC_URL', origin, {
    plainHttp: { risk: 'sessions would travel in the clear' },
    meaning:
      "The gateway's address for browsers: `https://devices.example.com`. Users return there after signing in; in production a request's `Host` is never trusted.",
    absent: 'in development the address that the browser uses',
  }),
  oauth: {
    signIn: option('SIGN_IN', oneOf(['am', 'oauth']), {
      presumed: (is) => (is('PAGES_CLIENT_ID') ? 'oauth' : 'am'),
      needs: [
        'PAGES_CLIENT_ID if SIGN_IN=oauth&PAGES=on',
        'PAGES_CLIENT_SECRET if SIGN_IN=oauth&PAGES=on',
        'PAGES_ISSUERS|OIDC_ISSUER if SIGN_IN=oauth&PAGES=on',
        'PAGES_SECRET if SIGN_IN=oauth&PAGES=on&NODE_ENV=production',
      ],
      meaning:
        "How users sign in to the pages. `am` uses AM's own session, and needs AM's cookie to reach the gateway. `oauth` uses the code flow, anywhere.",
      absent: '`oauth` if `PAGES_CLIENT_ID` is set, otherwise `am`',
    }),
    clientId: option('PAGES_CLIENT_ID', text, {
      idleWithout: 'SIGN_IN=oauth&PAGES=on',
      meaning: 'The confidential OAuth client of the pages.',
      absent: 'no sign-in by OAuth',
    }),
    clientSecret: option('PAGES_CLIENT_SECRET', text, {
      idleWithout: 'SIGN_IN=oauth&PAGES=on',
      meaning: 'The secret of the client.',
      absent: 'no sign-in by OAuth',
      secret: true,
      live: true,
    }),
    issuers: option('PAGES_ISSUERS', listOf(realmIssuer), {
      idleWithout: 'SIGN_IN=oauth&PAGES=on|SSF_STREAMS',
      refersTo: servedRealms,
      default: '',
      isList: true,
      file: 'pages.issuers',
      meaning:
        "The issuer of each realm with sign-in by OAuth: `{ realm: alpha, issuer: 'https://am.example.com/am/oauth2/realms/root/realms/alpha' }`. If empty: `OIDC_ISSUER`, for the default realm.",
    }),
    scopes: option('PAGES_SCOPES', listOf(scope), {
      idleWithout: 'SIGN_IN=oauth&PAGES=on',
      default: '',
      meaning:
        'The scopes that the pages request. If empty: `openid`, and the first of `READ_SCOPES` and of `CHANGE_SCOPES`. Staff also need the scope of their role.',
    }),
    secrets: option('PAGES_SECRET', secretList, {
      idleWithout: 'SIGN_IN=oauth&PAGES=on',
      meaning:
        'The key that seals sessions by OAuth, at least 32 bytes. Give several while you replace it: the first seals, all of them open.',
      absent: 'random at each start in development; required in production',
      secret: true,
      live: true,
    }),
  },
  amSignInUrl: option('AM_SIGN_IN_URL', link, {
    idleWithout: 'SIGN_IN=am&PAGES=on',
    meaning:
      "The address of AM's sign-in page for browsers; `realm` and `goto` are added to its query. AM's own ends in `#login`; without it, users who are already signed in do not return.",
    absent: '`AM_URL` and `/XUI/#login`',
  }),
  amCookieDomain: option('AM_COOKIE_DOMAIN', domain, {
    idleWithout: 'SIGN_IN=am&PAGES=on',
    meaning: "The domain of AM's cookie, so that signing out removes it.",
    absent:
      'the cookie of this host is removed; a cookie of a domain stays, but its session has ended',
  }),
  name: option('PAGES_NAME', text, {
    default: 'identity-gateway',
    meaning: 'The name at the top of the pages, for example your organisation.',
  }),
  logo: option('PAGES_LOGO', logoFile, {
    meaning: 'A file of at most 256 KiB with a logo for both themes: SVG, PNG, WebP or JPEG.',
    absent: "the gateway's own mark",
  }),
  accent: option('PAGES_ACCENT', colour, {
    meaning:
      'The colour of your brand, as `#0e5a73`. The pages use its hue, and set its lightness so that contrast is sufficient.',
    absent: "the pages' own",
  }),
  support: option('PAGES_SUPPORT', contact, {
    meaning:
      'The help contact of users: `IT help desk <tel:+49-30-1234567>`. Pages and mail show the label and the number. Addresses start with `mailto:`, `tel:` or `https:`.',
    absent: 'the pages name no contact',
    file: 'pages.support',
  }),
  enrolmentUrl: option('PAGES_ENROLMENT_URL', link, {
    idleWithout: 'PAGES=on',
    meaning: 'The address where users register a device again.',
    absent: 'the pages say that the next sign-in offers it',
  }),
  enrolmentUrls: option('PAGES_ENROLMENT_URLS', listOf(kindLink), {
    idleWithout: 'PAGES=on',
    default: '',
    file: 'pages.enrolment',
    isList: true,
    meaning: `AM's journey that registers a device of a kind: \`{ kind: OATH, url: 'https://am.example.com/am/XUI/?realm=/alpha&service=RegisterOath' }\`. The kinds are ${coveredKinds.map((kind) => `\`${kind}\``).join(', ')}. Other kinds have \`PAGES_ENROLMENT_URL\`.`,
  }),
  recoveryUrl: option('PAGES_RECOVERY_URL', link, {
    idleWithout: 'PAGES=on',
    meaning:
      'The address where users who cannot sign in recover their account, for example a journey of AM.',
    absent: 'the pages name only the help desk',
  }),
  privacyUrl: option('PAGES_PRIVACY_URL', link, {
    idleWithout: 'PAGES=on',
    meaning: 'Your privacy statement. The foot of every page links to it.',
    absent: 'no link',
  }),
  accessibilityUrl: option('PAGES_ACCESSIBILITY_URL', link, {
    idleWithout: 'PAGES=on',
    meaning: 'Your accessibility statement. The foot of every page links to it.',
    absent: 'no link',
  }),
  messages: option('PAGES_MESSAGES', messagesFolder, {
    idleWithout: 'PAGES=on',
    meaning:
      'A folder with your own sentences for the pages: a file `de.json` for German, with a text for each key that you replace. See [the pages](pages.md#replace-sentences).',
    absent: 'the built-in sentences',
  }),
  locales: option('PAGES_LOCALES', nonEmptyListOf(language), {
    default: 'en,de,fr,es,ar',
    meaning: 'The languages of the pages. The first one is the default.',
  }),
} satisfies OptionTree;

type Given = Values<typeof pagesOptions>;

/** The configuration of the pages, without OAuth. */
export type PagesConfig = Omit<Given, 'oauth'>;

/** The other options that the sign-in by OAuth depends on. */
interface SignInContext {
  readonly access: Pick<AccessSettings, 'realms' | 'readScopes' | 'changeScopes'>;
  readonly callers: CallersConfig;
}

/**
 * Returns the configuration of the sign-in by OAuth, with the issuers by realm; undefined if people
 * sign in by AM's own session. Without `secrets` the process creates its own key.
 */
export function oauthConfig(pages: Given, context: SignInContext, problems: string[]) {
  const { oauth: given } = pages;
  const { signIn, clientId, clientSecret, secrets: sealKeys } = given;
  const issuers = issuersOf(pages, context, problems);
  if (signIn !== 'oauth' || !pages.on) return undefined;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  const { readScopes, changeScopes } = context.access;
  const defaults = ['openid', readScopes[0] ?? 'openid', changeScopes[0] ?? 'openid'];
  const scopes = given.scopes.length > 0 ? given.scopes : defaults;
  return { clientId, clientSecret, issuers, scopes: [...new Set(scopes)], secrets: sealKeys };
}

/** Returns the issuers that `PAGES_ISSUERS` names, by realm. */
export function namedIssuers({ oauth: { issuers } }: Given): ReadonlyMap<string, string> {
  return new Map(issuers.map((one) => [one.realm, one.issuer]));
}

function issuersOf(
  given: Given,
  { access: { realms }, callers: { oidc } }: SignInContext,
  problems: string[],
): ReadonlyMap<string, string> {
  const named = namedIssuers(given);
  for (const issuer of named.values()) {
    const { protocol, hostname } = new URL(issuer);
    if (protocol === 'http:' && !isLoopback(hostname)) {
      problems.push(
        'PAGES_ISSUERS: plain http is refused but on this machine; tokens would travel in the clear',
      );
    }
  }
  if (named.size > 0) return named;
  return new Map(oidc === undefined ? [] : [[realms.default.name, oidc.issuer]]);
}
