import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useReports } from '../data/reports.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { nameOf } from '../parts/person-name.ts';
import { ViewTitle } from '../shell/view-title.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { startNextCall } from './desk-memory.ts';
import { MaskedMail } from './masked-mail.tsx';
import { isPrivileged } from './person.ts';
import type { Person } from './person.ts';
import { useOpenReportsOf } from './use-open-reports-of.ts';

/** The user that the agent helps. It stays in view on every later step. */
export function PersonHeader({
  person,
  href = '/help-desk',
  link = 'person.change',
}: {
  readonly person: Person;
  /** The way back, and its text. */
  readonly href?: string;
  readonly link?: MessageKey;
}): ReactNode {
  const { t } = useText();
  const reports = useOpenReportsOf(person);
  const { isUnread } = useReports();
  return (
    <section className="person" aria-label={t('person.title')}>
      <div className="person-inner">
        <div className="person-row">
          <div className="person-who">
            <div className="person-title">
              <ViewTitle>
                <Name>{nameOf(person)}</Name>
              </ViewTitle>
              <AccountMark status={person.status} />
              {isPrivileged(person) && (
                <span className="mark mark-plain">
                  <Icon name="shield" />
                  <Text id="person.privileged" />
                </span>
              )}
              {isUnread && reports === 0 && (
                <span className="mark mark-caution">
                  <Icon name="warn" />
                  <Text id="reports.unread" />
                </span>
              )}
              {reports > 0 && (
                <span className="mark mark-caution">
                  <Icon name="warn" />
                  <Text id="person.reported" values={{ count: reports }} />
                </span>
              )}
            </div>
            <PersonFacts person={person} />
          </div>
          <Link
            className="button"
            href={href}
            onClick={href === '/help-desk' ? startNextCall : undefined}
          >
            <Text id={link} />
          </Link>
        </div>
      </div>
    </section>
  );
}

function PersonFacts({ person }: { readonly person: Person }): ReactNode {
  return (
    <dl className="facts">
      <div>
        <dt className="extra">
          <Text id="person.username" />
        </dt>
        <dd>
          <Name>{person.username}</Name>
        </dd>
      </div>
      {person.email !== null && (
        <div className="extra">
          <dt>
            <Text id="person.mail" />
          </dt>
          <dd>
            <MaskedMail>{person.email}</MaskedMail>
          </dd>
        </div>
      )}
      <div>
        <dt>
          <Text id="find.realm" />
        </dt>
        <dd>
          <Name>{person.realm}</Name>
        </dd>
      </div>
      {person.reset.area !== null && (
        <div>
          <dt>
            <Text id="person.area" />
          </dt>
          <dd>
            <Name>{person.reset.area}</Name>
          </dd>
        </div>
      )}
    </dl>
  );
}

function AccountMark({ status }: { readonly status: Person['status'] }): ReactNode {
  if (status === null) return null;
  const isActive = status === 'ACTIVE';
  return (
    <span className={`mark extra ${isActive ? 'mark-success' : 'mark-plain'}`}>
      <Text id={isActive ? 'person.active' : 'person.inactive'} />
    </span>
  );
}
