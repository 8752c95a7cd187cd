import { generateKeyPairSync, sign } from 'node:crypto';
import forge from 'node-forge';

/** A key and its certificate, both PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** The fields of a certificate that tests change. */
export interface CertificateOptions {
  /** The address in the certificate; default `127.0.0.1`. */
  readonly ip?: string;
  readonly name?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** The authority that signs; by default the certificate signs itself. */
  readonly issuer?: Certificate;
  readonly isAuthority?: boolean;
}

/** Makes an RSA key and a certificate for it. */
export async function makeCertificate(options: CertificateOptions = {}): Promise<Certificate> {
  const { ip = '127.0.0.1', name = 'am.test', issuer, isAuthority = false } = options;
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const subject = [{ name: 'commonName', value: name }];
  const cert = forge.pki.createCertificate();
  // A leading byte of 01 keeps the number positive and its encoding minimal, as OpenSSL requires.
  cert.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(8))}`;
  cert.publicKey = forge.pki.publicKeyFromPem(keys.publicKey);
  cert.validity.notBefore = options.notBefore ?? new Date(Date.now() - 3_600_000);
  cert.validity.notAfter = options.notAfter ?? new Date(Date.now() + 3_600_000);
  cert.setSubject(subject);
  cert.setIssuer(
    issuer === undefined ? subject : forge.pki.certificateFromPem(issuer.cert).subject.attributes,
  );
  cert.setExtensions([
    { name: 'basicConstraints', cA: isAuthority, critical: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 7, ip },
        { type: 2, value: name },
      ],
    },
  ]);
  const signingKey = issuer?.key ?? keys.privateKey;
  // Signed by node, which takes a hundredth of the time.
  const signByNode = (): string => {
    const text = forge.asn1.toDer(cert.tbsCertificate).getBytes();
    return sign('sha256', Buffer.from(text, 'latin1'), signingKey).toString('latin1');
  };
  const signer = Object.assign(forge.pki.privateKeyFromPem(signingKey), { sign: signByNode });
  cert.sign(signer, forge.md.sha256.create());
  return { key: keys.privateKey, cert: forge.pki.certificateToPem(cert) };
}
