// TypeScript 5.8 and later lets a CommonJS file require these ES modules, under `nodenext`.
import { KOMBO_ERROR_CODES, type KomboErrorCode } from '@result-links/contracts';
import { KomboClient } from '@result-links/kombo-client';

export const first: KomboErrorCode = KOMBO_ERROR_CODES[0];
export const kombo: KomboClient = new KomboClient({ apiKey: 'key', region: 'eu' });
