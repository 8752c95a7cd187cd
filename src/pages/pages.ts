import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { HttpExchange, PageRoutes } from '../server/graphql-endpoint.ts';
import { fillConfig } from './config-block.ts';
import type { PageConfig } from './config-block.ts';
import type { Realms } from '../domain/realm.ts';
import { assetHeaders, shellHeaders } from './page-headers.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { shellPaths } from './return-path.ts';
import { allowOnly, readWantedSignIn } from './sign-in.ts';
import type { SignInWay } from './sign-in.ts';
import { answerFile, hashOf, serveFile } from './served-file.ts';
import type { FileContent, ServedFile } from './served-file.ts';

/** What the pages are made from. */
export interface PagesOptions {
  /** The folder that the build of `web` writes: `index.html`, and `assets` whose names hold a hash. */
  readonly folder: string;
  /** The deployment's own logo. */
  readonly logo: FileContent | undefined;
  readonly config: Omit<PageConfig, 'logo'>;
  readonly realms: Realms;
  readonly signIn: SignInWay;
  /** Whether the pages are served by https alone. */
  readonly tlsOnly: boolean;
}

/** Whether the pages have been built. */
export function isBuilt(folder: string): boolean {
  return existsSync(join(folder, 'index.html'));
}

/**
 * Reads everything that the pages are made of into memory, since it is small and a folder that is read at each request
 * could be left. No address reaches a file that was not there at the start.
 */
export function createPages(options: PagesOptions): PageRoutes {
  const { folder, logo, config, realms, signIn, tlsOnly } = options;
  const assets = new Map(
    contentsOf(join(folder, 'assets')).map(([name, content]) => [
      `/assets/${name}`,
      serveFile(content, assetHeaders),
    ]),
  );
  const logoPath =
    logo === undefined ? null : `/assets/logo-${hashOf(logo.bytes)}${logo.extension}`;
  if (logo !== undefined && logoPath !== null) assets.set(logoPath, serveFile(logo, assetHeaders));
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const bytes = Buffer.from(fillConfig(html, { ...config, logo: logoPath }));
  const shell = serveFile({ extension: '.html', bytes }, shellHeaders);
  const fileAt = (path: string): ServedFile | undefined =>
    shellPaths.test(path) ? shell : assets.get(path);
  const { credentialOf } = signIn;
  return {
    ...(credentialOf !== undefined && { credentialOf }),
    answer: (exchange: HttpExchange, path) => {
      const { request } = exchange;
      if (path === '/sign-in') {
        allowOnly(request, ['GET']);
        return signIn.start(exchange, readWantedSignIn(request, realms));
      }
      if (path === '/sign-out') {
        allowOnly(request, ['POST']);
        refuseForeign(request, tlsOnly);
        return signIn.end(exchange);
      }
      const file = fileAt(path);
      return file === undefined
        ? (signIn.answer?.(exchange, path) ?? null)
        : answerFile(request, file);
    },
  };
}

/** The files of a folder, each with what the build has compressed beside it. */
function contentsOf(folder: string): [string, FileContent][] {
  const names = readdirSync(folder).filter((name) => !/\.(?:br|gz)$/.test(name));
  return names.map((name) => {
    const path = join(folder, name);
    const packed = (suffix: string): Buffer | undefined =>
      existsSync(path + suffix) ? readFileSync(path + suffix) : undefined;
    const [br, gzip] = [packed('.br'), packed('.gz')];
    const known = { ...(br !== undefined && { br }), ...(gzip !== undefined && { gzip }) };
    return [name, { extension: extname(name), bytes: readFileSync(path), packed: known }];
  });
}
