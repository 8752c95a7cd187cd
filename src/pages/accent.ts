import { contrastOf, leastContrast } from '../domain/values/colour.ts';

/**
 * Returns a warning if an accent colour, `#rrggbb`, is too light for text on white; otherwise null.
 * The pages then show a darker colour of the same hue (`web/styles/tokens.css`).
 */
export function accentWarning(accent: string): string | null {
  const contrast = contrastOf(accent, '#ffffff');
  if (contrast >= leastContrast) return null;
  return `PAGES_ACCENT: ${accent} has a contrast of ${contrast.toFixed(1)} to white, and text needs ${leastContrast}; the pages show it darker.`;
}
