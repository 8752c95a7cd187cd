import { useEffect, useRef, useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { RealmInsightsDocument, SetThreatLevelDocument } from '@identity-gateway/client';
import type { RealmThreatLevelName } from '@identity-gateway/client';
import type { Answer } from '../parts/failure-panel.tsx';
import { AnswerText } from '../parts/failure-panel.tsx';
import { useSession } from '../data/session.tsx';
import { useChange } from '../data/use-change.ts';
import { useQuery } from '../data/use-query.ts';
import { durationText } from '../parts/duration-text.ts';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { LevelCard } from './level-card.tsx';
import type { LevelCardProps } from './level-card.tsx';
import type { LevelledRealm } from './level-facts.tsx';
import { LevelDialog } from './level-dialog.tsx';
import type { WantedLevel } from './level-dialog.tsx';
import { levels } from './lower.ts';
import type { ShownLevel } from './lower.ts';

/** For how long a level can be set, in hours. */
const durations = [1, 4, 12, 24, 72, 168];

/** What the form sets, and what it may not set. */
interface LevelFormProps {
  readonly realm: string;
  readonly shown: ShownLevel;
  /** Whether the reader may set a lower level than the one in force. */
  readonly isLowerable: boolean;
  readonly onSet: () => void;
}

/** The levels to choose from, for how long, and why. */
export function LevelForm({ realm, shown, isLowerable, onSet }: LevelFormProps): ReactNode {
  const [level, setLevel] = useState<RealmThreatLevelName>(
    shown.level === 'NORMAL' ? 'GUARDED' : shown.level,
  );
  const [hours, setHours] = useState('4');
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<MessageKey | null>(null);
  const [wanted, setWanted] = useState<WantedLevel | null>(null);
  const { answer, isBusy, set } = useLevel(onSet);
  const recent = useRecentChanges(realm);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (fault !== null) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [fault]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const isMissing = reason.trim() === '';
    setFault(isMissing ? 'threat.reasonMissing' : null);
    const end = new Date(Date.now() + Number(hours) * 3_600_000);
    if (!isMissing) setWanted({ realm, level, until: level === 'NORMAL' ? null : end, reason });
  };
  const confirm = async (chosen: WantedLevel): Promise<void> => {
    const refused = await set(chosen);
    setWanted(null);
    if (refused === 'threat.refusedInput') setFault(refused);
    if (refused === null) setReason('');
  };
  return (
    <form ref={form} className="level-form" onSubmit={submit} noValidate>
      <LevelChoice {...{ realm, recent, shown, isLowerable, level }} onLevel={setLevel} />
      <div className="card form">
        {level !== 'NORMAL' && <Duration hours={hours} onHours={setHours} />}
        <TextField label="threat.reason" value={reason} fault={fault} onType={setReason} />
        <div className="button-row">
          <button type="submit" className="button button-primary" aria-haspopup="dialog">
            <Text id="threat.choose" />
          </button>
        </div>
        <p role="status">
          <AnswerText answer={answer} />
        </p>
      </div>
      {wanted !== null && (
        <LevelDialog
          wanted={wanted}
          recent={recent}
          isBusy={isBusy}
          onCancel={() => setWanted(null)}
          onConfirm={() => void confirm(wanted)}
        />
      )}
    </form>
  );
}

/** A card for each level. */
function LevelChoice({
  level,
  onLevel,
  ...each
}: Omit<LevelCardProps, 'level' | 'isChosen' | 'onChoose'> & {
  readonly level: RealmThreatLevelName;
  readonly onLevel: (level: RealmThreatLevelName) => void;
}): ReactNode {
  return (
    <fieldset className="level-cards">
      <legend className="hidden-text">
        <Text id="threat.levels" />
      </legend>
      {levels.map((name) => (
        <LevelCard
          key={name}
          level={name}
          isChosen={name === level}
          {...each}
          onChoose={() => onLevel(name)}
        />
      ))}
    </fieldset>
  );
}

/** How many changes the last days had in a realm. */
function useRecentChanges(realm: string): LevelledRealm['recent'] {
  const { result } = useQuery(RealmInsightsDocument, { realm, days: 7 });
  if (result.status === 'loading') return 'loading';
  const read = result.status === 'ready' ? result.data.deviceChangeInsights : null;
  return read?.days.reduce((sum, { changes }) => sum + changes, 0) ?? null;
}

/** Sets a level. Returns null if it is set, otherwise the reason, which it also shows. */
function useLevel(onSet: () => void) {
  const { refresh } = useSession();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const { isBusy, send } = useChange(SetThreatLevelDocument, (data) => data.setRealmThreatLevel);
  const set = async (wanted: WantedLevel): Promise<Answer | null> => {
    const until = wanted.until?.toISOString() ?? null;
    const result = await send({ input: { ...wanted, until } });
    if (result === null) return answer;
    if (result.status !== 'answered') {
      const isInput = result.failure.code === 'BAD_USER_INPUT';
      const key = isInput ? 'threat.refusedInput' : result.failure;
      setAnswer(isInput ? null : key);
      return key;
    }
    refresh();
    onSet();
    const refused = (result.payload?.errors ?? []).length > 0 ? 'threat.refused' : null;
    setAnswer(refused ?? 'threat.done');
    return refused;
  };
  return { answer, isBusy, set };
}

function Duration({
  hours,
  onHours,
}: {
  readonly hours: string;
  readonly onHours: (hours: string) => void;
}): ReactNode {
  const { locale } = useText();
  return (
    <SelectField
      label="threat.duration"
      value={hours}
      options={durations.map((one) => [`${one}`, durationText(one * 3_600, locale)])}
      onChoose={onHours}
    />
  );
}
