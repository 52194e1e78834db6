import type { TargetResolution } from '@result-links/contracts';
import { fateOf } from './prepare-rows.js';

const NOTHING: TargetResolution = {
  status: 'not_found',
  target: null,
  message: 'there is no candidate with this email address',
  choices: [],
  choice_count: 0,
  failure: null,
};

describe('what a look-up without a target means for its row', () => {
  it('nobody is not_found, in the words of the look-up', () => {
    expect(fateOf(NOTHING)).toEqual({ state: 'not_found', message: NOTHING.message });
  });

  it('several are ambiguous, and the message tells them apart without a name', () => {
    const choice = {
      type: 'application' as const,
      id: 'application-1',
      candidate_id: 'candidate-1',
      initials: 'A.L.',
      job: { id: 'job-1', remote_id: 'R-7', name: 'Engineer' },
      outcome: 'PENDING' as const,
      created_at: '2025-01-02T08:50:00.000Z',
    };
    const other = { ...choice, id: 'application-2', job: null, outcome: null, created_at: null };
    const fate = fateOf({
      ...NOTHING,
      status: 'ambiguous',
      message: '2 applications fit',
      choices: [choice, other],
      choice_count: 2,
    });
    expect(fate).toEqual({
      state: 'ambiguous',
      message:
        '2 applications fit (application application-1  A.L., Engineer (R-7), PENDING, 2025-01-02 08:50:00Z; application application-2  A.L.)',
    });
  });

  it('a look-up that failed leaves the row to what failed', () => {
    const failure = { kind: 'throttled' as const, code: null, message: 'too many', log_url: null };
    expect(fateOf({ ...NOTHING, status: 'failed', failure } as TargetResolution)).toMatchObject({
      state: 'throttled',
      message: 'too many',
    });
  });
});
