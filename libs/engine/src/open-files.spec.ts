import { callsWithinOpenFiles } from './open-files.js';

it('makes as many calls at once as wanted where the process may open twice as many files', () => {
  const warn = jest.fn();
  expect(callsWithinOpenFiles(4_096, { warn }, 8_192)).toBe(4_096);
  expect(callsWithinOpenFiles(1, { warn })).toBe(1);
  expect(warn).not.toHaveBeenCalled();
});

it('makes fewer where it may not, and says so with the way out', () => {
  const warn = jest.fn();
  expect(callsWithinOpenFiles(4_096, { warn }, 1_024)).toBe(512);
  expect(warn.mock.calls[0][1]).toMatch(/RESULT_LINKS_CONCURRENCY.*may open 1024.*ulimit -n.*8192/);
});
