import type * as admin from '@result-links/contracts/admin';
import { attempt, delivered } from './deliveries.js';
import { ACCOUNT, CANDIDATE, success } from './shared.js';

const account: admin.Account = {
  id: ACCOUNT,
  name: 'Acme, production',
  source: 'stored',
  region: 'eu',
  base_url: null,
  has_webhook_secret: true,
  on_unknown: 'hold',
  limits: { concurrency: null, rate: '10/s' },
  is_enabled: true,
  created_at: '2026-11-20T08:00:00.000Z',
  updated_at: '2026-11-20T08:00:00.000Z',
};
const apiKey: admin.ApiKey = {
  id: '0c6d1e9a-7b43-4f0e-8b55-1d2f3a4b5c6d',
  account_id: ACCOUNT,
  name: 'assessment backend',
  hint: 'q7Zw',
  scope: 'write',
  integrations: null,
  created_at: '2026-11-20T08:05:00.000Z',
  expires_at: '2027-11-23T00:00:00.000Z',
  revoked_at: null,
  last_used_at: null,
};
const erasure: admin.Erasure = {
  id: '4f0f6c38-51c0-4c6b-9c1c-2b8f5f6f3a77',
  target_type: 'candidate',
  account_id: null,
  integration_id: null,
  erased_at: '2026-11-24T10:00:00.000Z',
  deliveries: 2,
  cancelled: 1,
  in_flight: 0,
};
const adminKey: admin.AdminKey = {
  id: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6072',
  name: 'kim',
  hint: 'w3Xk',
  scope: 'write',
  created_at: '2026-11-20T08:00:00.000Z',
  expires_at: null,
  revoked_at: null,
  last_used_at: '2026-11-24T11:30:00.000Z',
};
const auditRecord: admin.AuditRecord = {
  id: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6073',
  at: '2026-11-24T11:30:00.000Z',
  action: 'api_key.revoke',
  key_type: 'admin_key',
  key_id: adminKey.id,
  key_name: adminKey.name,
  address: '192.0.2.7',
  account_id: ACCOUNT,
  subject: apiKey.id,
  details: { name: apiKey.name },
};
/** Administration, by schema. */
export const ADMINISTRATION = {
  CreateAccountRequest: {
    id: account.id,
    name: account.name,
    region: 'eu',
    kombo_api_key: 'a-key-of-your-kombo-environment',
    webhook_secret: 'a-webhook-secret-of-the-same-environment',
    limits: { rate: '10/s' },
  } satisfies admin.CreateAccountRequest,
  UpdateAccountRequest: { name: account.name } satisfies admin.UpdateAccountRequest,
  AccountResponse: success(account) satisfies admin.AccountResponse,
  ListAccountsResponse: success({ results: [account] }) satisfies admin.ListAccountsResponse,
  DeletedResponse: success({
    id: account.id,
    is_deleted: true as const,
  }) satisfies admin.DeletedResponse,
  CreateApiKeyRequest: {
    name: apiKey.name,
    scope: 'write',
    expires_at: '2027-11-23T00:00:00Z',
  } satisfies admin.CreateApiKeyRequest,
  NewApiKeyResponse: success({
    ...apiKey,
    key: 'rl_an-example-of-a-key-that-ends-with-q7Zw',
  }) satisfies admin.NewApiKeyResponse,
  ApiKeyResponse: success({
    ...apiKey,
    revoked_at: '2026-11-24T11:30:00.000Z',
  }) satisfies admin.ApiKeyResponse,
  ListApiKeysResponse: success({ results: [apiKey] }) satisfies admin.ListApiKeysResponse,
  CreateAdminKeyRequest: { name: adminKey.name } satisfies admin.CreateAdminKeyRequest,
  NewAdminKeyResponse: success({
    ...{ ...adminKey, last_used_at: null },
    key: 'rla_an-example-of-a-key-that-ends-with-w3Xk',
  }) satisfies admin.NewAdminKeyResponse,
  AdminKeyResponse: success({
    ...adminKey,
    revoked_at: '2026-11-24T12:00:00.000Z',
  }) satisfies admin.AdminKeyResponse,
  ListAdminKeysResponse: success({ results: [adminKey] }) satisfies admin.ListAdminKeysResponse,
  ListAuditRecordsResponse: success({
    results: [auditRecord],
    next: null,
  }) satisfies admin.ListAuditRecordsResponse,
  ConfirmDatabaseRequest: {
    since: '2026-11-23T02:00:00.000Z',
  } satisfies admin.ConfirmDatabaseRequest,
  ConfirmDatabaseResponse: success({
    unknown: 42,
    retried: 0,
    accepted_before: '2026-11-23T02:00:00.000Z',
    is_dry_run: false,
  }) satisfies admin.ConfirmDatabaseResponse,
  RotateEncryptionRequest: {} satisfies admin.RotateEncryptionRequest,
  RotateEncryptionResponse: success({
    key_id: '2026-11',
    resealed: 480,
    next: null,
    is_complete: true,
  }) satisfies admin.RotateEncryptionResponse,
  EraseTargetRequest: { candidate_id: CANDIDATE } satisfies admin.EraseTargetRequest,
  ErasureResponse: success(erasure) satisfies admin.ErasureResponse,
  ListErasuresResponse: success({ results: [erasure] }) satisfies admin.ListErasuresResponse,
  AuditedDelivery: {
    type: 'delivery',
    account_id: account.id,
    ...delivered,
    content_hash: '9b74c9897bac770ffc029102a200c5de0b3d2f8c6b4a1e7d5f90318246acbe57',
    erased_at: null,
    attempts: [{ ...attempt, outcome: 'delivered', failure: null, worker: 'host-1:4711:6c1f' }],
    moves: [],
  } satisfies admin.AuditedDelivery,
  AuditedErasure: { type: 'erasure', ...erasure } satisfies admin.AuditedErasure,
  AuditedAction: { type: 'action', ...auditRecord } satisfies admin.AuditedAction,
  AuditEnd: { type: 'end', deliveries: 1, next: null } satisfies admin.AuditEnd,
};
