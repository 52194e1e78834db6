import { createLogger } from './logger.js';

function logged(error: unknown): string {
  const lines: string[] = [];
  createLogger('info', { write: (line) => lines.push(line) }).error({ err: error }, 'failed');
  return lines.join('');
}

it('tells kind, message, code, stack and cause of an error', () => {
  const cause = Object.assign(new RangeError('too far'), { code: '23514' });
  const { err } = JSON.parse(logged(new Error('cannot', { cause })));
  expect(err).toMatchObject({
    ...{ type: 'Error', message: 'cannot' },
    cause: { type: 'RangeError', message: 'too far', code: '23514' },
  });
  expect(err.stack).toContain('logger.spec');
});

it('tells nothing else that hangs on it: PostgreSQL quotes rows, HTTP clients their requests', () => {
  const error = Object.assign(new Error('violates a constraint'), {
    detail: 'Failing row contains (Ada Lovelace)',
    where: 'Ada Lovelace',
    config: { data: 'Ada Lovelace' },
    parameters: ['Ada Lovelace'],
  });
  expect(logged(error)).not.toContain('Lovelace');
  expect(logged(new Error('x', { cause: error }))).not.toContain('Lovelace');
});

it('bears what is thrown that is no error, and causes that never end', () => {
  expect(JSON.parse(logged('just text')).err).toEqual({ type: 'string', message: 'just text' });
  const error: Error & { cause?: unknown } = new Error('round');
  error.cause = error;
  expect(logged(error)).toContain('round');
});
