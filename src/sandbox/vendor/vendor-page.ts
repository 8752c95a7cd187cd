import { escapeHtml } from '../browser/page-frame.ts';
import { vendorOutcomes } from './outcomes.ts';

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}
a.choice{display:block;padding:.6rem .9rem;margin:.4rem 0;border:1px solid #567;border-radius:.4rem;color:#124}`;

function page(title: string, body: string, refresh = ''): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${refresh}
<title>${escapeHtml(title)} – Sandbox ID</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}
</main></body></html>
`;
}

/** The page on which a person would show a document and their face: here they choose the end. */
export function choicePage(open: string): string {
  const links = Object.entries(vendorOutcomes).map(([name, { text }]) => {
    const href = `/decide?${new URLSearchParams({ open, as: name }).toString()}`;
    return `<a class="choice" href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
  });
  const about = '<p>A real vendor asks for a document and a selfie here. Choose how it ends.</p>';
  return page('Sandbox ID', `${about}\n${links.join('\n')}`);
}

/** The page of a vendor that takes long. */
export function slowPage(next: string, seconds: number): string {
  const refresh = `<meta http-equiv="refresh" content="${seconds}; url=${escapeHtml(next)}">`;
  return page('Looking at your document', `<p>This takes ${seconds} seconds.</p>`, refresh);
}

/** The page of a request that was used, has expired, or was never made. */
export function unknownPage(): string {
  return page('This request does not exist', '<p>It was used, or has expired.</p>');
}
