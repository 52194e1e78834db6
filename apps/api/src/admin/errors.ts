import {
  KomboKeyRequiredError,
  RegionMismatchError,
  WebhookSecretTakenError,
} from '@result-links/delivery';
import { BaseUrlError } from '@result-links/kombo-client';
import { EncryptionKeyMissingError, UnfinishedMoveError } from '@result-links/engine';
import { ApiError, invalidRequest } from '../http/api-error.js';

/** Runs a step of administration; what an administrator can mend becomes an answer that says so. */
export async function explained<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BaseUrlError || error instanceof RegionMismatchError) {
      const message = `base_url ${error.problem}`;
      throw invalidRequest([{ path: 'base_url', code: error.code, message }]);
    }
    if (error instanceof KomboKeyRequiredError) {
      throw invalidRequest([{ path: 'kombo_api_key', code: error.code, message: error.message }]);
    }
    if (error instanceof WebhookSecretTakenError) {
      throw invalidRequest([{ path: 'webhook_secret', code: error.code, message: error.message }]);
    }
    if (error instanceof EncryptionKeyMissingError) {
      throw new ApiError({
        status: 409,
        code: null,
        reason: error.code,
        title: 'The service has no encryption key',
        message: `${error.message}.`,
      });
    }
    if (error instanceof UnfinishedMoveError) {
      throw new ApiError({
        status: 409,
        code: null,
        reason: error.code,
        title: 'The database is being filled',
        message: error.message,
      });
    }
    throw error;
  }
}

/** 404: there is no account of this id. */
export function accountNotFound(): ApiError {
  return new ApiError({
    status: 404,
    code: null,
    reason: 'account_not_found',
    title: 'There is no such account',
    message: 'There is no account with this id. GET /v1/admin/accounts lists them.',
  });
}
