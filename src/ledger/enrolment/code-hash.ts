import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { TypedCode } from '../../domain/enrolment/decision.ts';
import {
  setupCodeAlphabet,
  setupCodeIn,
  setupCodeLength,
} from '../../domain/enrolment/setup-code.ts';
import type { HoldRow } from '../../store/tables/hold-rows.ts';

/** Returns a new setup code. */
export function newSetupCode(): string {
  const letters = Array.from({ length: setupCodeLength }, () =>
    setupCodeAlphabet.charAt(randomInt(setupCodeAlphabet.length)),
  );
  return letters.join('');
}

/** The stored form of a code: only who has the key can try codes against it. */
export function codeHash(
  key: string,
  { id, code }: { readonly id: string; readonly code: string },
) {
  const purpose = createHmac('sha256', key).update('setup code').digest();
  return createHmac('sha256', purpose).update(`${id}\n${code}`).digest('hex');
}

/** Compares what a person typed with the code of a hold, always in the same time. */
export function typedCode(
  key: string,
  { id, code_hash }: Pick<HoldRow, 'id' | 'code_hash'>,
  text: string | null,
): TypedCode {
  if (text === null) return 'none';
  const code = setupCodeIn(text);
  const given = Buffer.from(codeHash(key, { id, code: code ?? '' }), 'hex');
  const stored = Buffer.from(code_hash ?? '0'.repeat(64), 'hex');
  const isEqual = stored.length === given.length && timingSafeEqual(stored, given);
  if (code === null) return 'malformed';
  return isEqual ? 'right' : 'wrong';
}
