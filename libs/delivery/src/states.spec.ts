import { DELIVERY_STATES, isAllowed, isTerminal, TRANSITIONS } from './states.js';

describe('the states of a delivery', () => {
  it('can all reach delivered, and delivered is the end', () => {
    for (const state of DELIVERY_STATES.filter((state) => state !== 'delivered')) {
      expect(isAllowed(state, 'delivered')).toBe(true);
    }
    expect(TRANSITIONS.delivered).toEqual([]);
  });

  it('can all be reached from queued', () => {
    const reached = new Set(['queued']);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      DELIVERY_STATES.filter((state) => reached.has(state)).forEach((state) =>
        TRANSITIONS[state].forEach((next) => reached.add(next)),
      );
    }
    expect([...reached].sort()).toEqual([...DELIVERY_STATES].sort());
  });

  it('only send from a state that waits: what may have been sent is never under way again directly', () => {
    const before = DELIVERY_STATES.filter((state) => isAllowed(state, 'delivering'));
    expect(before).toEqual(['queued', 'retrying']);
  });

  it('are terminal when only a human moves them on', () => {
    expect(DELIVERY_STATES.filter(isTerminal).sort()).toEqual([
      'cancelled',
      'delivered',
      'failed',
      'unknown',
    ]);
  });
});
