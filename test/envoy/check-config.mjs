/**
 * Compares a configuration of Envoy with Envoy's own message definitions: names, types,
 * enumerations, and `oneof` members.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { parse } from 'yaml';

const [packages, file] = process.argv.slice(2);
const folders = ['envoy-api', 'googleapis', 'xds', 'protoc-gen-validate']
  .map((name) => join(packages, '@grpc/grpc-js-xds/deps', name))
  .concat(join(packages, 'protobufjs'));
const root = new protobuf.Root();
root.resolvePath = (_origin, target) =>
  folders.map((folder) => join(folder, target)).find(existsSync) ?? target;
const messages = [
  'config/bootstrap/v3/bootstrap',
  'extensions/transport_sockets/tls/v3/tls',
  'extensions/filters/network/http_connection_manager/v3/http_connection_manager',
  'extensions/filters/http/buffer/v3/buffer',
  'extensions/filters/http/router/v3/router',
  'extensions/upstreams/http/v3/http_protocol_options',
];
await root.load(
  messages.map((name) => `envoy/${name}.proto`),
  { keepCase: true },
);
root.resolveAll();

const wrapped = /^\.google\.protobuf\.(Bool|String|Bytes|U?Int(?:32|64)|Float|Double)Value$/;
const problems = [];
let checked = 0;

function checkMessage(type, value, path) {
  checked += 1;
  if (type.fullName === '.google.protobuf.Struct') return;
  const choices = new Map();
  for (const [name, member] of Object.entries(value)) {
    const field = type.fields[name];
    if (field === undefined) {
      problems.push(`${path}.${name}: ${type.fullName} has none`);
      continue;
    }
    const choice = field.partOf?.name;
    if (choice !== undefined && choices.has(choice)) {
      problems.push(`${path}: both ${choices.get(choice)} and ${name}`);
    }
    choices.set(choice ?? name, name);
    const at = `${path}.${name}`;
    if (field.map)
      Object.entries(member).forEach(([key, one]) => checkValue(field, one, `${at}.${key}`));
    else if (field.repeated && !Array.isArray(member)) problems.push(`${at}: no list`);
    else if (field.repeated)
      member.forEach((one, index) => checkValue(field, one, `${at}[${index}]`));
    else checkValue(field, member, at);
  }
}

function checkValue({ resolvedType: type, type: scalar }, value, path) {
  const name = type?.fullName ?? scalar;
  const kind = wrapped.exec(name)?.[1].toLowerCase() ?? (type === null ? name : undefined);
  if (type instanceof protobuf.Enum) expect(value in type.values, path, value, name);
  else if (kind !== undefined) expect(isScalar(kind, value), path, value, kind);
  else if (name === '.google.protobuf.Duration')
    expect(/^\d+(\.\d+)?s$/.test(value), path, value, name);
  else if (typeof value !== 'object' || value === null) expect(false, path, value, name);
  else if (name === '.google.protobuf.Any') {
    const { '@type': url, ...rest } = value;
    checkMessage(root.lookupType(url.replace('type.googleapis.com/', '')), rest, path);
  } else checkMessage(type, value, path);
}

function isScalar(kind, value) {
  if (kind === 'bool') return typeof value === 'boolean';
  if (kind === 'string' || kind === 'bytes') return typeof value === 'string';
  return typeof value === 'number' && (!/int/.test(kind) || Number.isInteger(value));
}

function expect(isSo, path, value, name) {
  if (!isSo) problems.push(`${path}: ${JSON.stringify(value)} is no ${name}`);
}

checkMessage(
  root.lookupType('envoy.config.bootstrap.v3.Bootstrap'),
  parse(readFileSync(file, 'utf8')),
  'envoy',
);
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
} else process.stdout.write(`${checked} messages of ${file} are as Envoy defines them.\n`);
