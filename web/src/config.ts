/** The deployment's configuration, which the gateway writes into the shell's `#config`. */
export interface PagesConfig {
  /** The organisation's or product's name, in the top bar. */
  readonly name: string;
  /** The address of a logo on this site; null for the product's own logo. */
  readonly logo: string | null;
  /** A CSS colour; null for the product's own. */
  readonly accent: string | null;
  readonly supportContact: SupportContact | null;
  /** The enrolment page; null if users register devices when they next sign in. */
  readonly enrolmentLink: string | null;
  /** The enrolment pages of single kinds, by kind. */
  readonly enrolmentLinks: Readonly<Record<string, string>>;
  /** Where users who cannot sign in recover their account; null if nowhere. */
  readonly recoveryLink: string | null;
  /** The privacy statement and the accessibility statement; null if there is no link. */
  readonly privacyLink: string | null;
  readonly accessibilityLink: string | null;
  /** The addresses of the deployment's own messages on this site, by language. */
  readonly messages: Readonly<Record<string, string>>;
  /** The languages to offer; the first is for browsers that request none of them. */
  readonly locales: readonly string[];
  readonly defaultRealm: string | null;
  /** The realms in which users may sign in. If there are several, the page offers a choice. */
  readonly realms: readonly string[];
  /** How users sign in: with a session of Access Management, or with OAuth. */
  readonly signIn: 'am' | 'oauth';
  /** The kinds of device with which a sign-in here can become strong enough for a change. */
  readonly shownFactors: readonly string[];
  /** What own changes require of a sign-in at Access Management, by realm. */
  readonly ownChangeRules: Readonly<Record<string, 'SAME' | 'ANY' | 'NONE'>>;
  /** Whether the help desk asks callers for a code, which proves their identity. */
  readonly asksForCodes: boolean;
  /** Whether staff can be limited to areas here. */
  readonly hasAreas: boolean;
  /** The kinds whose removal opens a hold, by realm and role; empty without any. */
  readonly holdingKinds: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly development: boolean;
  /** In development, the page that lists the sandbox's users; null otherwise. */
  readonly peoplePage: string | null;
}

/** The support contact: a telephone number, a mail address or a page. */
export interface SupportContact {
  readonly label: string;
  /** The number or address to show beside the label; null if the label says it. */
  readonly address: string | null;
  readonly href: string;
}

const defaults: PagesConfig = {
  name: 'identity-gateway',
  logo: null,
  accent: null,
  supportContact: null,
  enrolmentLink: null,
  enrolmentLinks: {},
  recoveryLink: null,
  privacyLink: null,
  accessibilityLink: null,
  messages: {},
  locales: ['en', 'de', 'fr', 'es', 'ar'],
  defaultRealm: null,
  realms: [],
  signIn: 'am',
  shownFactors: [],
  ownChangeRules: {},
  asksForCodes: false,
  hasAreas: false,
  holdingKinds: {},
  development: false,
  peoplePage: null,
};

function readConfig(): PagesConfig {
  const text = document.querySelector('#config')?.textContent ?? '';
  const given: Partial<PagesConfig> = text.trim() === '' ? {} : JSON.parse(text);
  return { ...defaults, ...given };
}

/** This deployment's configuration, read once. */
export const config: PagesConfig = readConfig();
