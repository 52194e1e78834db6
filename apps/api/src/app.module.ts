import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { Engine } from '@result-links/engine';
import { BatchController } from './batch/batch.controller.js';
import { BatchService } from './batch/batch.service.js';
import type { Config } from './config/config.js';
import { AccountsController } from './admin/accounts.controller.js';
import { AccountsService } from './admin/accounts.service.js';
import { AdminKeysController } from './admin/admin-keys.controller.js';
import { AdminKeysService } from './admin/admin-keys.service.js';
import { ApiKeysController } from './admin/api-keys.controller.js';
import { ApiKeysService } from './admin/api-keys.service.js';
import { AuditRecordsController } from './admin/audit-records.controller.js';
import { AuditController } from './admin/audit.controller.js';
import { AuditService } from './admin/audit.service.js';
import { DatabaseController } from './admin/database.controller.js';
import { EncryptionController } from './admin/encryption.controller.js';
import { ErasuresController } from './admin/erasures.controller.js';
import { CONFIG } from './config/config.provider.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { ENGINE } from './engine.provider.js';
import { RateLimits } from './hardening/rate-limits.js';
import { HealthController } from './health/health.controller.js';
import { AdminGuard } from './http/admin.guard.js';
import { ApiKeyGuard } from './http/api-key.guard.js';
import { ContractValidationPipe } from './http/contract-validation.pipe.js';
import { ErrorEnvelopeFilter } from './http/error-envelope.filter.js';
import { BODY_TIMEOUT_MS, InputGuard } from './http/input.guard.js';
import { IntegrationsController } from './integrations/integrations.controller.js';
import { IntegrationsService } from './integrations/integrations.service.js';
import { ResultLinksController } from './result-links/result-links.controller.js';
import { ResultLinksService } from './result-links/result-links.service.js';
import { TargetsController } from './targets/targets.controller.js';
import { TargetsService } from './targets/targets.service.js';
import { KomboWebhooksController } from './webhooks/kombo-webhooks.controller.js';
import { WebhookEndpointsController } from './webhooks/webhook-endpoints.controller.js';
import { WebhookEndpointsService } from './webhooks/webhook-endpoints.service.js';

/** The whole API; what it stands on is handed in, so that tests and the OpenAPI export can choose. */
@Module({})
export class AppModule {
  static with(config: Config, engine: Engine, bodyTimeoutMs: number): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        ResultLinksController,
        DeliveriesController,
        BatchController,
        IntegrationsController,
        TargetsController,
        KomboWebhooksController,
        WebhookEndpointsController,
        HealthController,
        AccountsController,
        ApiKeysController,
        AdminKeysController,
        EncryptionController,
        DatabaseController,
        ErasuresController,
        AuditController,
        AuditRecordsController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: ENGINE, useValue: engine },
        { provide: BODY_TIMEOUT_MS, useValue: bodyTimeoutMs },
        { provide: APP_PIPE, useClass: ContractValidationPipe },
        { provide: APP_FILTER, useClass: ErrorEnvelopeFilter },
        ApiKeyGuard,
        AdminGuard,
        AccountsService,
        ApiKeysService,
        AdminKeysService,
        AuditService,
        RateLimits,
        InputGuard,
        ResultLinksService,
        DeliveriesService,
        BatchService,
        IntegrationsService,
        TargetsService,
        WebhookEndpointsService,
      ],
    };
  }
}
