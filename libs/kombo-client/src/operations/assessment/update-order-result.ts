import type { AttachedFile } from '../model.js';
import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link updateOrderResult} takes. */
export interface UpdateOrderResultRequest {
  x_integration_id: string;
  /** Kombo id of the order. */
  assessment_order_id: string;
  request_body: OrderResult;
}

/** The body of {@link updateOrderResult}. */
export interface OrderResult {
  /** Can be changed only while it is `OPEN`. */
  status: 'COMPLETED' | 'CANCELLED' | 'OPEN';
  result_url: string;
  /** Needed unless `status` is `OPEN`. ISO 8601, or a `Date`. */
  completed_at?: string | Date;
  score?: number;
  max_score?: number;
  attributes?: OrderAttribute[];
  /** At most five. */
  attachments?: AttachedFile[];
  remote_fields?: {
    smartrecruiters?: { scoreLabel?: string };
    recruitee?: { subtitle?: string };
    [tool: string]: unknown;
  };
}

/** One more thing to tell; where an ATS knows texts only, Kombo makes one of a result. */
export type OrderAttribute =
  | { type: 'TEXT'; label: string; value: string }
  | {
      type: 'SUB_RESULT';
      /** Your own id of the part. */
      id: string;
      label: string;
      /** `max` is at least 1. */
      score: { value: number; max: number };
      status: 'COMPLETED' | 'CANCELLED';
    };

const ROUTE: Route = {
  method: 'PUT',
  path: '/assessment/orders/{assessment_order_id}/result',
  of: 'integration',
};

/**
 * `PUT /assessment/orders/{assessment_order_id}/result`: the result of an ordered test. For tests
 * that nobody ordered in the ATS, a result link is the way.
 * Source: Kombo OpenAPI document (PutAssessmentOrdersAssessmentOrderIdResult), 2026-05-02.
 */
export function updateOrderResult(
  caller: OperationCaller,
  request: UpdateOrderResultRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
