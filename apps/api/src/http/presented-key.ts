/** The API key of an `Authorization` header; `undefined`: there is none, or it is no bearer token. */
export function presentedKey(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}
