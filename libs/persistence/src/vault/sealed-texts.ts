import type { Attempt, OutcomeDetails } from '@result-links/delivery';
import { withoutTexts } from '@result-links/delivery';
import { UnopenableError } from './sealed.js';
import type { Vault } from './vault.js';

/** What an answer came to and said. */
type Told = Pick<Attempt, 'details' | 'warnings'>;

/** {@link Told} as its two columns hold it: `sealed` has the texts and the warnings. */
export interface ToldColumns {
  details: (OutcomeDetails & { sealed?: string }) | null;
  warnings: string[];
}

/**
 * Details and warnings as they are kept. With encryption on, what Kombo and the ATS said (title, message,
 * log page, warnings, a code without the shape of one) is sealed for `place`; code and status stay readable, also
 * for statements. When nothing was sent, the texts are ours.
 */
export function textsToColumns(
  vault: Vault,
  place: string,
  { details, warnings }: Told,
): ToldColumns {
  if (vault.keyId === null || details === null || details.requestSent === 'no') {
    return { details, warnings };
  }
  const open = withoutTexts(details);
  const { code, title, message, logUrl } = details;
  const isTextless = (title ?? message ?? logUrl) === null && open.code === code;
  if (isTextless && warnings.length === 0) return { details, warnings };
  const texts = { ...(open.code !== code && { code }), title, message, logUrl, warnings };
  return { details: { ...open, sealed: vault.seal(place, JSON.stringify(texts)) }, warnings: [] };
}

/** What {@link textsToColumns} has made. Texts that were changed in the database are left out. */
export function textsFromColumns(vault: Vault, place: string, columns: ToldColumns): Told {
  const { details, warnings } = columns;
  if (details?.sealed === undefined) return { details, warnings };
  try {
    const { warnings: sealedWarnings, ...texts } = JSON.parse(vault.open(place, details.sealed));
    return { details: { ...withoutTexts(details), ...texts }, warnings: sealedWarnings };
  } catch (error) {
    if (error instanceof UnopenableError && error.isDamaged) {
      return { details: withoutTexts(details), warnings };
    }
    throw error;
  }
}

/** Where the texts of a delivery's last answer are kept, for sealing. */
export function placeOfLastTexts(deliveryId: string): string {
  return `deliveries.last_details ${deliveryId}`;
}

/** Where the texts of an attempt are kept. */
export function placeOfTexts({
  deliveryId,
  number,
}: Pick<Attempt, 'deliveryId' | 'number'>): string {
  return `attempts.details ${deliveryId}#${number}`;
}
