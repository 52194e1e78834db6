import type { KeyScope } from '@result-links/delivery';
import type { KeyRefusal } from '@result-links/engine';
import { ApiError } from './api-error.js';

const MESSAGES: Readonly<Record<KeyRefusal | 'api_key_missing', string>> = {
  api_key_missing: 'Send the API key of this service as the header "Authorization: Bearer <key>".',
  api_key_wrong:
    'This service does not know the API key that was sent. It is the key of result-links, not the one of Kombo.',
  api_key_revoked: 'The API key was revoked. Ask the administrator of this service for another.',
  api_key_expired: 'The API key has expired. Ask the administrator of this service for another.',
  account_disabled: 'The account of this API key is disabled.',
};

/** 401: nobody is let in with this key, or without one. */
export function notLetIn(reason: keyof typeof MESSAGES): ApiError {
  return new ApiError({
    status: 401,
    code: 'PLATFORM.AUTHENTICATION_INVALID',
    reason,
    title: 'The API key is missing or wrong',
    message: MESSAGES[reason],
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

const ADMIN_MESSAGES = {
  admin_key_missing:
    'Send an admin key of this service (RESULT_LINKS_ADMIN_KEY, or one created with "result-links admin admin-keys create") as the header "Authorization: Bearer <key>".',
  admin_key_wrong: 'This service does not know the admin key that was sent.',
  admin_key_revoked: 'The admin key was revoked. Ask another administrator for a new one.',
  admin_key_expired: 'The admin key has expired. Ask another administrator for a new one.',
} as const;

/** 401: the admin routes are closed to this key, or without one. */
export function adminRefusal(reason: keyof typeof ADMIN_MESSAGES): ApiError {
  return new ApiError({
    status: 401,
    code: 'PLATFORM.AUTHENTICATION_INVALID',
    reason,
    title: 'The admin key is missing or wrong',
    message: ADMIN_MESSAGES[reason],
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

/** 403: the key is good, but not for this. */
export function scopeMissing(scope: KeyScope): ApiError {
  return new ApiError({
    status: 403,
    code: null,
    reason: 'scope_missing',
    title: 'The key may not do this',
    message: `This needs a key with the scope "${scope}". Nothing was done.`,
  });
}

/** 403: a key that is restricted to some integrations has reached for something else. */
export function integrationNotAllowed(): ApiError {
  return new ApiError({
    status: 403,
    code: null,
    reason: 'integration_not_allowed',
    title: 'The API key is for other integrations',
    message:
      'This API key is restricted to some integrations, and this is about another or about all of them. Nothing was done.',
  });
}
