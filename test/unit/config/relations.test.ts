/** What the table says of options together: each relation, as variables and as a file. */
import { expect, test } from '@jest/globals';
import type { Environment } from '../../../src/config/load-config.ts';
import { isInFile as isPlaced } from '../../../src/config/source/file-schema.ts';
import { optionsByName } from '../../../src/config/options.ts';
import { rulesOf } from '../../../src/config/relations.ts';
import type { Condition, Option } from '../../../src/config/values/option.ts';
import { isPossible } from '../../../src/config/values/problem.ts';
import { configWarnings } from '../../../src/config/warnings.ts';
import { startSteps } from '../../../src/process/steps/start-steps.ts';
import { useFolder } from '../../support/folder.ts';
import { commandResult } from '../../support/run-command.ts';
import { asEnvironment } from '../../support/with-lists.ts';
import { goodValues } from './good-values.ts';
import { problemsOf } from './problems.ts';

const folder = useFolder();
const good = await goodValues(folder);
const all = [...optionsByName.values()];

const isReadable = (name: string, value: string): boolean =>
  value !== '' && isPossible(() => optionsByName.get(name)?.read(value));

/** The names by which an option is given: of a list its place, and variables of its items. */
function namesOf(name: string): readonly [string, ...string[]] {
  const { isList, file = name } = optionsByName.get(name) ?? {};
  if (isList !== true) return [name];
  return [file, ...all.flatMap((option) => (option.partOf === file ? [option.name] : []))];
}

function goodOf(name: string): Environment {
  const [own] = namesOf(name);
  return { [own]: good[own] };
}

/** The options and values of one way to meet a condition. */
function meeting(condition: Condition): Environment {
  const [choice = ''] = condition.split('|');
  const terms = choice.split('&').map((term) => {
    const [, name = '', not = '', value = ''] = /^(\w+)(?:(!?)=(.*))?$/.exec(term) ?? [];
    const isWhole = not === '' && isReadable(name, value);
    return isWhole ? { [name]: value } : goodOf(name);
  });
  return Object.assign({}, ...terms);
}

const namesIn = (condition: Condition): string[] => condition.match(/\b[A-Z][A-Z_]+\b/g) ?? [];

/** Adds what options need, and the lists that they refer to. */
function completed(start: Environment): Environment {
  const added = Object.keys(start).flatMap((name) => {
    const option = optionsByName.get(name) ?? all.find(({ file }) => file === name);
    const needs = option === undefined ? [] : rulesOf(option, option.needs);
    const list = option?.refersTo?.list;
    return [
      ...needs
        .filter(({ when }) => when === option?.name || when.startsWith(`${option?.name}=`))
        .map(({ is }) => is),
      ...(list === undefined ? [] : [list]),
    ];
  });
  const missing = added.filter(
    (condition) => !namesIn(condition).some((name) => namesOf(name).some((one) => one in start)),
  );
  if (missing.length === 0) return start;
  return completed(Object.assign({}, ...missing.map(meeting), start));
}

const without = (environment: Environment, names: readonly string[]): Environment =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !names.flatMap(namesOf).includes(name)),
  );

/** A wrong configuration, and what its problem names. */
interface Wrong {
  readonly label: string;
  readonly environment: Environment;
  readonly named: readonly string[];
}

const base = { AM_URL: good['AM_URL'], PAGES: 'off' };

function wrongBy(option: Option): Wrong[] {
  const { name, excludes, refersTo, differsFrom = {}, plainHttp } = option;
  const own = { ...base, ...goodOf(name) };
  return [
    ...rulesOf(option, option.needs).map(({ is, when }) => ({
      label: `${when} needs ${is}`,
      environment: without(completed({ ...base, ...meeting(when) }), namesIn(is)),
      named: [...namesIn(is.replaceAll(/=\w+/g, '')), ...namesIn(when).slice(0, 1)],
    })),
    ...rulesOf(option, excludes).map(({ is, when }) => ({
      label: `${when} excludes ${is}`,
      environment: { ...completed({ ...base, ...meeting(when) }), ...meeting(is) },
      named: [...namesIn(is), name],
    })),
    ...Object.keys(differsFrom).map((other) => ({
      label: `${name} differs from ${other}`,
      environment: { ...own, [other]: good[name] },
      named: [name, other],
    })),
    ...(refersTo === undefined
      ? []
      : [
          {
            label: `${name} names what ${refersTo.list} has`,
            environment: { ...without(completed(own), [refersTo.list]), AM_REALMS: 'omega' },
            named: [name, refersTo.list],
          },
        ]),
    ...(plainHttp === undefined
      ? []
      : [
          {
            label: `${name} is not plain http`,
            environment: {
              ...completed({ ...own, NODE_ENV: 'production' }),
              [name]: 'http://x.example.com',
            },
            named: [name],
          },
        ]),
  ];
}

