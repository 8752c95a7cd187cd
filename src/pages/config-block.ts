/** What the pages are told of this deployment; `web` reads it out of the shell. */
export interface PageConfig {
  readonly name: string;
  /** The path of a logo; null for the pages' own mark. */
  readonly logo: string | null;
  /** `#rrggbb`; null for the pages' own. */
  readonly accent: string | null;
  readonly supportContact: { readonly label: string; readonly href: string } | null;
  /** Where people register a device again. */
  readonly enrolmentLink: string | null;
  readonly locales: readonly string[];
  readonly defaultRealm: string;
  /** The names of all served realms. */
  readonly realms: readonly string[];
  /** How people sign in: by AM's own session, or by OAuth. */
  readonly signIn: 'am' | 'oauth';
  readonly development: boolean;
  /** The sandbox's page of people and their codes; null elsewhere. */
  readonly peoplePage: string | null;
}

/** Where the build leaves room for the configuration. It is data and no script, so that the content policy allows it. */
const placeholder = /(<script type="application\/json" id="config">)\s*(<\/script>)/;

/**
 * Puts the configuration into the shell.
 * @throws Error where the shell has no room for it, which is a mistake of the build
 */
export function fillConfig(shell: string, config: PageConfig): string {
  if (!placeholder.test(shell)) {
    throw new Error('web/dist/index.html has no <script type="application/json" id="config">.');
  }
  // No text can end the element, or begin a comment in it.
  const json = JSON.stringify(config).replaceAll('<', String.raw`\u003c`);
  return shell.replace(placeholder, (_all, start: string, end: string) => `${start}${json}${end}`);
}
