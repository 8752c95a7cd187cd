import { useState } from 'react';
import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Note } from '../parts/note.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { Text, useText } from '../text/text.tsx';
import '../../styles/find.css';
import '../../styles/outcome.css';
import { ChangePage } from './change-page.tsx';
import { Filters } from './filters.tsx';
import type { HistoryQuestion } from './filters.tsx';

/** What was changed in a realm: for auditors, who see everything, and for staff. */
export function History(): ReactNode {
  const { caller } = useViewer();
  const { t } = useText();
  const [question, setQuestion] = useState<HistoryQuestion>({
    realm: caller.realms[0] ?? null,
    person: '',
    actor: '',
    outcome: '',
    turn: 0,
  });
  const isForThem = caller.roles.some((role) => role !== 'SELF');
  return (
    <main className="page" id="main">
      <PageHead title="history.title" lead="history.lead" />
      {isForThem ? (
        <>
          <Filters question={question} onAsk={setQuestion} />
          <section className="card history" aria-label={t('history.list')}>
            <ChangePage key={question.turn} question={question} after={null} />
          </section>
        </>
      ) : (
        <Note>
          <p>
            <Text id="history.notForYou" />
          </p>
        </Note>
      )}
    </main>
  );
}
