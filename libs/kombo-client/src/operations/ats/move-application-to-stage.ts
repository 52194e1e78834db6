import type { ActorRemoteFields } from '../model.js';
import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link moveApplicationToStage} takes. */
export interface MoveApplicationToStageRequest {
  x_integration_id: string;
  /** Kombo id. */
  application_id: string;
  request_body: MoveApplicationToStageBody;
}

/** The body of {@link moveApplicationToStage}. */
export interface MoveApplicationToStageBody {
  /** Kombo id of the stage; the stages of a job are in `getJobs`. */
  stage_id: string;
  remote_fields?: ActorRemoteFields & {
    workday?: {
      Workflow_Step_ID?: string;
      Step_Type?: 'Next_Step_Reference' | 'Disposition_Step_Reference';
    };
  };
}

const ROUTE: Route = {
  method: 'PUT',
  path: '/ats/applications/{application_id}/stage',
  of: 'integration',
};

/**
 * `PUT /ats/applications/{application_id}/stage`: moves an application to another stage, e.g. after
 * a test was passed.
 * Source: Kombo OpenAPI document (PutAtsApplicationsApplicationIdStage), 2026-05-02.
 */
export function moveApplicationToStage(
  caller: OperationCaller,
  request: MoveApplicationToStageRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
