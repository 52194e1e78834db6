import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { caught } from '../testing/caught.js';
import { defaultConfigPath, loadProfile } from './config-file.js';

const KEY = 'kombo-secret-key';

describe('loadProfile', () => {
  let homeDir: string;
  let path: string;

  const write = async (content: unknown, mode = 0o600) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    await chmod(path, mode);
  };
  const load = async (more: { config?: string; profile?: string } = {}) =>
    loadProfile({ homeDir, env: {}, ...more });

  beforeEach(async () => {
    homeDir = await mkdtemp(join(tmpdir(), 'result-links-config-'));
    path = defaultConfigPath({ homeDir, env: {} });
  });
  afterEach(() => rm(homeDir, { recursive: true, force: true }));

  it('reads the default profile, or the one that is named', async () => {
    await write({
      profiles: { default: { region: 'eu' }, us: { region: 'us', komboApiKey: KEY } },
    });

    expect(await load()).toEqual({ region: 'eu' });
    expect(await load({ profile: 'us' })).toEqual({ region: 'us', komboApiKey: KEY });
  });

  it('is empty without a file, and without a default profile in it', async () => {
    expect(await load()).toEqual({});
    await write({ profiles: { us: { region: 'us' } } });
    expect(await load()).toEqual({});
  });

  it('prefers $XDG_CONFIG_HOME, unless it is relative', () => {
    expect(defaultConfigPath({ homeDir: '/home/a', env: { XDG_CONFIG_HOME: '/etc/xdg' } })).toBe(
      '/etc/xdg/result-links/config.json',
    );
    expect(defaultConfigPath({ homeDir: '/home/a', env: { XDG_CONFIG_HOME: 'xdg' } })).toBe(
      '/home/a/.config/result-links/config.json',
    );
  });

  it.each([0o644, 0o640, 0o604, 0o660, 0o620, 0o601])(
    'refuses a file of mode %o and says what to run',
    async (mode) => {
      await write({ profiles: { default: { komboApiKey: KEY } } }, mode);

      const error = await caught(() => load());

      expect(error.exit).toBe('usage');
      expect(error.details.reason).toBe('config_insecure');
      expect(error.message).toContain(path);
      expect(error.details.hint).toBe(`Run: chmod 600 '${path}'`);
    },
  );

  it('takes a file that is only readable', async () => {
    await write({ profiles: { default: { region: 'us' } } }, 0o400);

    expect(await load()).toEqual({ region: 'us' });
  });

  it.each([{ config: '/nonexistent/config.json' }, { profile: 'prod' }])(
    'needs the file when it is asked for: %j',
    async (asked) => {
      const error = await caught(() => load(asked));

      expect(error.details.reason).toBe('config_unreadable');
      expect(error.message).toContain('does not exist');
    },
  );

  it('names the profiles there are', async () => {
    await write({ profiles: { eu: {}, us: {} } });

    const error = await caught(() => load({ profile: 'uk' }));

    expect(error.message).toContain('"uk"');
    expect(error.details.hint).toBe('Profiles there: eu, us.');
  });

  it.each([
    [`{"profiles": {"default": {"komboApiKey": "${KEY}",}}}`, 'json_invalid'],
    [`"${KEY}"`, 'config_invalid'],
    ['{}', 'config_invalid'],
    ['', 'json_invalid'],
    [{ profiles: [] }, 'config_invalid'],
    [{ profiles: { default: KEY } }, 'config_invalid'],
    [{ profiles: { default: { komboApikey: KEY } } }, 'config_invalid'],
    [{ profiles: { default: { komboApiKey: [KEY] } } }, 'config_invalid'],
    [{ profiles: { default: { komboApiKey: '' } } }, 'config_invalid'],
  ])('refuses %j without showing a key', async (content, reason) => {
    await write(content);

    const error = await caught(() => load());

    expect(error.exit).toBe('usage');
    expect(error.details.reason).toBe(reason);
    expect(JSON.stringify([error.message, error.details])).not.toContain(KEY);
  });

  it('refuses a directory', async () => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chmod(path, 0o700);

    expect((await caught(() => load())).details.reason).toBe('config_unreadable');
  });
});
