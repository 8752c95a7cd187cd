import type { Source } from './source.ts';

/** Reads whether the pages are served, and how they look. */
export function loadPages(source: Source, { production }: { readonly production: boolean }) {
  const publicUrl = source.read('PUBLIC_URL');
  const wanted = source.read('PAGES');
  return {
    on: wanted === undefined ? !production || publicUrl !== undefined : wanted === 'on',
    publicUrl,
    amSignInUrl: source.read('AM_SIGN_IN_URL'),
    amCookieDomain: source.read('AM_COOKIE_DOMAIN'),
    name: source.read('PAGES_NAME'),
    logo: source.read('PAGES_LOGO'),
    accent: source.read('PAGES_ACCENT'),
    support: source.read('PAGES_SUPPORT'),
    enrolmentUrl: source.read('PAGES_ENROLMENT_URL'),
    locales: source.read('PAGES_LOCALES'),
  };
}

/** The configuration of the pages. */
export type PagesConfig = Readonly<ReturnType<typeof loadPages>>;

/** What of the pages is unsafe in production. */
export function pagesProblems({ on, publicUrl }: PagesConfig): string[] {
  if (!on) return [];
  if (publicUrl === undefined) {
    return [
      'PUBLIC_URL: missing; with NODE_ENV=production the pages do not believe the Host of a request. Set PAGES=off to serve none',
    ];
  }
  if (publicUrl.startsWith('https://')) return [];
  return [
    'PUBLIC_URL: plain http is refused with NODE_ENV=production; sessions would travel in the clear',
  ];
}
