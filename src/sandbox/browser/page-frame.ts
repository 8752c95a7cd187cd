const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes a text for HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => escapes[mark] ?? mark);
}

/** A link in the bar of a page. */
export interface BarLink {
  readonly href: string;
  readonly text: string;
}

/** Returns a whole page around its main part, with an optional link in its bar. */
export function frame(title: string, main: string, link?: BarLink): string {
  const linked =
    link === undefined ? '' : `\n<a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – sandbox</title>
<link rel="icon" href="/sandbox/people/icon.svg">
<link rel="stylesheet" href="/sandbox/people/tokens.css">
<link rel="stylesheet" href="/sandbox/people/base.css">
<link rel="stylesheet" href="/sandbox/people/frame.css">
<link rel="stylesheet" href="/sandbox/people/devices.css">
<link rel="stylesheet" href="/sandbox/people/sandbox.css">
<link rel="stylesheet" href="/sandbox/people/people.css">
<link rel="stylesheet" href="/sandbox/people/start.css">
</head>
<body>
<a class="skip-link" href="#main">Skip to content</a>
<aside class="development" aria-label="Notice"><p><strong>Development sandbox.</strong> Invented people, nothing real.</p></aside>
<header class="top"><div class="top-inner">
<span class="brand"><svg class="brand-sign" viewBox="0 0 28 28" aria-hidden="true">
<path d="M3 26V14a11 11 0 0 1 22 0v12h-5.5V14a5.5 5.5 0 0 0-11 0v12z"/><circle cx="14" cy="18.5" r="2.75"/></svg>identity-gateway</span>${linked}
</div></header>
${main}
</body>
</html>
`;
}
