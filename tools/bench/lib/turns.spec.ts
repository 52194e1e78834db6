import { ratioBetween, takeTurns, type Candidate } from './turns.ts';

const order: string[] = [];
const candidate = (name: string, value: number): Candidate => ({
  ...{ name, role: 'ours' },
  measure: async () => {
    order.push(name);
    return { perSecond: value };
  },
});

beforeEach(() => {
  order.length = 0;
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => jest.restoreAllMocks());

it('measures A B C A B C, and does not count the warm-up', async () => {
  const candidates = [candidate('A', 6), candidate('B', 3), candidate('C', 2)];
  const rows = await takeTurns('t', { rounds: 2, warmUpRounds: 1 }, candidates);
  expect(order.join('')).toBe('ABCABCABC');
  expect(rows.map(({ samples }) => samples.length)).toEqual([2, 2, 2]);
  expect(ratioBetween(rows, 'A', 'B', 'perSecond')).toBe(2);
  expect(ratioBetween(rows, 'A', 'B', 'cpuMicros')).toBeNaN();
  expect(() => ratioBetween(rows, 'A', 'D', 'perSecond')).toThrow('D');
});
