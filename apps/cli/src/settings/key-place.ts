import { usageError, type CliError } from '../errors.js';

/** Says where to send; what flags, environment and profile have in common. */
export interface Address {
  region?: string | undefined;
  baseUrl?: string | undefined;
  apiUrl?: string | undefined;
}

/** Where settings come from. */
export type Place = 'flags' | 'environment' | 'profile';

/** What one place says about the address. */
export interface Layer extends Address {
  place: Place;
}

/** Hosts of this machine: what goes there crosses no network. */
const LOOPBACK = /^(?:(?:.*\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/** @throws CliError for plain HTTP to another machine: everyone on the way could read the key */
export function requireHttps(url: string): void {
  const parsed = URL.parse(url);
  // Whatever else is wrong with an address, its client says.
  if (parsed?.protocol !== 'http:' || LOOPBACK.test(parsed.hostname)) return;
  throw usageError('https_missing', `The address ${parsed.origin} must begin with https://.`, {
    hint:
      'Nothing was sent: plain HTTP to another machine shows the key and the result link to everyone on\n' +
      'the way. Use https://, or a tunnel to this machine: ssh -L 3000:localhost:3000 <host>',
  });
}

/** Keys of one kind by the place they stand in, and how messages call them. */
export type Keys = Readonly<Partial<Record<Place, { key: string | undefined; name: string }>>>;

/** A key, or why there is none although one is set. */
export interface FoundKey {
  apiKey: string | undefined;
  keyProblem?: CliError;
}

/**
 * The key for an address: that of the place which names the address, else the first whose place names no
 * other one. So a key never goes to an address that belongs to another key.
 *
 * @param target the address, with the place that names it
 * @param layers what each place names
 */
export function keyFor(target: Layer, layers: readonly Layer[], keys: Keys): FoundKey {
  const own = keys[target.place]?.key;
  if (own !== undefined) return { apiKey: own };
  const others = layers.filter(({ place }) => keys[place]?.key !== undefined);
  const fitting = others.find((layer) => mayGo(layer, target));
  if (fitting !== undefined) return { apiKey: keys[fitting.place]?.key };
  const [other] = others;
  if (other === undefined) return { apiKey: undefined };
  const name = keys[other.place]?.name ?? 'The key';
  return { apiKey: undefined, keyProblem: otherAddress(other, target, name) };
}

/** A profile is complete: its Kombo key without an address is one for Kombo itself. */
function mayGo(named: Layer, target: Layer): boolean {
  const own = nameOf(named, target);
  if (own !== undefined) return own === nameOf(target, target);
  return named.place !== 'profile' || target.baseUrl === undefined;
}

/** An address as far as a key depends on it, of the kind that counts: the API, or Kombo. */
function nameOf({ apiUrl, baseUrl, region }: Address, target: Address): string | undefined {
  const url = target.apiUrl === undefined ? baseUrl : apiUrl;
  if (url !== undefined) return URL.parse(url)?.origin ?? url;
  return target.apiUrl === undefined && region !== undefined
    ? `Kombo, region ${region}`
    : undefined;
}

function otherAddress(named: Layer, target: Layer, key: string): CliError {
  const [own = 'Kombo', wanted = 'this address'] = [nameOf(named, target), nameOf(target, target)];
  return usageError('key_of_another_address', `${key} is for ${own}, not for ${wanted}.`, {
    hint:
      'Nothing was sent. Keep a key and its address in one place: the environment, or a profile of the\n' +
      'configuration file (--profile).',
  });
}
