import { Inject, Injectable } from '@nestjs/common';
import type * as contract from '@result-links/contracts/admin';
import { mintAdminKey, type Actor, type AdminKey } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { ENGINE } from '../engine.provider.js';
import { ApiError } from '../http/api-error.js';
import { expiryOf } from './expiry.js';
import { requireKeyName } from './key-name.js';

/** Creates and revokes named admin keys. */
@Injectable()
export class AdminKeysService {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  async list(): Promise<contract.ListAdminKeysResponse> {
    const keys = await this.engine.adminKeys.list();
    return { status: 'success', data: { results: keys.map(toAdminKey) } };
  }

  /** The answer is the only place where the key ever is. @throws ApiError 400 for a name that misleads, or a time that has passed */
  async create(
    by: Actor,
    request: contract.CreateAdminKeyRequest,
  ): Promise<contract.NewAdminKeyResponse> {
    const { name, scope = 'write' } = request;
    requireKeyName(name);
    const { key, hash, hint } = mintAdminKey();
    const expiresAt = expiryOf(request);
    const kept = await this.engine.adminKeys.create({ name, scope, expiresAt, hash, hint }, by);
    return { status: 'success', data: { ...toAdminKey(kept), key } };
  }

  /** @throws ApiError 404 */
  async revoke(by: Actor, id: string): Promise<contract.AdminKeyResponse> {
    const key = await this.engine.adminKeys.revoke(id, by);
    if (key === null) {
      throw new ApiError({
        status: 404,
        code: null,
        reason: 'admin_key_not_found',
        title: 'There is no such admin key',
        message: 'There is no admin key with this ID. GET /v1/admin/keys lists them.',
      });
    }
    return { status: 'success', data: toAdminKey(key) };
  }
}

/** Field by field. */
function toAdminKey(key: AdminKey): contract.AdminKey {
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    scope: key.scope,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  };
}
