import { useEffect, useRef } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { Link } from 'wouter';
import { AnswerText } from '../../parts/failure-panel.tsx';
import { RealmField } from '../../parts/realm-field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { Text } from '../../text/text.tsx';
import { BadLines } from './bad-lines.tsx';
import type { Refused } from './bad-lines.tsx';
import { AreaField, faultText, KindFields, PeopleFields } from './fields.tsx';
import { useCreation } from './use-creation.ts';

/** The page on which administrators create a campaign. Its dry run is the next step. */
export function NewCampaign(): ReactNode {
  const { realm, onRealm, create, isBusy, answer, ...fields } = useCreation();
  const form = useRef<HTMLFormElement>(null);
  const { faults } = fields;
  useEffect(() => {
    if (faults.length > 0)
      form.current
        ?.querySelector<HTMLElement>('[aria-invalid=true], fieldset[aria-describedby] input')
        ?.focus();
  }, [faults]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void create(false);
  };
  return (
    <main className="page" id="main">
      <PageHead title="newCampaign.title" lead="newCampaign.lead">
        <p className="no-print">
          <Link href="/campaigns">
            <Text id="campaign.all" />
          </Link>
        </p>
      </PageHead>
      <form ref={form} className="card form" onSubmit={submit} noValidate>
        <RealmField realm={realm} onChoose={onRealm} />
        <PeopleFields {...fields} />
        <AreaField {...fields} />
        <KindFields {...fields} />
        <Plan {...fields} />
        <div className="button-row">
          <button
            type="submit"
            className="button button-primary"
            aria-disabled={isBusy || undefined}
          >
            <Text id={isBusy ? 'notice.retrying' : 'newCampaign.create'} />
          </button>
        </div>
        <div role="status">
          {isRefused(answer) ? (
            <BadLines refused={answer} isBusy={isBusy} onSkip={() => void create(true)} />
          ) : (
            <p>
              <AnswerText answer={answer} />
            </p>
          )}
        </div>
      </form>
    </main>
  );
}

const isRefused = (answer: ReturnType<typeof useCreation>['answer']): answer is Refused =>
  typeof answer === 'object' && answer !== null && 'badLines' in answer;

/** Why, how fast, and whether sessions end. */
function Plan({ draft, faults, onDraft }: Parameters<typeof PeopleFields>[0]): ReactNode {
  const { reason, ticket, pace, endSessions } = draft;
  return (
    <>
      <TextField
        label="call.reason"
        value={reason}
        fault={
          faults.includes('reason')
            ? 'newCampaign.missing.reason'
            : faultText(faults, 'reason.refused')
        }
        onType={(text) => onDraft({ reason: text })}
      />
      <TextField
        label="call.ticketOptional"
        value={ticket}
        fault={faultText(faults, 'ticket.refused')}
        onType={(text) => onDraft({ ticket: text })}
      />
      <TextField
        label="newCampaign.pace"
        value={pace}
        fault={faults.includes('pace') ? 'newCampaign.missing.pace' : null}
        isNumber
        onType={(text) => onDraft({ pace: text })}
      />
      <label className="choice">
        <input
          type="checkbox"
          checked={endSessions}
          onChange={({ target }) => onDraft({ endSessions: target.checked })}
        />
        <span>
          <Text id="newCampaign.endSessions" />
        </span>
      </label>
    </>
  );
}
