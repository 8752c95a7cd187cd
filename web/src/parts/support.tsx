import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Text } from '../text/text.tsx';
import { ForwardIcon } from './icon.tsx';

/** The label and the number or address: who lost a phone dials it on another one. */
export function ContactText(): ReactNode {
  const { supportContact: contact } = config;
  if (contact === null) return null;
  const { label, address } = contact;
  return (
    <span>
      <bdi>{label}</bdi>
      {address !== null && (
        <>
          , <bdi className="nowrap">{address}</bdi>
        </>
      )}
    </span>
  );
}

/** A link to the support contact, with its number; nothing if none is configured. */
export function SupportLink({ children }: { readonly children: ReactNode }): ReactNode {
  const { supportContact: contact } = config;
  if (contact === null) return null;
  return (
    <a href={contact.href}>
      <span>
        {children}: <bdi className="nowrap">{contact.address ?? contact.label}</bdi>
      </span>
    </a>
  );
}

/** A link to the support contact, with its label below; text if none is configured. */
export function SupportEntry({ children }: { readonly children: ReactNode }): ReactNode {
  const { supportContact } = config;
  if (supportContact === null) {
    return (
      <p>
        <strong>{children}</strong>
        <br />
        <small>
          <Text id="support.ask" />
        </small>
      </p>
    );
  }
  return (
    <a className="entry" href={supportContact.href}>
      <span>{children}</span>
      <ForwardIcon />
      <small>
        <ContactText />
      </small>
    </a>
  );
}
