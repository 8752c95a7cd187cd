import { useState } from 'react';
import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Text, useText } from '../text/text.tsx';
import { savePreference, loadPreference } from './storage.ts';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const titles = { auto: 'theme.auto', light: 'theme.light', dark: 'theme.dark' } as const;

function savedTheme(): Theme {
  return themes.find((theme) => theme === loadPreference('theme')) ?? 'auto';
}

function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'auto') delete dataset['theme'];
  else dataset['theme'] = theme;
}

/** Applies the reader's theme and the deployment's colour. Called once, before the first render. */
export function applyAppearance(): void {
  applyTheme(savedTheme());
  if (config.accent !== null) {
    document.documentElement.style.setProperty('--brand', config.accent);
  }
}

/** The choice of a theme, which the browser keeps. */
export function ThemeChoice(): ReactNode {
  const { t } = useText();
  const [chosen, setChosen] = useState(savedTheme);
  return (
    <div className="theme" role="group" aria-label={t('theme.title')}>
      {themes.map((theme) => (
        <button
          key={theme}
          type="button"
          aria-pressed={theme === chosen}
          onClick={() => {
            applyTheme(theme);
            savePreference('theme', theme);
            setChosen(theme);
          }}
        >
          <Text id={titles[theme]} />
        </button>
      ))}
    </div>
  );
}
