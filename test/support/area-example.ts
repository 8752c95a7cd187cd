import { parseEnv } from 'node:util';
import { readFileSync } from 'node:fs';

/** An issuer of tokens, where no caller needs one: examples have staff by a scope. */
export const exampleIssuer = {
  OIDC_ISSUER: 'https://issuer.example.com',
  OIDC_AUDIENCE: 'portal',
  OIDC_JWKS_URL: 'https://issuer.example.com/jwks',
};

/** The options of an example of docs/areas.md, by the name of its first area. */
export function areaExample(area: string): Record<string, string> {
  const page = readFileSync('docs/areas.md', 'utf8');
  for (const [, text = ''] of page.matchAll(/^```dotenv\n(.*?)^```/gms)) {
    const { AREA_STAFF = '', AREA_PEOPLE = '' } = parseEnv(text);
    if (AREA_STAFF.startsWith(`${area}:`)) return { AREA_STAFF, AREA_PEOPLE };
  }
  throw new Error(`docs/areas.md has no example of ${area}`);
}
