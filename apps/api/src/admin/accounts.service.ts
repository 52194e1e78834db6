import { Inject, Injectable } from '@nestjs/common';
import type { ErrorReason } from '@result-links/contracts';
import type * as contract from '@result-links/contracts/admin';
import {
  allowedAddress,
  WebhookSecretTakenError,
  type AccountChanges,
  type AccountSettings,
  type Actor,
} from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { CONFIG } from '../config/config.provider.js';
import type { Config } from '../config/config.js';
import { ENGINE } from '../engine.provider.js';
import { ApiError } from '../http/api-error.js';
import { toAccount, toLimits } from './account.mapper.js';
import { accountNotFound, explained } from './errors.js';

/** Keeps accounts. */
@Injectable()
export class AccountsService {
  private readonly allowedHosts: readonly string[];
  private readonly secretOfEnvironment: string | undefined;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(CONFIG) { hardening, engine: settings }: Config,
  ) {
    this.allowedHosts = hardening.komboHosts;
    this.secretOfEnvironment = settings.webhooks.komboSecret;
  }

  async list(): Promise<contract.ListAccountsResponse> {
    const accounts = await this.engine.accounts.list();
    return { status: 'success', data: { results: accounts.map(toAccount) } };
  }

  /** @throws ApiError 404 */
  async show(id: string): Promise<contract.AccountResponse> {
    return answer(await this.find(id));
  }

  /** @throws ApiError 409 when the id is taken or nothing can be encrypted; 400 for an address that it may not have */
  async create(
    by: Actor,
    request: contract.CreateAccountRequest,
  ): Promise<contract.AccountResponse> {
    const { id, region } = request;
    const account = await explained(async () => {
      const baseUrl = allowedAddress(region, request.base_url ?? null, this.allowedHosts);
      this.assertNotOfEnvironment(request.webhook_secret);
      const settings = {
        ...{ id, region, baseUrl, name: request.name ?? null },
        komboApiKey: request.kombo_api_key,
        webhookSecret: request.webhook_secret ?? null,
        onUnknown: request.on_unknown ?? 'hold',
        limits: toLimits(request.limits ?? {}),
      };
      return this.engine.accounts.create(settings, by);
    });
    if (account === null) {
      throw conflict(
        'account_exists',
        'The account exists',
        `There is an account "${id}" already.`,
      );
    }
    return answer(account);
  }

  /** @throws ApiError 404; 409 for the account of the environment; 400 as for {@link create}, or for a new address without the key */
  async update(
    by: Actor,
    id: string,
    request: contract.UpdateAccountRequest,
  ): Promise<contract.AccountResponse> {
    const { region, baseUrl } = await this.findStored(id);
    const { base_url = baseUrl } = request;
    const account = await explained(async () => {
      const isOther = region !== null && base_url !== baseUrl;
      const address = isOther ? allowedAddress(region, base_url, this.allowedHosts) : baseUrl;
      this.assertNotOfEnvironment(request.webhook_secret);
      const changes = {
        ...toChanges(request),
        ...(address !== baseUrl && { baseUrl: address }),
      };
      return this.engine.accounts.update(id, changes, by);
    });
    if (account === null) {
      throw accountNotFound();
    }
    return answer(account);
  }

  /** @throws ApiError 404; 409 while something that was accepted for it is kept */
  async delete(by: Actor, id: string): Promise<contract.DeletedResponse> {
    await this.findStored(id);
    switch (await this.engine.accounts.delete(id, by)) {
      case 'deleted':
        return { status: 'success', data: { id, is_deleted: true } };
      case 'in_use':
        throw conflict(
          'account_in_use',
          'The account has deliveries',
          'Result links were accepted for this account, and what became of them is kept. Disable the account instead: PATCH it with {"is_enabled":false}.',
        );
      default:
        throw accountNotFound();
    }
  }

  /** The store compares with the accounts that it has. */
  private assertNotOfEnvironment(secret: string | null | undefined): void {
    if (typeof secret === 'string' && secret === this.secretOfEnvironment) {
      throw new WebhookSecretTakenError();
    }
  }

  private async find(id: string): Promise<AccountSettings> {
    const account = await this.engine.accounts.find(id);
    if (account === null) {
      throw accountNotFound();
    }
    return account;
  }

  private async findStored(id: string): Promise<AccountSettings> {
    const account = await this.find(id);
    if (account.source !== 'stored') {
      throw conflict(
        'account_of_environment',
        'The account is set up by the environment',
        'This account has its settings from KOMBO_API_KEY and its neighbours in the environment of the service. Change them there.',
      );
    }
    return account;
  }
}

function answer(account: AccountSettings): contract.AccountResponse {
  return { status: 'success', data: toAccount(account) };
}

function toChanges(request: contract.UpdateAccountRequest): AccountChanges {
  const { name, kombo_api_key, webhook_secret, on_unknown, limits, is_enabled } = request;
  return {
    ...(name !== undefined && { name }),
    ...(kombo_api_key !== undefined && { komboApiKey: kombo_api_key }),
    ...(webhook_secret !== undefined && { webhookSecret: webhook_secret }),
    ...(on_unknown !== undefined && { onUnknown: on_unknown }),
    ...(limits !== undefined && { limits: toLimits(limits) }),
    ...(is_enabled !== undefined && { isEnabled: is_enabled }),
  };
}

function conflict(reason: ErrorReason, title: string, message: string): ApiError {
  return new ApiError({ status: 409, code: null, reason, title, message });
}
