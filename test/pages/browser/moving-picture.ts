/** A moving picture of the README: screenshots of a test, joined to one animated PNG. */
import { mkdir, writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Page } from 'playwright-core';

const frameMs = 2_000;

/** Takes frames with README_PICTURES (web/README.md), and writes them as one file. */
export class MovingPicture {
  readonly #folder = process.env['README_PICTURES'];
  readonly #frames: Buffer[] = [];

  async take(page: Page): Promise<void> {
    if (this.#folder === undefined) return;
    const before = page.viewportSize();
    await page.setViewportSize({ width: 1024, height: 640 });
    this.#frames.push(await page.screenshot());
    if (before !== null) await page.setViewportSize(before);
  }

  async write(name: string): Promise<void> {
    if (this.#folder === undefined) return;
    await mkdir(this.#folder, { recursive: true });
    await writeFile(`${this.#folder}/${name}.png`, animated(this.#frames));
  }
}

/** Joins PNG files of the same size: the first is the picture where animation is not supported. */
function animated(frames: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0)] = frames;
  const header = chunksOf(first)[0]?.data ?? Buffer.alloc(13);
  let sequence = 0;
  const parts = frames.flatMap((frame, index) => {
    const control = Buffer.alloc(26);
    control.writeUInt32BE(sequence++, 0);
    header.copy(control, 4, 0, 8);
    control.writeUInt16BE(frameMs, 20);
    control.writeUInt16BE(1_000, 22);
    const pixels = chunksOf(frame).filter(({ type }) => type === 'IDAT');
    const data = pixels.map((one) => {
      if (index === 0) return chunk('IDAT', one.data);
      const number = Buffer.alloc(4);
      number.writeUInt32BE(sequence++, 0);
      return chunk('fdAT', Buffer.concat([number, one.data]));
    });
    return [chunk('fcTL', control), ...data];
  });
  const animation = Buffer.alloc(8);
  animation.writeUInt32BE(frames.length, 0);
  const start = [first.subarray(0, 8), chunk('IHDR', header), chunk('acTL', animation)];
  return Buffer.concat([...start, ...parts, chunk('IEND', Buffer.alloc(0))]);
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length, 0);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body), 0);
  return Buffer.concat([length, body, sum]);
}
