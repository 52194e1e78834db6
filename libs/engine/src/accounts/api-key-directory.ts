import { API_KEY_PREFIX, type KnownKey, type Principal } from '@result-links/delivery';
import { KeyDirectory, type KeyDirectoryOptions } from './key-directory.js';

/** Why an API key is not let in. */
export type KeyRefusal =
  'api_key_wrong' | 'api_key_revoked' | 'api_key_expired' | 'account_disabled';

/** Whom a key stands for, or why it is not let in. */
export type KeyVerdict = { principal: Principal } | { refusal: KeyRefusal };

/** Knows the stored API keys of accounts. */
export class ApiKeyDirectory extends KeyDirectory<KnownKey> {
  constructor(options: Omit<KeyDirectoryOptions<KnownKey>, 'prefix'>) {
    super({ ...options, prefix: API_KEY_PREFIX });
  }

  /**
   * Who presents `key`.
   *
   * @throws DatabaseUnavailableError when the key is not known here and nobody can be asked
   */
  async identify(key: string): Promise<KeyVerdict> {
    const checked = await this.check(key);
    if ('refusal' in checked) return { refusal: `api_key_${checked.refusal}` };
    if (!checked.key.isAccountEnabled) return { refusal: 'account_disabled' };
    this.noteUse(checked.key);
    const { id, name, accountId, scope, integrations } = checked.key;
    return { principal: { accountId, keyId: id, keyName: name, scope, integrations } };
  }
}
