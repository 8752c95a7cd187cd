import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { extname, join } from 'node:path';
import Negotiator from 'negotiator';
import type { HttpExchange, PageRoutes } from '../server/graphql-endpoint.ts';
import type { Reply } from '../server/http/reply.ts';
import { fillConfig, type PageConfig } from './config-block.ts';
import type { Realms } from '../domain/people/realm.ts';
import { assetHeaders, shellHeaders } from './page-headers.ts';
import { wantsPage } from '../server/http/media-type.ts';
import { isGetOrHead } from '../server/http/safe-method.ts';
import {
  allowOnly,
  readSignInRequest,
  refuseForeign,
  shellPaths,
  type SignInMethod,
} from './sign-in.ts';
import {
  answerFile,
  contentHash,
  serveFile,
  type FileContent,
  type ServedFile,
} from './served-file.ts';

/** The files, configuration and sign-in method of the pages. */
interface PagesOptions {
  /** The build of `web`: `index.html`, and `assets` with a hash in their names. */
  readonly folder: string;
  readonly logo: FileContent | undefined;
  /** The deployment's own messages of some languages, compiled, by key. */
  readonly messages: readonly {
    readonly language: string;
    readonly messages: ReadonlyMap<string, unknown>;
  }[];
  readonly config: Omit<PageConfig, 'logo' | 'messages'>;
  readonly realms: Realms;
  readonly signIn: SignInMethod;
  /** Whether the pages are served over https only. */
  readonly tlsOnly: boolean;
}

/** Whether the pages have been built. */
export function isBuilt(folder: string): boolean {
  return existsSync(join(folder, 'index.html'));
}

/**
 * Creates the routes of the pages. All files are read into memory at startup: they are small, and
 * no request path can reach another file.
 */
export function createPages(options: PagesOptions): PageRoutes {
  const { folder, config, realms, signIn, tlsOnly } = options;
  const assets = new Map(
    contentsOf(join(folder, 'assets')).map(([name, content]) => [
      `/assets/${name}`,
      serveFile(content, assetHeaders),
    ]),
  );
  /** Serves a file of the deployment, and returns its path, which changes with its content. */
  const serve = (name: string, content: FileContent): string => {
    const path = `/assets/${name}-${contentHash(content.bytes)}${content.extension}`;
    assets.set(path, serveFile(content, assetHeaders));
    return path;
  };
  const messages = Object.fromEntries(
    options.messages.map(({ language, messages: own }) => {
      const bytes = Buffer.from(JSON.stringify(Object.fromEntries(own)));
      return [language, serve(`messages-${language}`, { extension: '.json', bytes })];
    }),
  );
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const filled = fillConfig(html, {
    ...config,
    logo: options.logo === undefined ? null : serve('logo', options.logo),
    messages,
  });
  const shellFor = shellsIn(filled, config.locales, messages);
  return {
    ...signIn.sessions,
    answer: (exchange: HttpExchange, path) => {
      const { request } = exchange;
      if (path === '/sign-in') {
        if (!isGetOrHead(request)) allowOnly(request, 'GET');
        return signIn.start(exchange, readSignInRequest(request, realms));
      }
      if (path === '/sign-out') {
        allowOnly(request, 'POST');
        refuseForeign(request, tlsOnly);
        return signIn.end(exchange);
      }
      const file = shellPaths.test(path) ? shellFor(request) : assets.get(path);
      if (file !== undefined) return answerFile(request, file);
      return signIn.answer?.(exchange, path) ?? null;
    },
    failurePage: (request, reply) => {
      if (!isGetOrHead(request) || !wantsPage(request)) return null;
      return asFailure(answerFile(request, shellFor(request)), reply);
    },
  };
}

/** Returns the files of a folder, each with the compressed files beside it. */
function contentsOf(folder: string): [string, FileContent][] {
  const names = readdirSync(folder).filter((name) => !/\.(?:br|gz)$/.test(name));
  return names.map((name) => {
    const path = join(folder, name);
    const read = (file: string): Buffer | undefined =>
      existsSync(file) ? readFileSync(file) : undefined;
    const packed = { br: read(`${path}.br`), gzip: read(`${path}.gz`) };
    return [name, { extension: extname(name), bytes: readFileSync(path), packed }];
  });
}

/** Returns the shell for a request: the texts of the reader's language load with the script. */
function shellsIn(
  html: string,
  languages: readonly string[],
  own: PageConfig['messages'],
): (request: IncomingMessage) => ServedFile {
  const [first = 'en'] = languages;
  const inLanguage = (language: string): ServedFile => {
    const bytes = Buffer.from(withTextsIn(html, language, own[language]));
    return serveFile({ extension: '.html', bytes }, shellHeaders);
  };
  const shells = new Map(languages.map((language) => [language, inLanguage(language)]));
  const fallback = shells.get(first) ?? inLanguage(first);
  return (request) =>
    shells.get(new Negotiator(request).language([...languages]) ?? first) ?? fallback;
}

/** Returns a page with the status and the cookies of a failed request; browsers do not keep it. */
function asFailure({ headers, body }: Reply, failed: Reply): Reply {
  const { etag: _etag, ...kept } = headers;
  const cookies = failed.headers['set-cookie'];
  return {
    status: failed.status,
    headers: {
      ...kept,
      'cache-control': 'no-store',
      ...(cookies !== undefined && { 'set-cookie': cookies }),
    },
    body,
  };
}

/** Keeps the early load of one language's texts in the HTML, and adds that of the own messages. */
function withTextsIn(html: string, language: string, own: string | undefined): string {
  const early =
    own === undefined ? '' : `<link rel="preload" as="fetch" crossorigin href="${own}">`;
  return html.replaceAll(/\s*<link [^>]*data-language="(\w+)"[^>]*>/g, (link, of: string) =>
    of === language ? `${link}${early}` : '',
  );
}
