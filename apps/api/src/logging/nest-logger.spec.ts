import { createLogger } from '@result-links/engine';
import { nestLogger } from './nest-logger.js';

it('keeps the kind, the stack and the cause of an error', () => {
  const lines: string[] = [];
  const logger = nestLogger(createLogger('info', { write: (line) => lines.push(line) }));
  logger.error(new TypeError('broken', { cause: new Error('deeper') }), 'BatchService');
  expect(JSON.parse(lines.join(''))).toMatchObject({
    msg: 'TypeError: broken',
    context: 'BatchService',
    err: {
      type: 'TypeError',
      message: 'broken',
      stack: expect.stringContaining('nest-logger.spec'),
      cause: { message: 'deeper' },
    },
  });
});
