import { SANDBOX_INTEGRATIONS, startSandbox } from '@result-links/kombo-sandbox';
import { ConfigError, readConfig } from './config.js';
import { banner, startFailure } from './messages.js';

const sandbox = {
  url: 'http://127.0.0.1:3900/v1',
  origin: 'http://127.0.0.1:3900',
  apiKey: 'sandbox-key',
};

describe('readConfig', () => {
  it('has defaults, also for empty variables', () => {
    expect(readConfig({})).toEqual({ port: 3900, host: '127.0.0.1' });
    expect(readConfig({ PORT: '', HOST: '' })).toEqual({ port: 3900, host: '127.0.0.1' });
  });

  it('takes what is set', () => {
    expect(readConfig({ PORT: '0', HOST: '::1' })).toEqual({ port: 0, host: '::1' });
  });

  it.each(['-1', '65536', '80a', '1e3', ' 80'])('refuses PORT=%s', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow(ConfigError);
  });
});

describe('banner', () => {
  const text = banner(sandbox, SANDBOX_INTEGRATIONS);

  it('names the address, the key and every integration', () => {
    expect(text).toContain('http://127.0.0.1:3900/v1\n');
    expect(text).toContain('sandbox-key');
    for (const { id, description } of SANDBOX_INTEGRATIONS) {
      expect(text).toMatch(new RegExp(`^  ${id} +${description}$`, 'm'));
    }
  });

  it('shows a call that can be pasted into a shell', () => {
    const start = text.indexOf('curl -i');
    const command = text.slice(start, text.indexOf('\n\n', start));
    expect(command.split('\n').map((line) => line.endsWith(' \\'))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(command).toContain('X-Integration-Id: workday:sandbox-healthy');
  });
});

describe('startFailure', () => {
  it('says in one line that a port is taken', async () => {
    const first = await startSandbox();
    const port = Number(new URL(first.origin).port);
    const error = await startSandbox({ port }).catch((failure: unknown) => failure);
    await first.close();
    expect(startFailure(error)).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or set PORT (0 picks a free one).`,
    );
  });

  it('says in one line that the host is not ours', async () => {
    // TEST-NET-1 (RFC 5737): no machine has it.
    const error = await startSandbox({ host: '192.0.2.1' }).catch((failure: unknown) => failure);
    expect(startFailure(error)).toBe(
      'HOST=192.0.2.1 is no address of this machine; 127.0.0.1 always is.',
    );
  });

  it('passes on what is wrong with the configuration, and leaves bugs alone', () => {
    expect(startFailure(new ConfigError('PORT must be a number.'))).toBe('PORT must be a number.');
    expect(startFailure(new TypeError('oops'))).toBeUndefined();
  });
});
