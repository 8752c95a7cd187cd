import * as oauth from 'openid-client';
import { PrivateTarget } from '../notices/public-targets.ts';

/** Why there is no result of a vendor. */
export class VendorProblem extends Error {
  readonly kind: 'gave up' | 'no answer';

  /** @param detail for the operator's log */
  constructor(kind: VendorProblem['kind'], detail: string, cause?: unknown) {
    super(detail, cause === undefined ? {} : { cause });
    this.name = 'VendorProblem';
    this.kind = kind;
  }
}

/** Returns the problem that an error of the library means. */
export function problemOf(error: unknown): VendorProblem {
  if (error instanceof VendorProblem) return error;
  if (error instanceof oauth.AuthorizationResponseError)
    return new VendorProblem(
      error.error === 'access_denied' ? 'gave up' : 'no answer',
      described('the vendor sent the browser back with', error),
    );
  if (error instanceof oauth.ResponseBodyError)
    return new VendorProblem('no answer', described('the vendor answered', error));
  const code = error instanceof oauth.ClientError ? error.code : undefined;
  return new VendorProblem('no answer', `no usable answer of the vendor: ${code ?? nameOf(error)}`);
}

interface OAuthError {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** The words of a vendor, as one short line of printable letters. */
function described(what: string, { error, error_description: description }: OAuthError): string {
  const words = description === undefined ? error : `${error}: ${description}`;
  return `${what} ${JSON.stringify(words.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 300))}`;
}

/** The class or the system code of an error. Its message may quote what was sent. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  const inner = cause instanceof Error ? cause : error;
  if (inner instanceof PrivateTarget) return 'its address is not a public one';
  const code: unknown = Reflect.get(inner, 'code');
  return typeof code === 'string' ? code : inner.name;
}
