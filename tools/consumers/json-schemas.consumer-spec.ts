/** The JSON Schemas of the package, by ajv (2020-12, strict): the same verdict as the DTO. */
import { createConsumer, linkLibraries } from './lib/consumer.ts';

it('compile, and agree with the DTO on generated bodies', async () => {
  const consumer = createConsumer('json-schemas');
  try {
    await linkLibraries(consumer, ['ajv', 'ajv-formats', 'fast-check']);
    const { exitCode, stdout, stderr } = await consumer.node('main.js');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { schemas, accepted, refused } = JSON.parse(stdout) as Record<string, number>;
    expect(schemas).toBeGreaterThan(30);
    // Neither verdict may be the exception, or the test says little.
    expect(accepted).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
  } finally {
    consumer.remove();
  }
});
