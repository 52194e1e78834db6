/** Whether a key is good, by what the API says of it. */
export function keyState({
  revoked_at,
  expires_at,
}: {
  revoked_at: string | null;
  expires_at: string | null;
}): 'good' | 'revoked' | 'expired' {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && Date.parse(expires_at) <= Date.now() ? 'expired' : 'good';
}
