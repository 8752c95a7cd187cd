/** The least contrast of text to its background (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5;

/**
 * Returns a warning if an accent colour, `#rrggbb`, is too light for text on white; otherwise null.
 * The pages then show a darker colour of the same hue (`web/styles/tokens.css`).
 */
export function accentWarning(accent: string): string | null {
  const contrast = 1.05 / (luminanceOf(accent) + 0.05);
  if (contrast >= leastContrast) return null;
  return `PAGES_ACCENT: ${accent} has a contrast of ${contrast.toFixed(1)} to white, and text needs ${leastContrast}; the pages show it darker.`;
}

/** Relative luminance, from 0 to 1, as WCAG defines it. */
function luminanceOf(accent: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(accent.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
