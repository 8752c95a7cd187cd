import type { OptionGroup } from './option.ts';
import {
  colour,
  contact,
  language,
  link,
  logoFile,
  realmIssuer,
  secrets,
} from './pages-readers.ts';
import { listOf, nonEmptyListOf, oneOf, origin, text, textLike } from './readers.ts';

/** The options of the pages for people and for the help desk. */
export const pagesOptions = {
  PAGES: {
    read: oneOf<'on' | 'off'>(['on', 'off']),
    meaning: 'Whether the pages *My devices* and *Help desk* are served.',
    absent: '`on` outside production and wherever `PUBLIC_URL` is set',
  },
  PUBLIC_URL: {
    read: origin,
    meaning:
      "The gateway's own address as browsers know it: `https://devices.example.com`. People return there after signing in, so a request's `Host` is never believed in production.",
    absent: 'in development the address that the browser asked for',
  },
  SIGN_IN: {
    read: oneOf<'am' | 'oauth'>(['am', 'oauth']),
    meaning:
      "How people sign in to the pages: `am` by AM's own session, where browsers send its cookie to the gateway, too; `oauth` by the code flow anywhere.",
    absent: '`oauth` where `PAGES_CLIENT_ID` is set, otherwise `am`',
  },
  PAGES_CLIENT_ID: {
    read: text,
    meaning: 'The confidential OAuth client of the pages.',
    absent: 'nobody signs in by OAuth',
  },
  PAGES_CLIENT_SECRET: {
    read: text,
    meaning: 'Its secret.',
    absent: 'nobody signs in by OAuth',
    secret: true,
  },
  PAGES_ISSUERS: {
    read: listOf(realmIssuer),
    default: '',
    meaning:
      'The issuer of each realm in which people sign in by OAuth, comma-separated: `alpha=https://am.example.com/am/oauth2/realms/root/realms/alpha`. None: `OIDC_ISSUER`, for the default realm.',
  },
  PAGES_SCOPES: {
    read: listOf(text),
    default: '',
    meaning:
      'The scopes that the pages ask for, comma-separated. None: `openid`, and the first of `READ_SCOPES` and of `CHANGE_SCOPES`. Staff need a scope of theirs, too.',
  },
  PAGES_SECRET: {
    read: secrets,
    meaning:
      'What sessions by OAuth are sealed with, at least 32 bytes; several, comma-separated, while one is replaced: the first seals, every one opens.',
    absent: 'in development another at each start; required in production',
    secret: true,
  },
  AM_SIGN_IN_URL: {
    read: link,
    meaning:
      "AM's page for signing in, as browsers know it; `realm` and `goto` are added to its query. AM's own ends in `#login`: without it whoever is signed in does not return.",
    absent: '`AM_URL` and `/XUI/#login`',
  },
  AM_COOKIE_DOMAIN: {
    read: textLike(/^\.?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, 'a domain like example.com'),
    meaning: 'The domain that AM sets its cookie for, so that signing out removes it.',
    absent: 'the cookie of this host is removed; one of a domain stays, and is good for nothing',
  },
  PAGES_NAME: {
    read: text,
    default: 'identity-gateway',
    meaning: 'The name at the top of the pages, for example your organisation.',
  },
  PAGES_LOGO: {
    read: logoFile,
    meaning: 'A file of at most 256 KiB with a logo: SVG, PNG, WebP or JPEG.',
    absent: "the gateway's own mark",
  },
  PAGES_ACCENT: {
    read: colour,
    meaning:
      'The colour of your brand, as `#0e5a73`. Any will do: the pages take its hue, and set its lightness so that contrast holds.',
    absent: "the pages' own",
  },
  PAGES_SUPPORT: {
    read: contact,
    meaning:
      'Whom people can ask, and how: `IT help desk <tel:+49301234567>`; `mailto:`, `tel:` and `https:` are addresses.',
    absent: 'the pages name nobody',
  },
  PAGES_ENROLMENT_URL: {
    read: link,
    meaning: 'Where people register a device again.',
    absent: 'the pages say that the next sign-in offers it',
  },
  PAGES_LOCALES: {
    read: nonEmptyListOf(language),
    default: 'en,de,ar',
    meaning:
      'The languages that the pages offer, comma-separated; the first is for everybody else.',
  },
} satisfies OptionGroup;
