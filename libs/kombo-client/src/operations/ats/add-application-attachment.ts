import type { ActorRemoteFields, Attachment } from '../model.js';
import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link addApplicationAttachment} takes. */
export interface AddApplicationAttachmentRequest {
  x_integration_id: string;
  /** Kombo id. */
  application_id: string;
  request_body: AddApplicationAttachmentBody;
}

/** The body of {@link addApplicationAttachment}. */
export interface AddApplicationAttachmentBody {
  attachment: Attachment;
  remote_fields?: ActorRemoteFields & {
    oracle?: {
      override_document_category?:
        'IRC_CANDIDATE_RESUME' | 'IRC_CANDIDATE_COVERLETTER' | 'MISC' | 'IRC_INTERNAL';
      multi_post_to_all_current_applications?: boolean;
    };
  };
}

const ROUTE: Route = {
  method: 'POST',
  path: '/ats/applications/{application_id}/attachments',
  of: 'integration',
};

/**
 * `POST /ats/applications/{application_id}/attachments`: adds a file, e.g. a report. Where the ATS
 * keeps files with candidates only, Kombo adds it there. Needs the permission "Add attachments".
 * Source: Kombo OpenAPI document (PostAtsApplicationsApplicationIdAttachments), 2026-05-02.
 */
export function addApplicationAttachment(
  caller: OperationCaller,
  request: AddApplicationAttachmentRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
