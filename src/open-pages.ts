import type { Config } from './config/load-config.ts';
import type { OpenAm } from './am/open-am.ts';
import { amSignIn } from './pages/am-sign-in.ts';
import { createPages, isBuilt } from './pages/pages.ts';
import type { PageRoutes } from './server/http-server.ts';
import type { Log } from './telemetry/log.ts';

/** What the pages need besides the configuration. */
export interface PageParts {
  readonly log: Log;
  /** The base URL of AM. */
  readonly amUrl: URL;
  /** The folder of the built pages; undefined where none are wanted. */
  readonly pagesFolder?: string;
  /** The sandbox's page of people and their codes. */
  readonly peoplePage?: string;
}

/** Opens the pages; undefined where they are switched off, or have not been built. */
export function openPages(
  { pages, access: { realms }, production }: Config,
  { pagesFolder, peoplePage, log, amUrl }: PageParts,
  { cookieName, signOut }: OpenAm,
): PageRoutes | undefined {
  if (!pages.on || pagesFolder === undefined) return undefined;
  if (!isBuilt(pagesFolder)) {
    log.warn('The pages are not built, so none are served. npm run build makes them.');
    return undefined;
  }
  return createPages({
    folder: pagesFolder,
    logo: pages.logo,
    realms,
    tlsOnly: production,
    signIn: amSignIn({
      publicUrl: pages.publicUrl,
      signInUrl: new URL(pages.amSignInUrl ?? `${amUrl.href.replace(/\/$/, '')}/XUI/`),
      cookieName,
      cookieDomain: pages.amCookieDomain,
      signOut,
    }),
    config: {
      name: pages.name,
      accent: pages.accent ?? null,
      supportContact: pages.support ?? null,
      enrolmentLink: pages.enrolmentUrl ?? null,
      locales: pages.locales,
      defaultRealm: realms.default.name,
      realms: realms.all.map(({ name }) => name),
      signIn: 'am',
      development: !production,
      peoplePage: peoplePage ?? null,
    },
  });
}
