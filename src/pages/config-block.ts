import type { OwnChangeRule } from '../domain/people/assurance.ts';

/** The help contact. */
interface PageContact {
  readonly label: string;
  /** The number or address to show beside the label; null if the label says it. */
  readonly address: string | null;
  readonly href: string;
}

/** The configuration of the pages. `web` reads it from the HTML. */
export interface PageConfig {
  readonly name: string;
  /** The path of the logo; null for the default mark. */
  readonly logo: string | null;
  /** The path of the logo for the dark theme; null for the same logo. */
  /** `#rrggbb`; null for the default. */
  readonly accent: string | null;
  readonly supportContact: PageContact | null;
  /** Where people register a device again. */
  readonly enrolmentLink: string | null;
  /** Where people register a device of a kind, by kind. */
  readonly enrolmentLinks: Readonly<Record<string, string>>;
  /** Where people who cannot sign in recover their account. */
  readonly recoveryLink: string | null;
  readonly privacyLink: string | null;
  readonly accessibilityLink: string | null;
  /** The paths of the deployment's own messages, by language. */
  readonly messages: Readonly<Record<string, string>>;
  readonly locales: readonly string[];
  readonly defaultRealm: string;
  readonly realms: readonly string[];
  /** How people sign in: with AM's own session, or with OAuth. */
  readonly signIn: 'am' | 'oauth';
  /** The kinds of device with which a sign-in here can become strong enough for a change. */
  readonly shownFactors: readonly string[];
  /** What AM requires of a sign-in before people change their own devices, by realm. */
  readonly ownChangeRules: Readonly<Record<string, OwnChangeRule>>;
  /** Whether the help desk asks callers for a code, which proves their identity. */
  readonly asksForCodes: boolean;
  /** Whether staff can be limited to areas. */
  readonly hasAreas: boolean;
  /** The kinds whose removal opens a hold, by realm and role; empty without any. */
  readonly holdingKinds: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly development: boolean;
  /** The sandbox's page of people and their codes; null outside the sandbox. */
  readonly peoplePage: string | null;
}

/**
 * The placeholder in the built HTML. Data is not a script, so the content security policy permits
 * it.
 */
const placeholder = /(<script type="application\/json" id="config">)\s*(<\/script>)/;

/**
 * Inserts the configuration into the HTML.
 * @throws Error if the HTML has no placeholder, which is an error of the build
 */
export function fillConfig(html: string, config: PageConfig): string {
  if (!placeholder.test(html)) {
    throw new Error('web/dist/index.html has no <script type="application/json" id="config">.');
  }
  // Escaped, no text can end the element or start a comment.
  const json = JSON.stringify(config).replaceAll('<', String.raw`\u003c`);
  const contact = config.supportContact;
  const link =
    contact === null ? '' : ` (<a href="${escaped(contact.href)}">${escaped(textOf(contact))}</a>)`;
  const page = html.replaceAll('<!--contact-->', () => link);
  return page.replace(placeholder, (_all, start: string, end: string) => `${start}${json}${end}`);
}

function textOf({ label, address }: PageContact): string {
  return address === null ? label : `${label}, ${address}`;
}

/** Escapes a text for HTML. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
