import { deviceKinds } from '../../domain/devices/device.ts';
import { isFields, parsed } from '../../domain/values/json.ts';
import { configuredProduct, type Product, type ProductOverrides } from '../foundation/product.ts';
import type { RawAnswer } from '../http/call-end.ts';
import type { SentCall } from '../http/recorded-http.ts';
import { Placeholders } from './placeholders.ts';
import { recordingFormat, type RecordedExchange, type Recording } from './recording.ts';
import type { Reading } from './replay.ts';
import { Scrubber } from './scrubber.ts';

/** Keeps requests and answers, scrubbed as they come: nothing raw stays in memory. */
export class Recorder {
  readonly #product: Product;
  readonly #readings: ReadonlyMap<string, Reading>;
  readonly #placeholders = new Placeholders();
  readonly #scrubber: Scrubber;
  readonly #exchanges: RecordedExchange[] = [];
  #step: Pick<RecordedExchange, 'step' | 'isProbe'> = { step: '', isProbe: false };

  constructor(product: ProductOverrides) {
    this.#product = configuredProduct(product);
    this.#readings = new Map(readingsOf(this.#product));
    this.#scrubber = new Scrubber(this.#placeholders, this.#product.trueNameField);
  }

  /** Names the step that the next calls belong to; a probe is made to be refused. */
  begin(step: string, isProbe: boolean): void {
    this.#step = { step, isProbe };
  }

  readonly note = (call: SentCall, answer: RawAnswer): void => {
    const { method, route, version, credential, body = '' } = call;
    const { status, headers, json, text } = answer;
    const [path, scrubber] = [this.#pathOf(route), this.#scrubber];
    this.#exchanges.push({
      ...this.#step,
      reads: this.#readings.get(route.template) ?? null,
      request: { method, path, version, credential, body: scrubber.body(parsed(body), body) },
      answer: { status, headers: scrubber.headers(headers), body: scrubber.body(json, text) },
    });
  };

  /** Everything that was noted. */
  recording(about: Pick<Recording, 'madeBy' | 'madeOn'>): Recording {
    const { flavor, trueNameField } = this.#product;
    const body = this.#exchanges.find(({ reads }) => reads === 'version')?.answer.body;
    const version = isFields(body) && typeof body['version'] === 'string' ? body['version'] : null;
    const isWrite = ({ reads, request }: RecordedExchange): boolean =>
      reads === 'result' || request.method === 'PUT' || request.method === 'DELETE';
    return {
      ...recordingFormat,
      source: 'recorded',
      published: null,
      ...about,
      product: { flavor, version, trueNameField },
      written: this.#exchanges.filter(isWrite).map(({ step }) => step),
      leftOut: this.#scrubber.leftOut,
      exchanges: this.#exchanges,
    };
  }

  /** The template with the realm before it, placeholders for its names, and the query. */
  #pathOf({ path, template }: SentCall['route']): string {
    const [place = '', query = ''] = path.split('?');
    const segments = place.split('/').map(decodeURIComponent);
    const words = (template.split('?')[0] ?? '').split('/');
    const own = segments.slice(-words.length);
    const named = words.map((word, index) =>
      word.startsWith('{') ? this.#placeholders.of('name-', own[index] ?? '') : word,
    );
    const realms = segments
      .slice(0, -words.length)
      .filter((_name, index, all) => all[index - 1] === 'realms')
      .map((name) => (name === 'root' ? name : this.#placeholders.of('realm-', name)));
    return [...realms.map((name) => `realms/${name}`), ...named].join('/') + this.#queryOf(query);
  }

  /** The parameters with fixed values, and the names of requested fields. */
  #queryOf(query: string): string {
    const kept = [...new URLSearchParams(query)].flatMap(([name, value]) => {
      if (name === '_action' || (name === '_queryFilter' && value === 'true'))
        return `${name}=${value}`;
      const fields = value.split(',').map((field) => this.#scrubber.memberName(field));
      return name === '_fields' ? `${name}=${fields.join(',')}` : [];
    });
    return kept.length === 0 ? '' : `?${kept.join('&')}`;
  }
}

/** The readers of answers, by the templates of their calls. */
function readingsOf({ kinds }: Product): readonly (readonly [string, Reading])[] {
  const ofKinds = deviceKinds.flatMap((kind) => {
    const place = `users/{id}/${kinds[kind]?.path ?? ''}`;
    return [
      [place, `devices of ${kind}`],
      [`${place}?_action=reset`, 'result'],
      [`${place}/{device}`, 'device record'],
    ] as const;
  });
  return [
    ...ofKinds,
    ['serverinfo/*', 'server info'],
    ['serverinfo/version', 'version'],
    ['sessions?_action=getSessionInfo', 'session'],
    ['users/{id}', 'person'],
    ['groups/{name}', 'group'],
  ];
}
