import { useState } from 'react';
import type { ReactNode } from 'react';
import { saveFile } from '../data/save-file.ts';
import { Button } from '../parts/button.tsx';
import { useText } from '../text/text.tsx';
import type { Texts } from '../text/text.tsx';
import { csvOf, readLines } from './lines.ts';

type Saving =
  | { readonly status: 'idle' }
  | { readonly status: 'reading' | 'saved'; readonly count: number }
  | { readonly status: 'failed' };

/** Saves what has become of every line as a file. */
export function SaveResults({ reference }: { readonly reference: string }): ReactNode {
  const texts = useText();
  const [saving, setSaving] = useState<Saving>({ status: 'idle' });
  const save = async (): Promise<void> => {
    setSaving({ status: 'reading', count: 0 });
    const lines = await readLines(reference, (count) => setSaving({ status: 'reading', count }));
    if (lines === null) {
      setSaving({ status: 'failed' });
      return;
    }
    const today = new Date().toISOString().slice(0, 10);
    saveFile(`campaign-${reference}-${today}.csv`, csvOf(lines));
    setSaving({ status: 'saved', count: lines.length });
  };
  return (
    <div className="campaign-save no-print">
      <Button isBusy={saving.status === 'reading'} onPress={() => void save()}>
        {texts.t('campaign.csv')}
      </Button>
      <p role="status">{textOf(saving, texts)}</p>
    </div>
  );
}

function textOf(saving: Saving, { t, number }: Texts): string {
  switch (saving.status) {
    case 'idle':
      return '';
    case 'reading':
    case 'saved':
      return t(`campaign.csv.${saving.status}`, {
        count: number(saving.count),
      });
    case 'failed':
      return t('campaign.csv.failed');
    default:
      return saving satisfies never;
  }
}
