import type {
  Account,
  AdminKey,
  ApiKey,
  AuditQuery,
  AuditRecordList,
  ConfirmDatabaseRequest,
  CreateAccountRequest,
  CreateAdminKeyRequest,
  CreateApiKeyRequest,
  DatabaseConfirmation,
  EncryptionProgress,
  EraseTargetRequest,
  Erasure,
  ListAuditRecordsQuery,
  NewAdminKey,
  NewApiKey,
  UpdateAccountRequest,
} from '@result-links/contracts/admin';
import type { CallOptions } from '../call-options.js';
import { asFields, asText, readData, toApiError } from '../transport/answers.js';
import { linesOf } from '../transport/lines.js';
import { openTransport, type ConnectionOptions } from '../transport/open-transport.js';
import { queryString, segment } from '../transport/path.js';
import type { TransportAnswer } from '../transport/answers.js';
import type { Transport } from '../transport/transport.js';

/** A line of an audit: a delivery, an erasure, an action, or the end. */
export type AuditLine = { type: string } & Record<string, unknown>;

/** How to reach the admin routes of the API. */
export interface ResultLinksAdminClientOptions extends ConnectionOptions {
  /** An admin key of the service: `RESULT_LINKS_ADMIN_KEY` there, or a named one. */
  adminKey: string;
}

/**
 * Administers the service: accounts, the API keys of each, admin keys, encryption, audit.
 *
 * Errors are those of `ResultLinksClient`; status 404 with the reason `route_not_found` means that no
 * admin key exists there. Neither this object nor any error shows the admin key, or a key that is sent.
 */
export class ResultLinksAdminClient {
  readonly #transport: Transport;

  /** @throws TypeError when an option cannot be used; the message never repeats a key. */
  constructor(options: ResultLinksAdminClientOptions) {
    this.#transport = openTransport(options, 'adminKey', options.adminKey);
  }

