import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf } from './page.ts';

/** An issuer of tokens, where no caller needs one: examples have staff by a scope. */
export const exampleIssuer = {
  OIDC_ISSUER: 'https://issuer.example.com',
  OIDC_AUDIENCE: 'portal',
  OIDC_JWKS_URL: 'https://issuer.example.com/jwks',
};

/** The roles of an example are a list, and no variables stand for its items. */
const noOtherRoles = { HELP_DESK_GROUPS: '', ADMIN_GROUPS: '', AUDITOR_GROUPS: '' };

/** The options of an example of docs/areas.md, by the name of its first area. */
export function areaExample(area: string): typeof noOtherRoles & { readonly CONFIG_FILE: string } {
  const first = new RegExp(`^roles:\\n  - \\{ role: [a-z-]+, area: ${area},`);
  const example = blocksOf('docs/areas.md').find(
    ({ language, text }) => language === 'yaml' && first.test(text),
  );
  if (example === undefined) throw new Error(`docs/areas.md has no example of ${area}`);
  const path = join(mkdtempSync(join(tmpdir(), 'areas-')), 'areas.yaml');
  writeFileSync(path, example.text);
  return { ...noOtherRoles, CONFIG_FILE: path };
}
