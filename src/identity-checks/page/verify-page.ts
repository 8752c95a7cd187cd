import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { escaped } from '../../pages/config-block.ts';
import { pageHeaders } from '../../pages/page-headers.ts';
import type { Reply } from '../../server/http/reply.ts';
import { verifyPath } from './verify-paths.ts';
import type { Texts } from './text-keys.ts';
import { textsOf } from './texts.ts';

/** What a page says after the form. */
export type PageEnd =
  'verified' | 'notVerified' | 'gaveUp' | 'noAnswer' | 'lost' | 'over' | 'tryAgain';

/** Why the form is shown again. */
export type FormProblem = 'wrong' | 'tooMany';

interface PageBrand {
  /** The name at the top. */
  readonly name: string;
  /** The languages; the first one is the default. */
  readonly locales: readonly string[];
  /** The help contact; null without one. */
  readonly contact: { readonly label: string; readonly href: string } | null;
}

const style = `*{box-sizing:border-box}
body{margin:0;font:1.0625rem/1.55 system-ui,sans-serif;color:#17232b;background:#f4f7f9}
header{padding:.9rem 1.25rem;background:#fff;border-bottom:1px solid #cdd8df;font-weight:600}
main{max-width:34rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:.4rem 0 .8rem}
.caution{padding:.8rem 1rem;border-inline-start:.3rem solid #a15c00;background:#fff6e5}
.problem{padding:.8rem 1rem;border-inline-start:.3rem solid #b3261e;background:#fdecea}
label{display:block;font-weight:600;margin-top:1.4rem}
input{width:100%;max-width:18rem;margin-top:.3rem;padding:.65rem .75rem;border:1px solid #5d6f7a;border-radius:.4rem;
font:1.35rem/1.3 ui-monospace,monospace;letter-spacing:.08em;text-transform:uppercase;color:inherit;background:#fff}
.hint{margin:.35rem 0 0;font-size:.95rem;color:#4a5b66}
button,a.button{display:inline-block;min-height:2.75rem;margin-top:1.2rem;padding:.65rem 1.3rem;border:0;border-radius:.4rem;
font:inherit;font-weight:600;color:#fff;background:#0e5a73;text-decoration:none;cursor:pointer}
:focus-visible{outline:3px solid #0e5a73;outline-offset:2px}
footer{margin-top:2.5rem;font-size:.95rem}a{color:#0e5a73}
@media (prefers-color-scheme:dark){body{color:#e4ecf1;background:#10191f}header{background:#17232b;border-color:#33444f}
.caution{background:#33260b}.problem{background:#3a1715}input{background:#0b1216;border-color:#8fa3b0}
.hint{color:#a9bbc6}a{color:#8fd0e6}button,a.button{color:#06222c;background:#8fd0e6}
:focus-visible{outline-color:#8fd0e6}}`;

const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page on which people type their code. It needs no script, and names no person. */
export class VerifyPage {
  readonly #brand: PageBrand;

  constructor(brand: PageBrand) {
    this.#brand = brand;
  }

  /** The form, with what was wrong with the last code. */
  form(request: IncomingMessage, problem: FormProblem | null = null): Reply {
    const texts = this.#texts(request);
    const note =
      problem === null
        ? ''
        : `<p class="problem" role="alert" id="problem">${escaped(texts[problem])}</p>`;
    const described = problem === null ? 'hint' : 'problem hint';
    return this.#reply(request, {
      status: problem === null ? 200 : statuses[problem],
      title: texts.title,
      body: `<p>${escaped(texts.intro)}</p>
<p class="caution">${escaped(texts.caution)}</p>
${note}
<form method="post" action="${verifyPath}">
<label for="code">${escaped(texts.label)}</label>
<input id="code" name="code" dir="ltr" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20"
 required aria-describedby="${described}"${problem === 'wrong' ? ' aria-invalid="true"' : ''}>
<p class="hint" id="hint">${escaped(texts.hint)}</p>
<button>${escaped(texts.submit)}</button>
</form>`,
    });
  }

  /** Sends the browser to the vendor. A redirect after a form may not leave this site. */
  forward(request: IncomingMessage, vendor: string, address: string): Reply {
    const texts = this.#texts(request);
    const named = (text: string): string => escaped(text.replaceAll('{vendor}', vendor));
    return this.#reply(request, {
      status: 200,
      title: texts.forwardTitle.replaceAll('{vendor}', vendor),
      head: `<meta http-equiv="refresh" content="1; url=${escaped(address)}">`,
      body: `<p>${named(texts.forward)}</p>
<a class="button" href="${escaped(address)}">${named(texts.forwardLink)}</a>`,
    });
  }

  /** The page of an end. */
  end(request: IncomingMessage, end: PageEnd): Reply {
    const texts = this.#texts(request);
    const body = `<p>${escaped(texts[end])}</p>`;
    return this.#reply(request, { status: statuses[end], title: texts[`${end}Title`], body });
  }

  #texts(request: IncomingMessage): Texts {
    return textsOf(this.#language(request));
  }

  #language(request: IncomingMessage): string {
    const { locales } = this.#brand;
    return new Negotiator(request).language([...locales]) ?? locales[0] ?? 'en';
  }

  #reply(
    request: IncomingMessage,
    page: {
      readonly status: number;
      readonly title: string;
      readonly head?: string;
      readonly body: string;
    },
  ): Reply {
    const { name, contact } = this.#brand;
    const language = this.#language(request);
    const title = escaped(page.title);
    const foot =
      contact === null
        ? ''
        : `\n<footer><a href="${escaped(contact.href)}">${escaped(contact.label)}</a></footer>`;
    return {
      status: page.status,
      headers: {
        ...pageHeaders,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy,
        vary: 'Accept-Language, Origin',
      },
      body: `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${page.head ?? ''}
<title>${title} – ${escaped(name)}</title><style>${style}</style></head>
<body><header>${escaped(name)}</header><main><h1>${title}</h1>
${page.body}${foot}
</main></body></html>
`,
    };
  }
}

const statuses: Readonly<Record<PageEnd | FormProblem, number>> = {
  wrong: 400,
  tooMany: 429,
  verified: 200,
  notVerified: 200,
  gaveUp: 200,
  noAnswer: 502,
  lost: 400,
  over: 410,
  tryAgain: 503,
};
