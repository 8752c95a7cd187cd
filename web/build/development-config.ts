import type { Plugin } from 'vite';

/** What the gateway would write into the shell; only `npm run dev:pages` needs a stand-in. */
const config = {
  name: 'identity-gateway',
  logo: null,
  accent: null,
  supportContact: { label: '+44 20 7946 0118', href: 'tel:+442079460118' },
  enrolmentLink: null,
  locales: ['en', 'de', 'ar'],
  defaultRealm: 'alpha',
  realms: ['alpha', 'beta'],
  signIn: 'am',
  development: true,
  peoplePage: null,
};

/** Fills the shell's configuration while the pages are served by Vite. */
export function developmentConfig(): Plugin {
  return {
    name: 'development-config',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html.replace('id="config">', `id="config">${JSON.stringify(config)}`),
  };
}
