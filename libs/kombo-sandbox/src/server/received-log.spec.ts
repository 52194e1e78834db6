import { ReceivedLog } from './received-log.js';
import type { ReceivedResultLink } from './received-result-link.js';

const record = (rawBody: string): Omit<ReceivedResultLink, 'sequence'> => ({
  at: '2026-11-23T12:00:00.000Z',
  integrationId: 'workday:sandbox-healthy',
  target: { type: 'candidate', id: 'candidate-1' },
  body: null,
  rawBody,
  wasWritten: false,
  answer: null,
  requestHeaders: {},
});

it('forgets the oldest when the bodies together grow too large', () => {
  const log = new ReceivedLog(1_000);
  const large = 'x'.repeat(10 * 1024 * 1024);
  for (let n = 0; n < 8; n += 1) log.add(record(large));
  expect(log.list().map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6, 7, 8]);
});

it('hands out copies', () => {
  const log = new ReceivedLog(10);
  const added = log.add(record(''));
  const [before] = log.list();
  added.wasWritten = true;
  expect(before?.wasWritten).toBe(false);
  expect(log.list({ written: true })).toHaveLength(1);
});
