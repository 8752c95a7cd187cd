import { flavors } from '../../domain/people/flavor.ts';
import {
  asCount,
  asFlag,
  asNumber,
  asText,
  isFields,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  orNull,
  parsed,
  UnreadableJson,
  type Reader,
} from '../../domain/values/json.ts';

const asBody: Reader<unknown> = (value) => value;

/** A request and its answer, scrubbed. */
const asExchange = objectOf({
  /** What the gateway wanted to know. */
  step: asText,
  /** Whether the request was made to be refused, such as one with a bad session. */
  isProbe: asFlag,
  /** The reader of the answer; null if it is not read. */
  reads: orNull(asText),
  request: objectOf({
    method: asText,
    path: asText,
    /** The requested resource version. */
    version: orNull(asText),
    credential: oneOf(['none', 'session', 'bearer'] as const),
    body: asBody,
  }),
  answer: objectOf({ status: asNumber, headers: mapOf(asText), body: asBody }),
});
export type RecordedExchange = ReturnType<typeof asExchange>;

/** What AM answered to the gateway's requests, without secrets and names (docs/proven.md). */
const asRecording = objectOf({
  format: asText,
  formatVersion: asCount,
  /** `published`: by the vendor's page or code, and not by a server. */
  source: oneOf(['recorded', 'published'] as const),
  /** Where published samples stand. */
  published: orNull(asText),
  /** The version of the gateway, and the day. */
  madeBy: asText,
  madeOn: asText,
  product: objectOf({
    flavor: oneOf(flavors),
    version: orNull(asText),
    trueNameField: asText,
  }),
  /** What was written at AM. */
  written: listOf(asText),
  /** What was left out. */
  leftOut: objectOf({
    /** Names and values of members that no reader reads. */
    members: asCount,
    /** Values after the first ones of long lists. */
    furtherValues: asCount,
    headers: asCount,
  }),
  exchanges: listOf(asExchange),
});
export type Recording = ReturnType<typeof asRecording>;

export const recordingFormat = { format: 'identity-gateway recording', formatVersion: 1 } as const;

/** Thrown for a text that is no recording. The message is one sentence. */
export class NotARecording extends Error {}

/** Reads the text of a recording. @throws NotARecording */
export function readRecording(text: string): Recording {
  const json = parsed(text);
  if (json === undefined) throw new NotARecording('it is cut off, or no JSON');
  if (!isFields(json) || json['format'] !== recordingFormat.format)
    throw new NotARecording('it is another JSON than a recording');
  const { formatVersion: given } = json;
  if (given !== recordingFormat.formatVersion)
    throw new NotARecording(
      `this version of the gateway reads format ${recordingFormat.formatVersion}, and it has ${typeof given === 'number' ? `format ${given}` : 'none'}`,
    );
  try {
    return asRecording(json);
  } catch (error) {
    if (!(error instanceof UnreadableJson)) throw error;
    throw new NotARecording('a part of the recording is missing or changed', { cause: error });
  }
}
