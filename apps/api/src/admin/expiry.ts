import { invalidRequest } from '../http/api-error.js';
import { validTime } from '../http/valid-time.js';

/** When a new key expires; `null`: never. @throws ApiError 400 for a time that has passed */
export function expiryOf({ expires_at }: { expires_at?: string | null }): Date | null {
  if (expires_at === undefined || expires_at === null) return null;
  const expiresAt = validTime(expires_at);
  if (expiresAt > new Date()) return expiresAt;
  throw invalidRequest([
    { path: 'expires_at', code: 'past', message: 'expires_at must be in the future' },
  ]);
}
