/** TypeScript in every way of resolving modules that sees an exports map, declarations checked too. */
import { createConsumer, linkLibraries, type Consumer } from './lib/consumer.ts';

let consumer: Consumer;
beforeAll(async () => {
  consumer = createConsumer('typescript');
  await linkLibraries(consumer, ['typescript', '@types/node']);
});
afterAll(() => consumer.remove());

it.each([
  ['node16', 'node16', 'es2023', ['main.mts']],
  ['nodenext', 'nodenext', 'es2023', ['main.mts', 'required.cts']],
  ['bundler', 'esnext', 'es2023,dom', ['main.mts']],
])('moduleResolution %s', async (moduleResolution, module, lib, files) => {
  const options = [
    '--strict',
    '--noEmit',
    '--target',
    'es2023',
    '--lib',
    lib,
    '--skipLibCheck',
    'false',
  ];
  const { exitCode, stdout } = await consumer.command(
    'typescript/bin/tsc',
    ...options,
    ...['--types', 'node', '--module', module, '--moduleResolution', moduleResolution],
    ...files,
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
});