  /** All accounts, by id. */
  async listAccounts(options?: CallOptions): Promise<Account[]> {
    return readResults<Account>(await this.#send('GET', '/accounts', undefined, options));
  }

  /** Status 404 when there is none. */
  async getAccount(id: string, options?: CallOptions): Promise<Account> {
    return readOne(await this.#send('GET', accountPath(id), undefined, options));
  }

  /** Status 409 when the id is taken, or the service has no encryption key. */
  async createAccount(request: CreateAccountRequest, options?: CallOptions): Promise<Account> {
    return readOne(await this.#send('POST', '/accounts', request, options));
  }

  /** Changes what is given. Status 409 for the account of the environment. */
  async updateAccount(
    id: string,
    request: UpdateAccountRequest,
    options?: CallOptions,
  ): Promise<Account> {
    return readOne(await this.#send('PATCH', accountPath(id), request, options));
  }

  /** Status 409 while something that was accepted for it is kept. */
  async deleteAccount(id: string, options?: CallOptions): Promise<void> {
    readData(await this.#send('DELETE', accountPath(id), undefined, options));
  }

  /** All keys of an account, newest first; the keys themselves are not among what is known. */
  async listApiKeys(accountId: string, options?: CallOptions): Promise<ApiKey[]> {
    const path = `${accountPath(accountId)}/keys`;
    return readResults<ApiKey>(await this.#send('GET', path, undefined, options));
  }

  /** Makes a key; its `key` is shown this once. */
  async createApiKey(
    accountId: string,
    request: CreateApiKeyRequest,
    options?: CallOptions,
  ): Promise<NewApiKey> {
    const path = `${accountPath(accountId)}/keys`;
    return readOne(await this.#send('POST', path, request, options));
  }

  /** Revokes a key for good. */
  async revokeApiKey(accountId: string, keyId: string, options?: CallOptions): Promise<ApiKey> {
    const path = `${accountPath(accountId)}/keys/${segment(keyId)}`;
    return readOne(await this.#send('DELETE', path, undefined, options));
  }

  /** All named admin keys, newest first, without the keys themselves. */
  async listAdminKeys(options?: CallOptions): Promise<AdminKey[]> {
    return readResults<AdminKey>(await this.#send('GET', '/keys', undefined, options));
  }

  /** Creates a named admin key; its `key` is shown only in this answer. */
  async createAdminKey(
    request: CreateAdminKeyRequest,
    options?: CallOptions,
  ): Promise<NewAdminKey> {
    return readOne(await this.#send('POST', '/keys', request, options));
  }

  /** Revokes a named admin key permanently. */
  async revokeAdminKey(id: string, options?: CallOptions): Promise<AdminKey> {
    return readOne(await this.#send('DELETE', `/keys/${segment(id)}`, undefined, options));
  }

  /** A page of who did what, newest first. */
  async listAuditRecords(
    query: ListAuditRecordsQuery = {},
    options?: CallOptions,
  ): Promise<AuditRecordList> {
    const path = `/audit-records${textQuery(query)}`;
    const answer = await this.#send('GET', path, undefined, options);
    const results: AuditRecordList['results'] = readResults(answer);
    return { results, next: asText(readData(answer)['next']) ?? null };
  }

  /** One round of sealing everything with the first encryption key; again with `next` until that is `null`. */
  async rotateEncryption(after: string | null, options?: CallOptions): Promise<EncryptionProgress> {
    const answer = await this.#send('POST', '/encryption:rotate', { after }, options);
    const data: unknown = readData(answer);
    if (typeof (data as EncryptionProgress).is_complete !== 'boolean') {
      throw toApiError(answer);
    }
    return data as EncryptionProgress;
  }

  /** Resumes sending after the database was restored; status 409 while it is being filled. */
  async confirmDatabase(
    request: ConfirmDatabaseRequest,
    options?: CallOptions,
  ): Promise<DatabaseConfirmation> {
    const answer = await this.#send('POST', '/database:restored', request, options);
    const data: unknown = readData(answer);
    if (typeof (data as DatabaseConfirmation).unknown !== 'number') {
      throw toApiError(answer);
    }
    return data as DatabaseConfirmation;
  }

  /** Erases everything about a candidate or an application; the record of it holds no personal data. */
  async eraseTarget(request: EraseTargetRequest, options?: CallOptions): Promise<Erasure> {
    return readOne(await this.#send('POST', '/erasures', request, options));
  }

  /** Records of erasures, newest first. */
  async listErasures(options?: CallOptions): Promise<Erasure[]> {
    return readResults<Erasure>(await this.#send('GET', '/erasures', undefined, options));
  }

  /**
   * Yields the lines of an audit as they come, the one of the type `end` being the last: without it the
   * answer was cut off. Stop reading and the API stops as well.
   */
  exportAudit(query: AuditQuery = {}, { signal }: CallOptions = {}): AsyncGenerator<AuditLine> {
    return this.#transport.stream(
      {
        method: 'GET',
        path: `/admin/audit${textQuery(query)}`,
        contentType: 'application/x-ndjson',
        signal,
      },
      readLines,
    );
  }

  #send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    { signal }: CallOptions = {},
  ): Promise<TransportAnswer> {
    return this.#transport.send({ method, path: `/admin${path}`, body, signal });
  }
}

function textQuery(query: object): string {
  const values = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return queryString(Object.fromEntries(values));
}

function accountPath(id: string): string {
  return `/accounts/${segment(id)}`;
}

function readOne<T>(answer: TransportAnswer): T {
  const data = readData(answer);
  if (asText(data['id']) === undefined) {
    throw toApiError(answer);
  }
  return data as T;
}

function readResults<T>(answer: TransportAnswer): T[] {
  const { results } = readData(answer);
  const isList = Array.isArray(results) && results.every((item) => asText(asFields(item)?.['id']));
  if (!isList) {
    throw toApiError(answer);
  }
  return results as T[];
}

async function* readLines(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<AuditLine, void, undefined> {
  for await (const line of linesOf(chunks)) {
    yield JSON.parse(line) as AuditLine;
  }
}
