/** The configurations of routers say the same thing, each in its own words; two of them nobody has run. */
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const folder = 'examples/routers';

const routers = [
  { name: 'Hive Gateway', config: 'hive/gateway.config.js', composed: 'hive/compose.js' },
  { name: 'Apollo Router', config: 'apollo/router.yaml', composed: 'apollo/supergraph.yaml' },
  { name: 'Cosmo Router', config: 'cosmo/config.yaml', composed: 'cosmo/compose.yaml' },
] as const;

/** A file without what it says in comments. */
async function settingsIn(file: string): Promise<string> {
  const text = await readFile(join(folder, file), 'utf8');
  return text.replaceAll(/\/\*[^]*?\*\/|^ *(?:#|\/\/).*$/gm, '');
}

describe.each(routers)('$name', ({ name, config, composed }) => {
  test('passes on the session and the token, never a cookie, and listens on loopback', async () => {
    const settings = await settingsIn(config);

    expect(settings).toMatch(/127\.0\.0\.1[^]*4003/);
    expect(settings).toContain('iPlanetDirectoryPro');
    expect(settings).toContain('authorization');
    expect(settings.replaceAll('AM_COOKIE_NAME', '')).not.toMatch(
      /cookie|matching|all:\s*\n\s*request/i,
    );
  });

  test('composes the schemas of this checkout', async () => {
    const files = [...(await settingsIn(composed)).matchAll(/[./]+[\w/]+\.graphql/g)].map(
      ([file]) => file,
    );
    const found = files.map((file) => join(folder, dirname(composed), file));

    expect(found).toEqual(
      expect.arrayContaining(['schema/subgraph.graphql', 'examples/portal/portal.graphql']),
    );
    await Promise.all(
      found.filter((file) => !file.includes('routers')).map((file) => access(file)),
    );
  });

  test('is said to be run, or not', async () => {
    const page = await readFile(join(folder, 'README.md'), 'utf8');
    const row = page.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? '';

    expect(row.includes('not run')).toBe(name !== 'Hive Gateway');
    expect(row.includes('run in CI')).toBe(name === 'Hive Gateway');
  });
});
