import { start } from './start.js';

it.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['no Kombo key', { DATABASE_URL: 'postgres://127.0.0.1:1/x' }],
  ['no database', { KOMBO_API_KEY: 'k' }],
])('with %s configured it says what it needs, and fails', async (_name, env) => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await start(env);
  expect(write.mock.calls.join('')).toMatch(
    /^Configuration: a worker needs DATABASE_URL and KOMBO_API_KEY/,
  );
  expect(process.exitCode).toBe(1);
  process.exitCode = undefined;
  write.mockRestore();
});
