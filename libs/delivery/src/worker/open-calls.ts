import type { Delivery } from '../model.js';
import type { IntegrationName, WorkerLoad } from '../ports.js';

/** A call takes one place, and another for each of these many characters of its body: memory is what they cost. */
const CHARACTERS_PER_PLACE = 65_536;
/** Requests of one account that may be on their way out at once. */
const MOST_UNSENT = 8;

/** One call to Kombo, from when its attempt is claimed until its answer. */
export interface OpenCall {
  /** The request is on the wire. */
  sent(): void;
  /** The call is over, sent or not. */
  end(): void;
}

/** Counts the calls that a process has open, by integration, and those not yet on the wire, by account. */
export class OpenCalls implements WorkerLoad {
  readonly #byIntegration = new Counts();
  readonly #unsent = new Counts();
  #open = 0;

  /** @param places maximum number of open calls with bodies of usual size */
  constructor(readonly places: number) {}

  get free(): number {
    return this.places - this.#open;
  }

  callsOf(integration: IntegrationName): number {
    return this.#byIntegration.of(nameOf(integration));
  }

  isStuck(accountId: string): boolean {
    return this.#unsent.of(accountId) >= MOST_UNSENT;
  }

  /** Opens the call of a delivery; its `sent` and `end` may be called more than once. */
  open(delivery: IntegrationName & Pick<Delivery, 'body'>): OpenCall {
    const size = JSON.stringify(delivery.body).length;
    const places = 1 + Math.floor(size / CHARACTERS_PER_PLACE);
    const close = this.#byIntegration.add(nameOf(delivery), places);
    const sent = this.#unsent.add(delivery.accountId, 1);
    let isOpen = true;
    this.#open += places;
    return {
      sent,
      end: () => {
        sent();
        close();
        if (isOpen) this.#open -= places;
        isOpen = false;
      },
    };
  }
}

/** Counts by name; names without any are forgotten. */
class Counts {
  readonly #counts = new Map<string, number>();

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Adds to a count; the function it returns takes that away again, once. */
  add(name: string, amount: number): () => void {
    this.#counts.set(name, this.of(name) + amount);
    let isCounted = true;
    return () => {
      if (!isCounted) return;
      isCounted = false;
      const left = this.of(name) - amount;
      if (left === 0) this.#counts.delete(name);
      else this.#counts.set(name, left);
    };
  }
}

function nameOf({ accountId, integrationId }: IntegrationName): string {
  return `${accountId}\n${integrationId}`;
}
