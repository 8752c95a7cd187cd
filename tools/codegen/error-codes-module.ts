import { errorCodes, requestErrorCodes } from '../../src/domain/values/failure.ts';

/**
 * Generates `packages/client/error-codes.ts`: every code that a client can receive, with its row of
 * the errors page. The client cannot import it, because it depends on no other room.
 * @param errorsPage the text of `docs/errors.md`
 */
export function errorCodesModule(errorsPage: string): string {
  const codes = [...new Set<string>([...errorCodes, ...requestErrorCodes])];
  const meaningByCode = meanings(errorsPage);
  return `/** Written by \`npm run generate\` from the codes of the gateway and docs/errors.md. */

/** Every code that \`extensions.code\` of a top-level error can be. */
export const errorCodes = {
${codes.map((code) => member(code, meaningByCode.get(code))).join('\n')}
} as const;

/** A code of \`errorCodes\`. */
export type ErrorCode = keyof typeof errorCodes;
`;
}

function member(code: string, meaning: string | undefined): string {
  const comment = meaning === undefined ? '' : `  /** ${meaning} */\n`;
  return `${comment}  ${code}: '${code}',`;
}

/** Reads the page's table of codes: what each code means, and what to do. */
function meanings(page: string): Map<string, string> {
  const [ofCodes = ''] = page.split('## Errors in payloads');
  const rows = ofCodes.matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\| (.+?) +\|$/gm);
  return new Map([...rows].map(([, code = '', meaning, advice]) => [code, `${meaning} ${advice}`]));
}
