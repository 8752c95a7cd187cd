import type { Config } from './config/load-config.ts';
import { createPages, isBuilt } from './pages/pages.ts';
import type { PageRoutes } from './server/http-server.ts';
import type { Log } from './telemetry/log.ts';

/** What the pages need besides the configuration. */
export interface PageParts {
  readonly log: Log;
  /** The folder of the built pages; undefined where none are wanted. */
  readonly pagesFolder?: string;
  /** The sandbox's page of people and their codes. */
  readonly peoplePage?: string;
}

/** Opens the pages; undefined where they are switched off, or have not been built. */
export function openPages(
  { pages, access: { realms }, production }: Config,
  { pagesFolder, peoplePage, log }: PageParts,
): PageRoutes | undefined {
  if (!pages.on || pagesFolder === undefined) return undefined;
  if (!isBuilt(pagesFolder)) {
    log.warn('The pages are not built, so none are served. npm run build makes them.');
    return undefined;
  }
  return createPages({
    folder: pagesFolder,
    logo: pages.logo,
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
