/** The colours of the pages have the contrast of WCAG 2.2 AA, for any brand colour. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

type Rgb = readonly [number, number, number];
interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}
/** The inputs of a token's value. */
interface Look {
  readonly isDark: boolean;
  readonly brand: string;
}

const grounds = ['canvas', 'surface', 'surface-quiet'];

/** Text and its backgrounds: 4.5 (1.4.3). */
const texts: readonly (readonly [string, readonly string[]])[] = [
  ['text', [...grounds, 'accent-soft', 'caution-soft']],
  ['text-quiet', [...grounds, 'accent-soft']],
  ['accent', grounds],
  ['accent-strong', [...grounds, 'accent-soft']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-danger', ['danger', 'danger-strong']],
  ['danger-text', grounds],
  ['success', ['surface', 'surface-quiet', 'success-soft']],
  ['caution', ['surface', 'surface-quiet', 'caution-soft']],
  ['surface', ['text']],
];

/** Controls, marks and the focus: 3 (1.4.11). */
const controls: readonly (readonly [string, readonly string[]])[] = [
  ['control-line', grounds],
  ['focus', [...grounds, 'accent-soft']],
  ['danger', ['surface', 'surface-quiet']],
  ['amber', ['surface', 'surface-quiet']],
  ['on-success', ['success']],
];

const tokens = readTokens(readFileSync('web/styles/tokens.css', 'utf8'));

/** Every combination of six steps of red, green and blue, the pages' own colour among them. */
const brands = [
  tokens.get('brand') ?? '',
  ...[0, 51, 102, 153, 204, 255].flatMap((red, _, steps) =>
    steps.flatMap((green) => steps.map((blue) => hexOf([red, green, blue]))),
  ),
];

test.each([
  ...texts.map(([mark, on]) => ({ mark, on, least: 4.5 })),
  ...controls.map(([mark, on]) => ({ mark, on, least: 3 })),
])('$mark has a contrast of $least : 1', ({ mark, on, least }) => {
  const tooLittle = on.flatMap((ground) =>
    brands.flatMap((brand) =>
      [false, true].flatMap((isDark) => {
        const look = { isDark, brand };
        const contrast = contrastOf(colourOf(mark, look), colourOf(ground, look));
        return contrast < least ? [`${ground}, ${brand}, dark ${isDark}: ${contrast}`] : [];
      }),
    ),
  );

  expect(tooLittle).toEqual([]);
});

test('every brand was tried', () => {
  expect(brands).toHaveLength(217);
  expect(colourOf('accent', { isDark: false, brand: '#ffd400' })).not.toEqual(
    colourOf('accent', { isDark: false, brand: '#0e5a73' }),
  );
});

/** The tokens of the first block, by name. */
function readTokens(css: string): ReadonlyMap<string, string> {
  const root = css.slice(css.indexOf(':root {'), css.indexOf('[data-theme'));
  return new Map(
    [...root.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** The linear red, green and blue of a token. */
function colourOf(token: string, look: Look): Rgb {
  const [, light, dark] = /^light-dark\(\s*(.+),\s*(\S.*?)\s*\)$/s.exec(
    splittable(tokens.get(token) ?? ''),
  ) ?? [undefined, tokens.get(token), tokens.get(token)];
  return valueOf(((look.isDark ? dark : light) ?? '').trim(), look);
}

/** Removes commas within brackets, so that the comma between light and dark is left. */
function splittable(value: string): string {
  return value.replaceAll(/min\((\w+), ([\d.]+)\)/g, 'min($1 $2)');
}

function valueOf(value: string, { brand }: Look): Rgb {
  if (value.startsWith('#')) return linearOf(value);
  const [, channels = ''] = /^oklch\(from var\(--brand\) (.+)\)$/.exec(value) ?? [];
  const from = toOklch(linearOf(brand));
  const [l = '', c = ''] = channels.match(/min\([^)]*\)|[\w.]+/g) ?? [];
  if (l === '') throw new Error(`This test cannot read the colour ${value}.`);
  return fromOklch({ l: channelOf(l, from), c: channelOf(c, from), h: from.h });
}

function channelOf(text: string, from: Oklch): number {
  const [, name, most] = /^min\((\w) ([\d.]+)\)$/.exec(text) ?? [];
  if (name === 'l' || name === 'c') return Math.min(from[name], Number(most));
  if (text === 'l' || text === 'c') return from[text];
  return Number(text);
}

function contrastOf(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [one, other].map(luminanceOf).toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const luminanceOf = ([red, green, blue]: Rgb): number =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue;

const toLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const toGamma = (value: number): number =>
  value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;

function linearOf(hex: string): Rgb {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    toLinear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return [red, green, blue];
}

function hexOf(channels: Rgb): string {
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Björn Ottosson's OKLab, as in CSS Color 4. */
function toOklch([r, g, b]: Rgb): Oklch {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const k = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, k),
    h: Math.atan2(k, a),
  };
}

/** Clips colours outside sRGB, as browsers do. */
function fromOklch({ l, c, h }: Oklch): Rgb {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const shown = (value: number): number =>
    toLinear(Math.round(toGamma(Math.min(1, Math.max(0, value))) * 255) / 255);
  return [
    shown(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    shown(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    shown(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  ];
}
