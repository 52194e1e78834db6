import { isObject } from '../answer-body.js';
import {
  senselessAnswer,
  type CallOptions,
  type KomboResponse,
  type OperationCaller,
  type Route,
} from './operation-caller.js';

/** What every listing takes. */
export interface ListRequest {
  x_integration_id: string;
  /** Where to begin: `next` of an earlier page. Default: at the beginning. */
  cursor?: string;
  /** Entries per page, 1 to 250. Default: Kombo's, 100. */
  page_size?: number;
}

/**
 * What listings of synced data take. A list of values matches what has any of them; an empty one is
 * refused, for Kombo would take it for no filter at all.
 */
export interface SyncedListRequest extends ListRequest {
  /** Only what changed since, itself or something nested in it. ISO 8601, or a `Date`. */
  updated_after?: string | Date;
  /** Entries that are gone from the ATS too. Default: false. */
  include_deleted?: boolean;
  /** Leave filters out that this ATS cannot serve, instead of finding nothing. Default: false. */
  ignore_unsupported_filters?: boolean;
  /** Kombo ids. */
  ids?: readonly string[];
  /** Ids in the ATS. */
  remote_ids?: readonly string[];
}

/** One page of a listing. */
export interface Page<T> {
  results: T[];
  /** The cursor of the next page; `null` on the last one. */
  next: string | null;
}

/**
 * The answer to a listing, fetched as it is read. Nothing is sent before it is; breaking off a loop
 * fetches nothing more. Each loop begins anew.
 *
 * ```ts
 * for await (const candidate of kombo.ats.getCandidates({ x_integration_id, email })) { … }
 * const { data } = await kombo.ats.getCandidates({ x_integration_id, page_size: 5 }).page();
 * ```
 */
export class Listing<T> implements AsyncIterable<T> {
  readonly #caller: OperationCaller;
  readonly #route: Route;
  readonly #request: ListRequest;
  readonly #options?: CallOptions;

  constructor(
    caller: OperationCaller,
    route: Route,
    request: ListRequest,
    options: CallOptions | undefined,
  ) {
    this.#caller = caller;
    this.#route = route;
    this.#request = request;
    this.#options = options;
  }

  /** One page: the one at `cursor` of the request, else the first. */
  page(): Promise<KomboResponse<Page<T>>> {
    return this.#pageAt(this.#request.cursor);
  }

  /**
   * All pages, from the one at `cursor` on.
   *
   * @throws KomboHttpError when Kombo gives a cursor it gave before, for that would never end
   */
  async *pages(): AsyncGenerator<KomboResponse<Page<T>>, void> {
    const seen = new Set<string>();
    let { cursor } = this.#request;
    do {
      if (cursor !== undefined) {
        seen.add(cursor);
      }
      const page = await this.#pageAt(cursor);
      yield page;
      cursor = page.data.next ?? undefined;
      if (cursor !== undefined && seen.has(cursor)) {
        throw senselessAnswer(
          page,
          'Kombo answered with a cursor that leads back to an earlier page',
        );
      }
    } while (cursor !== undefined);
  }

  /** All entries of all pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for await (const { data } of this.pages()) {
      yield* data.results;
    }
  }

  async #pageAt(cursor: string | undefined): Promise<KomboResponse<Page<T>>> {
    const request = { ...this.#request, cursor };
    const response = await this.#caller.fetch(this.#route, request, this.#options);
    const { results, next } = response.data as { results?: unknown; next?: unknown };
    if (!Array.isArray(results)) {
      throw senselessAnswer(response, 'Kombo answered with a page that has no results');
    }
    return {
      ...response,
      data: {
        results: results.filter(isObject) as T[],
        next: typeof next === 'string' && next !== '' ? next : null,
      },
    };
  }
}
