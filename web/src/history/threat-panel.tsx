import { useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { SetThreatLevelDocument, ThreatLevelDocument } from '@identity-gateway/client';
import type {
  SetThreatLevelMutation,
  RealmThreatLevelName,
  ThreatLevelQuery,
} from '@identity-gateway/client';
import { messageOf } from '../data/failure.ts';
import { useSession, useViewer } from '../data/session.tsx';
import { useChange } from '../data/use-change.ts';
import { useQuery } from '../data/use-query.ts';
import { Name } from '../parts/name.tsx';
import { RealmCard } from '../parts/realm-field.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Time } from '../parts/time.tsx';
import { NotForYou } from '../shell/not-for-you.tsx';
import { PageHead } from '../shell/page-head.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { levelText } from '../text/level-text.ts';
import { Text, useText } from '../text/text.tsx';
import '../../styles/find.css';

/** The levels, from the least strict one to the strictest. */
const order = {
  NORMAL: 0,
  GUARDED: 1,
  LOCKED: 2,
  FROZEN: 3,
} as const satisfies Record<RealmThreatLevelName, number>;

const isLevel = (value: string): value is RealmThreatLevelName => Object.hasOwn(order, value);
const levels = Object.keys(order).filter(isLevel);

/** What a refusal means here. Who is no administrator does not see this form. */
const refusals: ReadonlyMap<string, MessageKey> = new Map([
  ['BAD_USER_INPUT', 'threat.refusedInput'],
]);

/** For how long a level can be set, in hours. */
const durations = [1, 4, 12, 24, 72, 168];

type Shown = NonNullable<ThreatLevelQuery['realmThreatLevel']>;

/** The page on which administrators set the threat level of a realm. */
export function ThreatLevelPage(): ReactNode {
  const { caller } = useViewer();
  const [realm, setRealm] = useState(caller.realms[0] ?? null);
  if (!caller.canSetThreatLevel || realm === null)
    return <NotForYou title="threat.panel" lead="threat.lead" reason="threat.notForYou" />;
  return (
    <main className="page" id="main">
      <PageHead title="threat.panel" lead="threat.lead" />
      <RealmCard className="threat-choices" realm={realm} onChoose={setRealm} />
      <LevelOfRealm key={realm} realm={realm} />
    </main>
  );
}

function LevelOfRealm({ realm }: { readonly realm: string }): ReactNode {
  const { t } = useText();
  const { result, refetch } = useQuery(ThreatLevelDocument, { realm });
  const shown = result.status === 'ready' ? result.data.realmThreatLevel : null;
  return (
    <section className="card threat-panel" aria-label={t('threat.panel')}>
      <div className="form">
        {shown !== null && (
          <p className="quiet">{t('threat.levelNow', { level: levelText(shown.level, t) })}</p>
        )}
        {shown !== null && shown.level !== 'NORMAL' && <InForce shown={shown} />}
        <LevelForm realm={realm} onSet={() => void refetch()} />
      </div>
    </section>
  );
}

/** Since when the level is in force, who set it, and why. */
function InForce({ shown }: { readonly shown: Shown }): ReactNode {
  const { since, setBy, reason } = shown;
  return (
    <p>
      {since !== null && setBy !== null && setBy.amId !== null && (
        <Text
          id="threat.setBy"
          values={{ time: <Time at={since} />, name: <Name>{setBy.amId}</Name> }}
        />
      )}
      {since !== null && setBy === null && (
        <Text id="threat.setByOperator" values={{ time: <Time at={since} /> }} />
      )}{' '}
      {reason !== null && <q dir="auto">{reason}</q>}
    </p>
  );
}

type Payload = SetThreatLevelMutation['setRealmThreatLevel'];

function LevelForm({
  realm,
  onSet,
}: {
  readonly realm: string;
  readonly onSet: () => void;
}): ReactNode {
  const { refresh } = useSession();
  const [level, setLevel] = useState<RealmThreatLevelName>('GUARDED');
  const [hours, setHours] = useState('4');
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState<MessageKey | null>(null);
  const { isBusy, send } = useChange(
    SetThreatLevelDocument,
    (data): Payload => data.setRealmThreatLevel,
  );
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (reason.trim() === '') return setAnswer('threat.reasonMissing');
    const end = new Date(Date.now() + Number(hours) * 3_600_000).toISOString();
    const until = level === 'NORMAL' ? null : end;
    const result = await send({ input: { realm, level, until, reason } });
    if (result === null) return undefined;
    if (result.status !== 'answered') {
      const { code } = result.failure;
      return setAnswer(refusals.get(code) ?? messageOf(result.failure));
    }
    if ((result.payload?.errors ?? []).length > 0) return setAnswer('threat.notLowered');
    setAnswer('threat.done');
    setReason('');
    refresh();
    return onSet();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <LevelFields level={level} hours={hours} onLevel={setLevel} onHours={setHours} />
      <TextField label="threat.reason" value={reason} onType={setReason} />
      <div className="button-row">
        <button type="submit" className="button button-danger" aria-disabled={isBusy || undefined}>
          <Text id="threat.set" />
        </button>
      </div>
      <p role="status">{answer !== null && <Text id={answer} />}</p>
    </form>
  );
}

function LevelFields({
  level,
  hours,
  onLevel,
  onHours,
}: {
  readonly level: RealmThreatLevelName;
  readonly hours: string;
  readonly onLevel: (level: RealmThreatLevelName) => void;
  readonly onHours: (hours: string) => void;
}): ReactNode {
  const { t } = useText();
  return (
    <>
      <div className="form-row">
        <SelectField
          label="threat.level"
          value={level}
          options={levels.map((name) => [name, levelText(name, t)])}
          onChoose={(value) => onLevel(isLevel(value) ? value : 'GUARDED')}
        />
        {level !== 'NORMAL' && (
          <SelectField
            label="threat.duration"
            value={hours}
            options={durations.map((one) => [`${one}`, t('threat.hours', { count: one })])}
            onChoose={onHours}
          />
        )}
      </div>
      <p className="hint">
        <Text id={`threat.about.${level}`} />
      </p>
    </>
  );
}
