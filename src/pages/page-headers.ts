/**
 * What browsers permit the pages to do (security E9). Scripts and styles come from files only. In
 * browsers with Trusted Types, text that is inserted as markup cannot run as a script.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** The headers of every page and file; `send` adds `nosniff`. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * The headers of the HTML. Browsers revalidate it each time, because it names the files of one
 * build.
 */
export const shellHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-create=(), publickey-credentials-get=(), usb=()',
  'cache-control': 'no-cache',
  // The HTML loads the texts of one language early.
  vary: 'Accept-Encoding, Accept-Language, Origin',
};

/**
 * The headers of a file whose name contains the hash of its content. If it is opened directly, as
 * an SVG logo may be, it runs no scripts.
 */
export const assetHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'public, max-age=31536000, immutable',
};
