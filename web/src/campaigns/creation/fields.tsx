import { useId } from 'react';
import type { ReactNode } from 'react';
import { config } from '../../config.ts';
import { useViewer } from '../../data/session.tsx';
import { Name } from '../../parts/name.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { FieldFault, TextField } from '../../parts/text-field.tsx';
import type { MessageKey } from '../../text/catalogue.ts';
import { Text, useText } from '../../text/text.tsx';
import { mostPeople, readFile } from './draft.ts';
import type { Draft, DraftFault, PeopleBy } from './draft.ts';

/** The draft, how to change it, and what is wrong with it. */
export interface FieldsOf {
  readonly draft: Draft;
  readonly faults: readonly DraftFault[];
  readonly onDraft: (change: Partial<Draft>) => void;
}

/** The message of a field that the gateway does not accept; null if it does. */
export function faultText(
  faults: readonly DraftFault[],
  fault: Extract<DraftFault, `${string}.refused`>,
): MessageKey | null {
  return faults.includes(fault) ? `newCampaign.${fault}` : null;
}

const peopleBy = {
  csv: 'newCampaign.by.csv',
  group: 'newCampaign.by.group',
  search: 'newCampaign.by.search',
} as const satisfies Record<PeopleBy, MessageKey>;

const isPeopleBy = (value: string): value is PeopleBy => Object.hasOwn(peopleBy, value);

/** Who is reset: a file, or a list of the sign-in service. Staff of an area give a file. */
export function PeopleFields({ draft, faults, onDraft }: FieldsOf): ReactNode {
  const { t } = useText();
  const isOfArea = useViewer().caller.campaignAreas.length > 0;
  const isWrong = faults.includes('people');
  return (
    <>
      {!isOfArea && (
        <SelectField
          label="newCampaign.people"
          value={draft.by}
          options={Object.entries(peopleBy).map(([by, key]) => [by, t(key)])}
          onChoose={(by) => onDraft({ by: isPeopleBy(by) ? by : 'csv', file: null })}
        />
      )}
      {draft.by === 'csv' ? (
        <FileField draft={draft} isWrong={isWrong} onDraft={onDraft} />
      ) : (
        <TextField
          key={draft.by}
          label={draft.by === 'group' ? 'newCampaign.group' : 'newCampaign.search'}
          value={draft[draft.by]}
          fault={isWrong ? `newCampaign.missing.${draft.by}` : faultText(faults, 'people.refused')}
          onType={(text) => onDraft(draft.by === 'group' ? { group: text } : { search: text })}
        />
      )}
    </>
  );
}

function FileField({
  draft: { file },
  isWrong,
  onDraft,
}: Omit<FieldsOf, 'faults'> & { readonly isWrong: boolean }): ReactNode {
  const { number } = useText();
  const id = useId();
  const isFault = typeof file === 'string';
  const hasError = isFault || isWrong;
  const people = number(mostPeople);
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id="newCampaign.file" />
      </label>
      <input
        className="input"
        id={id}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        aria-invalid={hasError}
        aria-describedby={`${id}-hint${hasError ? ` ${id}-error` : ''}`}
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen === undefined) onDraft({ file: null });
          else void readFile(chosen).then((read) => onDraft({ file: read }));
        }}
      />
      {hasError && (
        <FieldFault id={`${id}-error`}>
          <Text
            id={isFault ? `newCampaign.file.${file}` : 'newCampaign.missing.csv'}
            values={{ count: people }}
          />
        </FieldFault>
      )}
      <p className="hint" id={`${id}-hint`}>
        <Text id="newCampaign.fileHint" values={{ count: people }} />
      </p>
    </div>
  );
}

/** The kinds of devices to remove. */
export function KindFields({ draft: { kinds }, faults, onDraft }: FieldsOf): ReactNode {
  const { capabilities } = useViewer();
  const id = useId();
  const isWrong = faults.includes('kinds');
  return (
    <fieldset className="lost" aria-describedby={isWrong ? id : undefined}>
      <legend>
        <Text id="campaign.kinds" />
      </legend>
      {(capabilities.kinds ?? []).map(({ kind }) => (
        <label className="choice" key={kind}>
          <input
            type="checkbox"
            checked={kinds.includes(kind)}
            onChange={({ target }) => {
              const others = kinds.filter((other) => other !== kind);
              onDraft({ kinds: target.checked ? [...others, kind] : others });
            }}
          />
          <span>
            <Text id={`kind.${kind}.title`} />
          </span>
        </label>
      ))}
      {isWrong && (
        <FieldFault id={id}>
          <Text id="newCampaign.missing.kinds" />
        </FieldFault>
      )}
    </fieldset>
  );
}

/** The area outside which no one is reset; staff of an area choose one of theirs. */
export function AreaField({ draft: { area }, faults, onDraft }: FieldsOf): ReactNode {
  const { campaignAreas: areas } = useViewer().caller;
  if (areas.length === 0) {
    return (
      config.hasAreas && (
        <TextField
          label="newCampaign.area"
          value={area}
          fault={faultText(faults, 'area.refused')}
          onType={(text) => onDraft({ area: text })}
        />
      )
    );
  }
  if (areas.length === 1) {
    return (
      <p>
        <Text id="person.area" />: <Name>{areas[0] ?? ''}</Name>
      </p>
    );
  }
  return (
    <SelectField
      label="person.area"
      value={area}
      options={areas.map((name) => [name, name])}
      onChoose={(name) => onDraft({ area: name })}
    />
  );
}
