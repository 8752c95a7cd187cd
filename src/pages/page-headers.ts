/**
 * What a browser lets the pages do (security E9). Scripts and styles come from files only; a text that reaches the
 * page as markup cannot become a script, where the browser knows Trusted Types.
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

/** The headers of everything that the pages are made of; `send` adds `nosniff`. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** The headers of the HTML. It is asked for again each time, since it names the files of this build. */
export const shellHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-create=(), publickey-credentials-get=(), usb=()',
  'cache-control': 'no-cache',
};

/**
 * The headers of a file whose name holds the hash of its content. Opened by itself, as a logo in SVG may be, it runs
 * nothing.
 */
export const assetHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'public, max-age=31536000, immutable',
};
