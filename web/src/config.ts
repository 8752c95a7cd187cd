/** What the gateway tells the pages about this deployment, in the shell's `#config`. */
export interface PagesConfig {
  /** The organisation's or product's name, in the top bar. */
  readonly name: string;
  /** The address of a logo on this site; null for the product's own sign. */
  readonly logo: string | null;
  /** A CSS colour; null for the product's own. */
  readonly accent: string | null;
  readonly supportContact: SupportContact | null;
  /** Where a device is registered; null where people register at their next sign-in. */
  readonly enrolmentLink: string | null;
  /** The languages to offer, the first for whoever's browser asks for none of them. */
  readonly locales: readonly string[];
  readonly defaultRealm: string | null;
  /** The realms in which people may sign in; more than one are offered as a choice. */
  readonly realms: readonly string[];
  /** How people sign in: by Access Management's own session, or by OAuth. */
  readonly signIn: 'am' | 'oauth';
  readonly development: boolean;
  /** In development, a page with the sandbox's people; null elsewhere. */
  readonly peoplePage: string | null;
}

/** Who helps: a telephone number, an address, a page. */
export interface SupportContact {
  readonly label: string;
  readonly href: string;
}

const unknown: PagesConfig = {
  name: 'identity-gateway',
  logo: null,
  accent: null,
  supportContact: null,
  enrolmentLink: null,
  locales: ['en', 'de', 'ar'],
  defaultRealm: null,
  realms: [],
  signIn: 'am',
  development: false,
  peoplePage: null,
};

function readConfig(): PagesConfig {
  const text = document.querySelector('#config')?.textContent ?? '';
  const told: Partial<PagesConfig> = text.trim() === '' ? {} : JSON.parse(text);
  return { ...unknown, ...told };
}

/** This deployment's configuration, read once. */
export const config: PagesConfig = readConfig();
