import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useSession } from '../data/session.tsx';
import { signInAddress } from '../data/sign-in.ts';
import { useThreat } from '../data/threat.ts';
import { bannerText } from '../data/threat-rules.ts';
import { Note } from '../parts/note.tsx';
import { SupportLink } from '../parts/support.tsx';
import { Time } from '../parts/time.tsx';
import { levelText } from '../text/level-text.ts';
import { Text, useText } from '../text/text.tsx';

/** What a level other than normal means for the reader of this page, and until when. */
export function ThreatBanner(): ReactNode {
  const { viewer } = useSession();
  const threat = useThreat();
  const { t } = useText();
  const [path] = useLocation();
  if (viewer.status !== 'signedIn') return null;
  if (viewer.threatLevel === null && viewer.me !== null)
    return (
      <aside className="threat" aria-label={t('threat.label')}>
        <Note icon="warn" isCaution>
          <p>
            <Text id="threat.unknown" />
          </p>
        </Note>
      </aside>
    );
  if (threat === null) return null;
  const { level, until, own } = threat;
  const isStaffPage = path !== '/' && viewer.caller.canResetOthers;
  return (
    <aside className="threat" aria-label={t('threat.label')}>
      <Note icon="lock" isCaution>
        <p>
          <strong>
            <Text id={`threat.${level}`} />
          </strong>{' '}
          {isStaffPage && <Text id="threat.levelNow" values={{ level: levelText(level, t) }} />}{' '}
          {until !== null && <Text id="threat.until" values={{ time: <Time at={until} /> }} />}
        </p>
        <p>
          <Text id={bannerText(threat, isStaffPage)} />
        </p>
        {!isStaffPage && own !== 'ready' && level !== 'FROZEN' && (
          <p className="note-links">
            {own === 'secondFactor' && (
              <a
                href={signInAddress({
                  realm: viewer.caller.realm ?? undefined,
                  isFresh: true,
                  factor: 'ANY',
                })}
              >
                <Text id="signInAgain.button" />
              </a>
            )}
            <SupportLink>
              <Text id="support.askHelpDesk" />
            </SupportLink>
          </p>
        )}
      </Note>
    </aside>
  );
}
