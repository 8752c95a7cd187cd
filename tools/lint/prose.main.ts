/** Prints what is hard to read in the project's prose; exits with 1 if there is a finding. */
import { globSync, readFileSync } from 'node:fs';
import { findProse } from './prose.ts';

const files = [
  '*.md',
  '{.github,docs,web,packages,examples,bench,deploy,tools,src,test}/**/*.md',
  'deploy/**/*.{yml,yaml,conf,service,container,tpl}',
  'docker-compose.yml',
  'Dockerfile',
  'web/messages/en.json',
  'schema/{schema,subgraph}.graphql',
];

/** The contract is a report of evidence; its sentences quote answers. */
const pending = ['docs/am-rest-contract.md'];

const exclude = ['**/node_modules/**', '**/dist/**', ...pending];

const chosen = process.argv.slice(2);
const lines = (chosen.length > 0 ? chosen : globSync(files, { exclude })).flatMap((file) =>
  findProse(file, readFileSync(file, 'utf8')).map(
    ({ line, message }) => `${file}:${line}: ${message}\n`,
  ),
);
process.stdout.write(lines.join(''));
process.exitCode = lines.length > 0 ? 1 : 0;
