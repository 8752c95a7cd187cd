/** The personal data of device profiles, of apps and of browsers (contract §3.7, E6). */
import { describe, expect, test } from '@jest/globals';
import { profileDataFields, readProfileData } from '../../../src/am/json/devices.ts';
import { noteNothing, reads } from './reader-tables.ts';

const secret = 'SECRET';
const notTexts = [5, true, [], {}];
const notIds = [...notTexts, 'a/b', '..', 'x'.repeat(600)];

describe('the personal data of a profile', () => {
  const item = {
    identifier: 'profile-1',
    metadata: {
      platform: {
        platform: 'android',
        version: 14,
        model: 'Pixel',
        locale: 'de_DE',
        timeZone: 'UTC',
        jailBreakScore: secret,
      },
      hardware: { manufacturer: 'Google', cpu: secret },
      browser: { userAgent: 'Mozilla/5.0' },
      telephony: { carrierName: secret },
    },
    location: { latitude: 48.1, longitude: 11.5, altitude: secret },
  };
  const data = {
    deviceId: 'profile-1',
    platform: 'android',
    platformVersion: '14',
    model: 'Pixel',
    manufacturer: 'Google',
    userAgent: 'Mozilla/5.0',
    locale: 'de_DE',
    timeZone: 'UTC',
    latitude: 48.1,
    longitude: 11.5,
  };
  const nothing = { ...Object.fromEntries(Object.keys(data).map((k) => [k, null])), deviceId: '' };

  reads(
    (one) => readProfileData({ result: [one] }, noteNothing),
    [
      ['what is known and nothing else', item, [data]],
      ['nothing from an empty one', {}, [nothing]],
      ['null for nothing', { identifier: null, metadata: null, location: null }, [nothing]],
      ['no text or list for a part', { metadata: 'x', location: [1, 2] }, [nothing]],
      ['no odd part of a part', { metadata: { platform: [], hardware: 7 } }, [nothing]],
    ],
  );
  const inBrowser = {
    platform: { language: 'de-DE', timezone: -120 },
    browser: { vendor: 'Apple' },
  };

  reads(
    (one) => readProfileData({ result: [one] }, noteNothing),
    [
      [
        'what a browser calls otherwise',
        { metadata: inBrowser },
        [{ ...nothing, locale: 'de-DE', timeZone: 'UTC+02:00', manufacturer: 'Apple' }],
      ],
      [
        'what an app sent before that',
        {
          ...item,
          metadata: {
            ...item.metadata,
            platform: { ...item.metadata.platform, ...inBrowser.platform },
            browser: { ...item.metadata.browser, ...inBrowser.browser },
          },
        },
        [data],
      ],
      [
        'the id by which AM lists it',
        { _id: 'profile-1' },
        [{ ...nothing, deviceId: 'profile-1' }],
      ],
    ],
  );
  // As `Date.getTimezoneOffset()`: the minutes from local time to UTC.
  test.each([
    [0, 'UTC+00:00'],
    [-60, 'UTC+01:00'],
    [-345, 'UTC+05:45'],
    [-840, 'UTC+14:00'],
    [210, 'UTC-03:30'],
    [-841, null],
    [841, null],
    [1.5, null],
    ['-60', null],
    [1e300, null],
    [{}, null],
  ])('has the offset %p as %p', (timezone, timeZone) => {
    const read = readProfileData(
      { result: [{ metadata: { platform: { timezone } } }] },
      noteNothing,
    );

    expect(read).toEqual([{ ...nothing, timeZone }]);
  });

  const notDegrees = ['48', 'NaN', -180.5, 1e300, true, [], {}];
  const parts: readonly (readonly [path: string, bad: readonly unknown[]])[] = [
    ['identifier', notIds],
    ['metadata', ['x', 7, true, []]],
    ['location', ['x', 7, true, []]],
    ['metadata.platform', ['x', 7, true, []]],
    ['metadata.hardware', ['x', 7, true, []]],
    ['metadata.browser', ['x', 7, true, []]],
    ['metadata.platform.platform', notTexts],
    ['metadata.platform.version', [true, [], {}]],
    ['metadata.platform.model', notTexts],
    ['metadata.platform.locale', notTexts],
    ['metadata.platform.language', notTexts],
    ['metadata.platform.timeZone', notTexts],
    ['metadata.platform.timezone', ['x', 1e300, true, [], {}]],
    ['metadata.hardware.manufacturer', notTexts],
    ['metadata.browser.vendor', notTexts],
    ['metadata.browser.userAgent', notTexts],
    ['location.latitude', [...notDegrees, 90.5]],
    ['location.longitude', notDegrees],
  ];

  test.each(
    parts.flatMap(([path, bad]) =>
      bad.map((value) => ({ path, value, label: JSON.stringify(value).slice(0, 20) })),
    ),
  )('is read without $path where it is $label', ({ path, value }) => {
    const names = path.split('.');
    const noted: string[] = [];
    const odd = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);

    const read = readProfileData({ result: [odd] }, (name) => noted.push(name));

    expect(read).toEqual([nothing]);
    expect(noted).toEqual([names.at(-1)]);
  });

  test('is read by three members', () => {
    expect(profileDataFields).toEqual(['identifier', 'metadata', 'location']);
  });
});
