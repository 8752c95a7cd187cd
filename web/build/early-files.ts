import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/**
 * Lets the browser load everything that the first view needs as soon as it reads the HTML: the
 * application, the texts and the font. The texts of each language are marked with
 * `data-language`; the gateway keeps the reader's.
 */
export function earlyFiles(): Plugin {
  return {
    name: 'early-files',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => ({
        html,
        tags: Object.values(bundle).flatMap(preloadsOf),
      }),
    },
  };
}

function preloadsOf(file: Rolldown.OutputBundle[string]): readonly HtmlTagDescriptor[] {
  const { fileName } = file;
  if (file.type === 'asset') {
    const isFont = /latin-wght-normal-.*\.woff2$/.test(fileName);
    return isFont ? [preload(fileName, { rel: 'preload', as: 'font', type: 'font/woff2' })] : [];
  }
  const rel = 'modulepreload';
  const module = file.facadeModuleId ?? '';
  if (module.endsWith('/start.tsx'))
    return [...file.imports, fileName].map((name) => preload(name, { rel }));
  const [, language] = /messages:(\w+)$/.exec(module) ?? [];
  return language === undefined ? [] : [preload(fileName, { rel, 'data-language': language })];
}

function preload(fileName: string, attrs: Record<string, string>): HtmlTagDescriptor {
  const href = `/${fileName}`;
  return { tag: 'link', attrs: { ...attrs, crossorigin: true, href }, injectTo: 'head-prepend' };
}
