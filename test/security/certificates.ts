import { generate } from 'selfsigned';

/** A key and its certificate, both PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** What a certificate says; the rest is as it should be. */
export interface CertificateOptions {
  /** The address it is for; default `127.0.0.1`. */
  readonly ip?: string;
  readonly name?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Whose signature it carries; default its own. */
  readonly issuer?: Certificate;
  readonly isAuthority?: boolean;
}

/** Makes a certificate; with an elliptic curve, so that it takes milliseconds. */
export async function makeCertificate(options: CertificateOptions = {}): Promise<Certificate> {
  const { ip = '127.0.0.1', name = 'am.test', issuer, isAuthority = false } = options;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: options.notBefore ?? new Date(Date.now() - 3_600_000),
    notAfterDate: options.notAfter ?? new Date(Date.now() + 3_600_000),
    ...(issuer === undefined ? {} : { ca: issuer }),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip },
          { type: 2, value: name },
        ],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
