/** What publint and "are the types wrong?" say of the packed libraries. */
import { createConsumer, installPackages, type Consumer } from './lib/consumer.ts';
import { LIBRARIES, tarballOf } from './lib/packed.ts';

let consumer: Consumer;
beforeAll(async () => {
  consumer = createConsumer('publish-checks');
  await installPackages(consumer, ['publint@0.3.25', '@arethetypeswrong/cli@0.18.5']);
});
afterAll(() => consumer.remove());

describe.each(LIBRARIES)('%s', (library) => {
  it('publint has no error and no warning', async () => {
    const { exitCode, stdout, stderr } = await consumer.command(
      '.bin/publint',
      tarballOf(library),
      '--strict',
    );
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
  });

  it('the types are right for every way of importing that ESM-only packages have', async () => {
    const { exitCode, stdout } = await consumer.command(
      '.bin/attw',
      tarballOf(library),
      ...['--profile', 'esm-only', '--format', 'ascii'],
    );
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  });
});
