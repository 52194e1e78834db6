import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder } from '../../../testing/bulk-input.js';
import { fakeContext } from '../../../testing/fake-context.js';
import { openInput } from './open-input.js';
import { readPlaces } from './read-places.js';

const BYTES = Buffer.from(Array.from({ length: 600_000 }, (_, index) => (index % 251) + 1));

/** Reads places and counts the readings. */
async function read(places: readonly { offset: number; length: number }[]) {
  return inFolder(async (folder) => {
    const path = join(folder, 'rows');
    await writeFile(path, BYTES);
    const input = await openInput(path, fakeContext());
    try {
      const reading = jest.spyOn(input.handle, 'read');
      const found = await readPlaces(input, places);
      return { found, readings: reading.mock.calls.length };
    } finally {
      await input.close();
    }
  });
}

const at = (offset: number, length: number) => ({ offset, length });

describe('readPlaces', () => {
  it.each([
    ['nothing', [], 0],
    ['neighbours at once', [at(0, 100), at(100, 50), at(300, 1), at(4_397, 9)], 1],
    ['what lies apart by itself', [at(7, 100), at(4_204, 10), at(90_000, 3)], 3],
    ['no more than bounds memory', Array.from({ length: 60 }, (_, n) => at(n * 5_000, 5_000)), 3],
    ['a row that is longer than that', [at(10, 10), at(20, 400_000), at(400_020, 10)], 3],
  ])('reads %s', async (_, places, expected) => {
    const { found, readings } = await read(places);

    const wanted = places.map(({ offset, length }) => BYTES.subarray(offset, offset + length));
    expect(found.map((bytes) => bytes.toString('hex'))).toEqual(
      wanted.map((bytes) => bytes.toString('hex')),
    );
    expect(readings).toBe(expected);
  });
});
