import { parseArgs } from 'node:util';

/** How to use the command. */
export const usage = `usage: identity-gateway-sign-in NAME                         (for example alice, bob, helen, amadmin)
       identity-gateway-sign-in --code NAME                  (with a code of the user's phone, from the sandbox)
       identity-gateway-sign-in --recovery-code NAME         (with a recovery code, from the sandbox)
       identity-gateway-sign-in --bearer NAME [--scopes a,b]   (an access token, from the sandbox)
In a checkout the command is: npm run -s sign-in --`;

/** What proves the user's identity besides the password. */
export type Proof = 'code' | 'recovery code';

/** The arguments of the command line. */
export interface SignInArguments {
  readonly name: string;
  readonly proof: Proof | undefined;
  /** The scopes of an access token; undefined for a session. */
  readonly scopes: readonly string[] | undefined;
}

/** Reads the arguments; undefined if they are invalid. */
export function readArguments(args: readonly string[]): SignInArguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        bearer: { type: 'boolean', default: false },
        code: { type: 'boolean', default: false },
        'recovery-code': { type: 'boolean', default: false },
        scopes: { type: 'string', default: 'devices:read,devices:reset' },
      },
      allowPositionals: true,
    });
    const [name, ...more] = positionals;
    const { bearer, code, 'recovery-code': recoveryCode } = values;
    if (name === undefined || more.length > 0 || (code && recoveryCode)) return undefined;
    const scopes = values.scopes.split(/[\s,]+/).filter((scope) => scope !== '');
    const proof = code ? 'code' : recoveryCode ? 'recovery code' : undefined;
    return { name, proof, scopes: bearer ? scopes : undefined };
  } catch {
    return undefined;
  }
}
