import type { ActorRemoteFields } from '../model.js';
import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link addApplicationNote} takes. */
export interface AddApplicationNoteRequest {
  x_integration_id: string;
  /** Kombo id. */
  application_id: string;
  request_body: AddApplicationNoteBody;
}

/** The body of {@link addApplicationNote}. */
export interface AddApplicationNoteBody {
  /** The note itself. */
  content: string;
  content_type: 'PLAIN_TEXT';
  remote_fields?: NoteRemoteFields;
}

/** What single tools want besides. */
export interface NoteRemoteFields extends ActorRemoteFields {
  teamtailor?: { user_id?: string };
  greenhouse?: ActorRemoteFields['greenhouse'] & {
    /** Who may read it. */
    visibility?: 'admin_only' | 'private' | 'public';
  };
  recruitee?: { visibility?: unknown; is_json?: boolean };
  /** Kind of note. */
  bullhorn?: { action?: string };
  /** Id of the user it is written as. */
  lever?: { perform_as?: string };
}

const ROUTE: Route = {
  method: 'POST',
  path: '/ats/applications/{application_id}/notes',
  of: 'integration',
};

/**
 * `POST /ats/applications/{application_id}/notes`: adds a note. The fall-back where an ATS takes no result
 * links: put the link into the text. Needs the permission "Add notes".
 * Source: Kombo OpenAPI document (PostAtsApplicationsApplicationIdNotes), 2026-05-02.
 */
export function addApplicationNote(
  caller: OperationCaller,
  request: AddApplicationNoteRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
