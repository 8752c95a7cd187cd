/** RSA key pairs for sandboxes, which are kept between runs: creating one takes 100 ms. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createRsaKeyPair, type RsaKeyPair } from '../../src/sandbox/signing/rsa-key.ts';

const file = 'node_modules/.cache/identity-gateway/rsa-keys.json';

/** So many that sandboxes that run at the same time have different keys. */
const count = 8;

let pairs: readonly RsaKeyPair[] | undefined;
let next = 0;

/** Returns the pairs in turn. */
export function nextRsaKeyPair(): RsaKeyPair {
  pairs ??= (readTexts() ?? createTexts()).map((text) => {
    const privateKey = createPrivateKey(text);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  });
  const pair = pairs[next % count];
  next += 1;
  return pair ?? createRsaKeyPair();
}

function readTexts(): readonly string[] | null {
  try {
    const texts: string[] = JSON.parse(readFileSync(file, 'utf8'));
    return texts;
  } catch {
    return null;
  }
}

/** Several test files may do this at the same time; each keeps what it has created. */
function createTexts(): readonly string[] {
  const texts = Array.from({ length: count }, () =>
    createRsaKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(texts), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  return texts;
}