const wrong = all.flatMap(wrongBy);

/** The same in a file; secrets stay variables. */
function inFile(environment: Environment): Environment {
  const entries = Object.entries(environment).map(([name, text = '']) => {
    const option = optionsByName.get(name);
    const isMoved = option !== undefined && isPlaced(option) && option.secret !== true;
    if (!isMoved || text === '' || name === 'NODE_ENV') return [name, text];
    return [option.file, JSON.stringify(option.read.toFile(text))];
  });
  return Object.fromEntries(entries);
}

/** How a file calls an option. */
function keyOf(name: string): string {
  const { file, partOf } = optionsByName.get(name) ?? {};
  return file ?? partOf ?? name;
}

test('every relation is of options that exist, with values that their readers know', () => {
  const conditions = all.flatMap((option) => [
    ...rulesOf(option, [...(option.needs ?? []), ...(option.excludes ?? [])]).flatMap(
      ({ is, when }) => [is, when],
    ),
    ...(option.idleWithout === undefined ? [] : [option.idleWithout]),
  ]);

  expect(conditions.length).toBeGreaterThan(100);
  for (const term of conditions.flatMap((one) => one.split(/[|&]/))) {
    const [name = '', value] = term.split(/!?=/);
    expect(optionsByName.has(name)).toBe(true);
    const isPart = good[namesOf(name)[0]]?.includes(`"${value?.replace(/^.*:/, '')}"`) === true;
    expect([term, value === undefined || isPart || isReadable(name, value)]).toEqual([term, true]);
  }
});

test.each(wrong)('$label: start and check refuse it alike', async ({ environment, named }) => {
  for (const given of [environment, inFile(environment)].map(asEnvironment)) {
    const problems = problemsOf(given);
    const text = problems.join('\n');
    const isNamed = (line: string): boolean =>
      named.every((name) => [...namesOf(name), keyOf(name)].some((one) => line.includes(one)));
    expect({ text, found: problems.some(isNamed) }).toEqual({ text, found: true });
    expect(text).not.toMatch(/undefined|sssss/);

    const { code, err } = await commandResult(['check'], given);
    const start = await startSteps.configuration.open({ environment: given }).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(code).toBe(78);
    expect(err.join('\n')).toContain(problems[0]);
    expect(start).toContain(problems[0]);
  }
});

/** Values by which no option has an effect that another one gives it. */
const idle = { ...base, AM_FLAVOR: 'aic', TRUSTED_DOCUMENTS: 'off' };

test.each(all.filter(({ idleWithout }) => idleWithout !== undefined))(
  '$name has no effect without $idleWithout, as start and check say',
  async ({ name, isList, file, idleWithout = '' }) => {
    const shown = isList === true ? `${file} in CONFIG_FILE` : name;
    const lacking = namesIn(idleWithout.replaceAll(/=\w+/g, ''));
    const environment = asEnvironment({
      ...without(completed({ ...idle, ...goodOf(name) }), lacking),
      ...idle,
    });
    const { code, err } = await commandResult(['check'], environment);
    const start = configWarnings(await startSteps.configuration.open({ environment }));

    expect(err.join('\n')).toContain(`Warning: ${shown} has no effect without `);
    expect(start.join('\n')).toContain(`${shown} has no effect without `);
    expect(code).toBe(0);
  },
);

test('these wrong configurations are many', () => {
  expect(wrong.length).toBeGreaterThan(55);
  expect(all.filter(({ idleWithout }) => idleWithout !== undefined).length).toBeGreaterThan(40);
});
