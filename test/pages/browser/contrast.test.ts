/** The colours of the pages have the contrast of WCAG 2.2 AA, for any brand colour. */
import { expect, test } from '@jest/globals';
import { contrastOf } from '../../../src/config/texts/colour.ts';
import { usePages } from './pages-stage.ts';

const grounds = ['canvas', 'surface', 'surface-quiet'];

/** Each colour, its backgrounds, and the least contrast: 4.5 for text (1.4.3). */
const texts: readonly (readonly [string, readonly string[], number])[] = [
  ['text', [...grounds, 'accent-soft', 'caution-soft'], 4.5],
  ['text-quiet', [...grounds, 'accent-soft'], 4.5],
  ['accent', grounds, 4.5],
  ['accent-strong', [...grounds, 'accent-soft'], 4.5],
  ['on-accent', ['accent', 'accent-strong'], 4.5],
  ['on-danger', ['danger', 'danger-strong'], 4.5],
  ['danger-text', grounds, 4.5],
  ['success', ['surface', 'surface-quiet', 'success-soft'], 4.5],
  ['caution', ['surface', 'surface-quiet', 'caution-soft'], 4.5],
  ['surface', ['text'], 4.5],
  // Controls, marks and the focus (1.4.11).
  ['control-line', grounds, 3],
  ['focus', [...grounds, 'accent-soft'], 3],
  ['danger', ['surface', 'surface-quiet'], 3],
  ['amber', ['surface', 'surface-quiet'], 3],
  ['on-success', ['success'], 3],
];
const tokens = [...new Set(texts.flatMap(([mark, on]) => [mark, ...on]))];

const pages = usePages();

test.each(['light', 'dark'] as const)(
  'in %s, with the colour of any brand',
  async (colorScheme) => {
    const { page } = await pages.visit({ colorScheme });
    /** The colours of all tokens, for the pages' own brand and six steps of red, green and blue. */
    const palettes = await page.evaluate((names) => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      const probe = document.body.appendChild(document.createElement('i'));
      const hexOf = (channels: Iterable<number>): string =>
        `#${Array.from(channels, (one) => one.toString(16).padStart(2, '0')).join('')}`;
      const shown = (token: string): string => {
        probe.style.color = `var(--${token})`;
        if (canvas === null) return '';
        canvas.fillStyle = getComputedStyle(probe).color;
        canvas.fillRect(0, 0, 1, 1);
        return hexOf(canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
      };
      const steps = [0, 51, 102, 153, 204, 255];
      const brands = steps.flatMap((red) =>
        steps.flatMap((green) => steps.map((blue) => hexOf([red, green, blue]))),
      );
      return ['', ...brands].map((brand) => {
        document.documentElement.style.setProperty('--brand', brand || null);
        return { brand, colours: Object.fromEntries(names.map((name) => [name, shown(name)])) };
      });
    }, tokens);

    const tooLittle = palettes.flatMap(({ brand, colours }) =>
      texts.flatMap(([mark, on, least]) =>
        on
          .filter((ground) => contrastOf(colours[mark] ?? '', colours[ground] ?? '') < least)
          .map((ground) => `${mark} on ${ground}, brand ${brand}`),
      ),
    );
    expect(new Set(palettes.map(({ colours }) => colours['accent'])).size).toBeGreaterThan(100);
    expect(tooLittle).toEqual([]);
  },
);
