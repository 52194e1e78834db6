import { Inject, Injectable } from '@nestjs/common';
import type * as contract from '@result-links/contracts/admin';
import { mintApiKey, type Actor } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { ENGINE } from '../engine.provider.js';
import { ApiError } from '../http/api-error.js';
import { toApiKey } from './account.mapper.js';
import { accountNotFound } from './errors.js';
import { expiryOf } from './expiry.js';
import { requireKeyName } from './key-name.js';

/** Makes and revokes the keys that callers present. */
@Injectable()
export class ApiKeysService {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /** @throws ApiError 404 */
  async list(accountId: string): Promise<contract.ListApiKeysResponse> {
    if ((await this.engine.accounts.find(accountId)) === null) {
      throw accountNotFound();
    }
    const keys = await this.engine.accounts.listKeys(accountId);
    return { status: 'success', data: { results: keys.map(toApiKey) } };
  }

  /** The answer is the only place where the key ever is. @throws ApiError 404; 400 for a name that misleads, or a time that has passed */
  async create(
    by: Actor,
    accountId: string,
    request: contract.CreateApiKeyRequest,
  ): Promise<contract.NewApiKeyResponse> {
    requireKeyName(request.name);
    const expiresAt = expiryOf(request);
    const { key, hash, hint } = mintApiKey();
    const newKey = {
      ...{ accountId, name: request.name, scope: request.scope ?? 'write' },
      ...{ integrations: request.integrations ?? null, expiresAt, hash, hint },
    };
    const kept = await this.engine.accounts.createKey(newKey, by);
    if (kept === null) {
      throw accountNotFound();
    }
    return { status: 'success', data: { ...toApiKey(kept), key } };
  }

  /** @throws ApiError 404 */
  async revoke(by: Actor, accountId: string, keyId: string): Promise<contract.ApiKeyResponse> {
    const key = await this.engine.accounts.revokeKey(accountId, keyId, by);
    if (key === null) {
      throw new ApiError({
        status: 404,
        code: null,
        reason: 'api_key_not_found',
        title: 'There is no such key',
        message: 'This account has no API key with this id. The list of its keys has the ids.',
      });
    }
    return { status: 'success', data: toApiKey(key) };
  }
}
