import { Failure } from '../domain/values/failure.ts';
import type { RecordedChange } from '../domain/change/change-record.ts';
import type { Contact } from '../domain/people/contact.ts';
import type { Delivery, SignalEvent } from '../domain/outbox/outbox.ts';
import type { SignalStream } from '../domain/outbox/signal-stream.ts';
import { isSendable } from '../notices/mail/address.ts';

/** Reads how the person of a change is reached; null if AM knows no such person. */
export type ReadContact = (change: RecordedChange) => Promise<Contact | null>;

/** Why a SET cannot be signed now, or at all. */
export type SubjectProblem = Extract<Delivery, { readonly kind: 'retry' | 'failed' }>;

/** A subject identifier (RFC 9493). */
type Subject = Readonly<Record<string, string>>;

export interface SubjectContext {
  readonly stream: Pick<SignalStream, 'name' | 'subjectFormat'>;
  /** The issuers of the people, by realm. */
  readonly subjectIssuers: ReadonlyMap<string, string>;
  /** Null if no service credential is configured. */
  readonly readContact: ReadContact | null;
}

/**
 * Returns the subject of a SET. The address of a person is read at each attempt, as mail reads it:
 * the first one that is usable.
 */
export async function subjectOf(
  event: SignalEvent,
  { stream, subjectIssuers, readContact }: SubjectContext,
): Promise<Subject | SubjectProblem> {
  if (!('change' in event)) return { format: 'opaque', id: stream.name };
  const { target } = event.change.intent;
  switch (stream.subjectFormat) {
    case 'iss_sub': {
      const iss = subjectIssuers.get(target.realm);
      if (iss === undefined) return { kind: 'retry', problem: 'NO_SUBJECT' };
      return { format: 'iss_sub', iss, sub: target.id };
    }
    case 'email':
      return readContact === null
        ? { kind: 'retry', problem: 'NO_SUBJECT' }
        : emailSubject(event.change, readContact);
  }
}

async function emailSubject(
  change: RecordedChange,
  readContact: ReadContact,
): Promise<Subject | SubjectProblem> {
  try {
    const contact = await readContact(change);
    if (contact === null) return { kind: 'failed', problem: 'PERSON_NOT_FOUND' };
    const addresses = contact.addresses.map((address) => address.trim());
    const email = addresses.find(isSendable);
    if (email !== undefined) return { format: 'email', email };
    const problem = addresses.every((one) => one === '') ? 'NO_ADDRESS' : 'ADDRESS_UNUSABLE';
    return { kind: 'failed', problem };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: 'retry', problem: `AM_${error.code}` };
  }
}

/** Whether a subject could not be found. */
export function isSubjectProblem(found: Subject | SubjectProblem): found is SubjectProblem {
  return 'kind' in found;
}
