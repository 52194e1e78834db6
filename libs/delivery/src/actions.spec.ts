import { ACTIONS, refusalOf, type Action } from './actions.js';
import { DELIVERY_STATES, isAllowed } from './states.js';

const actions = Object.keys(ACTIONS) as Action[];

describe('actions by hand', () => {
  it.each(actions)('%s only makes moves of the table', (action) => {
    const { from, to } = ACTIONS[action];
    expect(from.every((state) => isAllowed(state, to))).toBe(true);
  });

  it('never put a delivery that may have been written back into the queue, unless a human says it was not', () => {
    const requeueing = actions.filter((action) => ACTIONS[action].to === 'queued');
    const fromUnknown = requeueing.filter((action) => ACTIONS[action].from.includes('unknown'));
    expect(fromUnknown).toEqual(['resolve_not_delivered']);
    expect(requeueing.every((action) => !ACTIONS[action].from.includes('delivered'))).toBe(true);
  });

  it.each(actions.flatMap((action) => DELIVERY_STATES.map((state) => [action, state] as const)))(
    '%s of a delivery that is %s is done or refused in words',
    (action, state) => {
      const refusal = refusalOf(action, state);
      if (ACTIONS[action].from.includes(state)) {
        expect(refusal).toBeNull();
      } else {
        expect(refusal).toMatchObject({ action, state });
        expect(refusal?.message).toMatch(/^[A-Z].{20,}\.$/);
      }
    },
  );
});
