import { useState } from 'react';
import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Text, useText } from '../text/text.tsx';
import { remember, remembered } from './storage.ts';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const titles = { auto: 'theme.auto', light: 'theme.light', dark: 'theme.dark' } as const;

function rememberedTheme(): Theme {
  return themes.find((theme) => theme === remembered('theme')) ?? 'auto';
}

function show(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'auto') delete dataset['theme'];
  else dataset['theme'] = theme;
}

/** Shows the page in the reader's theme and in the deployment's colour; called once, before anything is drawn. */
export function showLook(): void {
  show(rememberedTheme());
  if (config.accent !== null) {
    document.documentElement.style.setProperty('--brand', config.accent);
  }
}

/** The choice of a theme; it is remembered. */
export function ThemeChoice(): ReactNode {
  const { t } = useText();
  const [chosen, setChosen] = useState(rememberedTheme);
  return (
    <div className="theme" role="group" aria-label={t('theme.title')}>
      {themes.map((theme) => (
        <button
          key={theme}
          type="button"
          aria-pressed={theme === chosen}
          onClick={() => {
            show(theme);
            remember('theme', theme);
            setChosen(theme);
          }}
        >
          <Text id={titles[theme]} />
        </button>
      ))}
    </div>
  );
}
