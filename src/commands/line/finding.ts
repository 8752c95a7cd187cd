import { isNativeError } from 'node:util/types';
import { Failure } from '../../domain/values/failure.ts';
import { meaningOf } from '../../store/engines/driver-errors.ts';
import { causeOf } from '../../telemetry/frames.ts';

/**
 * A name, and a function that returns the result as text, or null if there is nothing to check. It
 * throws what is wrong.
 */
export type Check = readonly [string, () => Promise<string | null>];

/** Checks in stages: a stage is tried unless a stage before it found something `Blocking`. */
export type Stages = readonly (readonly Check[])[];

/** What a check throws if it finds a problem. */
export class Finding extends Error {}

/** A problem for which the later stages would fail, too. */
export class Blocking extends Finding {}

/** A server that a check connects to. */
export interface Server {
  /** The options that hold its URL, and the file of its certificate's authority. */
  readonly option: string;
  readonly caOption: string;
  readonly url: URL;
}

/** Explains what went wrong. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Failure)) return isNativeError(error) ? error.message : String(error);
  const detail = error.detail ?? error.message;
  const cause = causeOf(error);
  return cause === null || cause.startsWith('HTTP_') || detail.includes(cause)
    ? detail
    : `${detail} (${cause})`;
}

/** Does something with a server. @throws Finding that explains why it cannot be reached */
export async function reach<T>(server: Server, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Finding ? error : unreachable(error, server);
  }
}

/** Explains why a server cannot be reached. */
export function unreachable(error: unknown, server: Server): Finding {
  return new Finding(`${server.option}: ${connectionProblem(error, server)}`, { cause: error });
}

function connectionProblem(error: unknown, { caOption, url }: Server): string {
  const problem = rootOf(error);
  if (!isNativeError(problem)) return String(problem);
  const code = 'code' in problem ? String(problem.code) : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `no host ${url.hostname} (${code})`;
  if (code === 'ECONNREFUSED') return `nothing listens at ${url.host} (${code})`;
  if (/TIMEOUT|ETIMEDOUT|DEADLINE/.test(code) || /timeout/.test(problem.message)) {
    return `${url.host} did not answer in time`;
  }
  if (unknownAuthority.includes(code)) {
    return `the authority of its certificate is not known; name it in ${caOption} (${code})`;
  }
  const meaning = meaningOf(problem);
  if (meaning !== null) return meaning;
  // The message of an OpenSSL error contains addresses and line numbers.
  const text = 'reason' in problem && 'library' in problem ? problem.reason : problem.message;
  return code === '' ? String(text) : `${String(text)} (${code})`;
}

/** The error codes of a certificate whose authority is unknown. */
const unknownAuthority = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** The error of the socket. */
function rootOf(error: unknown): unknown {
  return isNativeError(error) && isNativeError(error.cause) ? rootOf(error.cause) : error;
}
