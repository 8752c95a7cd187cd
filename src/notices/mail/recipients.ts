import type { RecordedNames } from '../../domain/change/change-record.ts';
import type { Contact } from '../../domain/people/contact.ts';
import { readEntryName } from '../../domain/values/entry-name.ts';
import type { Recipient, RecipientKind } from '../../domain/outbox/outbox.ts';
import { maskAddress } from './address.ts';
import { languageOf } from './language.ts';

/** The most addresses of one person, and the most managers. */
const mostAddresses = 10;
const mostManagers = 3;

/** The longest text from the directory that is stored, in characters. */
const longest = 320;

export interface RecipientSources {
  /**
   * Reads how a person is reached; null if AM knows no such person. @throws Failure if AM does not
   * answer
   */
  readonly readContact: (person: Pick<RecordedNames, 'realm' | 'id'>) => Promise<Contact | null>;
  /** The languages of mail, the default first. */
  readonly languages: readonly string[];
}

/** The recipients of a message, or the code of why no one can get it. */
export type FoundRecipients =
  { readonly recipients: readonly Recipient[] } | { readonly problem: string };

/** Finds everyone who is notified of a change: the person at each address, and their managers. */
export async function findRecipients(
  { realm, id }: RecordedNames,
  { readContact, languages }: RecipientSources,
): Promise<FoundRecipients> {
  const person = await readContact({ realm, id });
  if (person === null) return { problem: 'PERSON_NOT_FOUND' };
  const managers = await Promise.all(
    person.managers
      .slice(0, mostManagers)
      .map((manager) => readManager(manager, (name) => readContact({ realm, id: name }))),
  );
  const personName = person.displayName?.slice(0, longest) ?? null;
  const of = (kind: RecipientKind, contact: Contact): Recipient[] =>
    contact.addresses.slice(0, mostAddresses).map((text): Recipient => {
      const address = text.trim().slice(0, longest);
      const language = languageOf(contact.language, languages);
      return { kind, address, masked: maskAddress(address), language, personName };
    });
  const all = [
    ...of('PERSON', person),
    ...managers.flatMap((manager) => (manager === null ? [] : of('MANAGER', manager))),
  ];
  const recipients = withoutRepeats(all.filter(({ address }) => address !== ''));
  return recipients.length === 0 ? { problem: 'NO_ADDRESS' } : { recipients };
}

/**
 * Reads a manager: by the name of an entry, if AM reports this very entry, or by a user name, which
 * contains no equals sign.
 */
function readManager(
  manager: string,
  read: (name: string) => Promise<Contact | null>,
): Promise<Contact | null> {
  const entry = readEntryName(manager);
  if (entry !== null) return entry.find(read);
  return manager.includes('=') ? Promise.resolve(null) : read(manager);
}

/** The person comes first, so an address of both gets the person's mail. */
function withoutRepeats(recipients: readonly Recipient[]): Recipient[] {
  const seen = new Set<string>();
  return recipients.filter(({ address }) => {
    const key = address.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
