import { createStyle } from '../../../output/style.js';
import { Feed } from './feed.js';
import { progressData, progressText, type Progress } from './progress-line.js';
import { duration, Rate } from './rate.js';

const PLAIN = createStyle(false);

const PROGRESS: Progress = {
  phase: 'sending',
  done: 500,
  total: 2_000,
  rows: 500,
  rowsPerSecond: 123.4,
  secondsLeft: 12.2,
  counts: [
    ['delivered', 490],
    ['rejected', 0],
    ['unknown', 10],
  ],
};

describe('progress', () => {
  it('is one line for a log', () => {
    expect(progressText(PROGRESS, PLAIN)).toBe(
      'Sending   25 % 500/2,000 rows · 123/s · 13 s left · 490 delivered, 10 unknown',
    );
  });

  it.each([80, 110, 200])('has a bar on a terminal and fits into its %i columns', (columns) => {
    const line = progressText(PROGRESS, PLAIN, columns);

    expect(line).toContain('██████░░░░░░░░░░░░░░░░░░  25 % 500/2,000 rows');
    expect(line.length).toBeLessThan(columns);
  });

  it.each([
    [undefined, undefined],
    [0, Infinity],
    [0, NaN],
    [0.001, 1e9],
    [NaN, NaN],
    [Infinity, 0],
  ])('says nothing of a rate of %s and %s seconds', (rowsPerSecond, secondsLeft) => {
    const progress = { ...PROGRESS, done: 0, rows: 0, rowsPerSecond, secondsLeft, counts: [] };

    expect(progressText(progress, PLAIN)).toBe('Sending    0 % 0/2,000 rows');
  });

  it('says how slow it is', () => {
    const progress = { ...PROGRESS, rowsPerSecond: 0.24, secondsLeft: 6_250, counts: [] };

    expect(progressText(progress, PLAIN)).toContain(' · 0.2/s · 1 h 44 min left');
  });

  it('is an event for programs, with null for what is not known', () => {
    const progress = { ...PROGRESS, rowsPerSecond: NaN, secondsLeft: Infinity };

    expect(progressData(progress)).toMatchObject({ rows_per_second: null, seconds_left: null });
  });

  it('is an event for programs', () => {
    expect(progressData(PROGRESS)).toMatchObject({
      event: 'progress',
      phase: 'sending',
      rows: 500,
      total: 2_000,
      rows_per_second: 123,
      counts: { delivered: 490, unknown: 10 },
    });
  });

  it('smooths its rate', () => {
    const rate = new Rate();
    expect(rate.at(0, 0)).toBeUndefined();
    expect(rate.at(100, 1_000)).toBe(100);
    const after = rate.at(100, 2_000) as number;
    expect(after).toBeGreaterThan(50);
    expect(after).toBeLessThan(100);
  });

  it.each([
    [0.2, '1 s'],
    [200, '3 min 20 s'],
    [7_500, '2 h 5 min'],
    [Infinity, ''],
    [NaN, ''],
    [undefined, ''],
    [1e9, 'over 100 h'],
  ])('says %s seconds as %j', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('Feed', () => {
  it('hands over items in their order, then the error', async () => {
    const feed = new Feed<number>();
    void feed.push(1);
    void feed.push(2);
    feed.fail(new Error('over'));
    const seen: number[] = [];
    const read = async () => {
      for await (const item of feed.read()) seen.push(item);
    };

    await expect(read()).rejects.toThrow('over');
    expect(seen).toEqual([1, 2]);
  });

  it('makes writers wait while nobody reads', async () => {
    const feed = new Feed<number>();
    let written = 0;
    const write = async () => {
      for (; written < 2_000; written++) await feed.push(written);
      feed.end();
    };
    const writing = write();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(written).toBeLessThan(600);
    let read = 0;
    for await (const item of feed.read()) expect(item).toBe(read++);
    await writing;
    expect(read).toBe(2_000);
  });
});
