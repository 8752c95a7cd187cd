import type { Plugin } from 'vite';

/** Replaces the configuration that the gateway writes into the shell, for `npx vite web`. */
const config = {
  name: 'identity-gateway',
  logo: null,
  accent: null,
  supportContact: {
    label: 'IT help desk',
    address: '+44 20 7946 0118',
    href: 'tel:+44-20-7946-0118',
  },
  enrolmentLink: null,
  recoveryLink: null,
  privacyLink: null,
  accessibilityLink: null,
  messages: {},
  locales: ['en', 'de', 'fr', 'es', 'ar'],
  defaultRealm: 'alpha',
  realms: ['alpha', 'beta'],
  signIn: 'am',
  asksForCodes: true,
  development: true,
  peoplePage: null,
};

/** Writes the configuration into the shell while Vite serves the pages. */
export function developmentConfig(): Plugin {
  return {
    name: 'development-config',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html.replace('id="config">', `id="config">${JSON.stringify(config)}`),
  };
}
