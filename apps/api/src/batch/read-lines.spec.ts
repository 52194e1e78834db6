import { readLines, TooManyLinesError } from './read-lines.js';

async function* chunksOf(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function read(texts: string[], limits = { maxLineBytes: 10, linesAtATime: 3, maxLines: 9 }) {
  const groups: (string | null)[][] = [];
  for await (const lines of readLines(chunksOf(...texts), limits)) {
    groups.push(lines.map(({ index, bytes }) => bytes && `${index}:${bytes.toString()}`));
  }
  return groups;
}

it('yields the lines that are complete with each chunk', async () => {
  expect(await read(['a\nb', 'c\n', 'd', 'e'])).toEqual([['0:a'], ['1:bc'], ['2:de']]);
});

it('yields no more at a time than asked for', async () => {
  expect(await read(['a\nb\nc\nd\n'])).toEqual([['0:a', '1:b', '2:c'], ['3:d']]);
});

it('skips blank lines and counts them', async () => {
  expect(await read(['a\n\n \t\r\nb\n\n'])).toEqual([['0:a', '3:b']]);
  expect(await read([''])).toEqual([]);
});

it.each(['a\n\n\nb', 'a\n\n\nb\nc\n'])('ends at %j, which has a line too many', async (text) => {
  const yielded: number[] = [];
  const reading = (async () => {
    const limits = { maxLineBytes: 10, linesAtATime: 5, maxLines: 3 };
    for await (const lines of readLines(chunksOf(text), limits)) yielded.push(lines.length);
  })();
  await expect(reading).rejects.toThrow(TooManyLinesError);
  expect(yielded).toEqual([1]);
});

it('tells a line that is too long and goes on behind it, without keeping it', async () => {
  expect(await read(['0123456789\n', '01234567', '890\nb\n'])).toEqual([
    ['0:0123456789'],
    [null, '2:b'],
  ]);
  expect(await read(['x'.repeat(50)])).toEqual([[null]]);
});

it('does not cut characters that lie across two chunks', async () => {
  const bytes = Buffer.from('ü\n');
  const chunks = (async function* () {
    yield bytes.subarray(0, 1);
    yield bytes.subarray(1);
  })();
  for await (const [line] of readLines(chunks, {
    maxLineBytes: 10,
    linesAtATime: 3,
    maxLines: 9,
  })) {
    expect(line?.bytes?.toString()).toBe('ü');
  }
});
