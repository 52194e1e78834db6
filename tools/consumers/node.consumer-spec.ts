/** Node without any tool: ES modules, and CommonJS by `require()`. */
import { createConsumer, linkLibraries } from './lib/consumer.ts';

it.each(['esm', 'commonjs'])('%s', async (project) => {
  const consumer = createConsumer(project);
  try {
    await linkLibraries(consumer);
    const { exitCode, stdout, stderr } = await consumer.node('main.js');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      accepted: 'Assessment result',
      refused: ['request_body.label', 'request_body.url'],
      codes: 24,
      models: true,
      outcome: 'function',
      asked: 'https://api.kombo.dev/v1/check-api-key',
    });
  } finally {
    consumer.remove();
  }
});
