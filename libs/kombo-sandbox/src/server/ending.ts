import type { Fault, Headers } from '../scenarios/fault.js';
import { cut, send, sendHalf, type Call } from './call.js';
import { errorReply, type Reply } from '../kombo/reply.js';

/** How a request is going to end. `hang`: the client has already gone away. */
export type Ending =
  { ended: 'answered' | 'half-answer'; reply: Reply } | { ended: 'cut' | 'hang' };

/** What a fault depends on besides itself. */
export interface EndingContext {
  /** The answer if nothing goes wrong. */
  normal: Reply;
  /** What the limits say; only in answers that come from Kombo, not from something in front of it. */
  limitHeaders: Headers;
  /** For the error envelope. */
  logUrl: string;
}

/** The ending that `fault` leads to. */
export function endingOf(fault: Fault, context: EndingContext): Ending {
  const normal = withHeaders(context.normal, context.limitHeaders);
  switch (fault.kind) {
    case 'none':
      return { ended: 'answered', reply: normal };
    case 'half-answer':
      return { ended: 'half-answer', reply: normal };
    case 'cut':
    case 'hang':
      return { ended: fault.kind };
    case 'error':
      return { ended: 'answered', reply: scriptedError(fault, context) };
    case 'answer':
      return { ended: 'answered', reply: scriptedAnswer(fault) };
  }
}

/** Ends the request. When the client has gone away, Node drops what is sent. */
export function end(call: Call, ending: Ending): void {
  if (ending.ended === 'answered') send(call, ending.reply);
  else if (ending.ended === 'half-answer') sendHalf(call, ending.reply);
  else cut(call);
}

/** The reply with more headers; its own win. */
export function withHeaders(reply: Reply, headers: Headers): Reply {
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

function scriptedError(fault: Extract<Fault, { kind: 'error' }>, context: EndingContext): Reply {
  const { code, status, message } = fault;
  const headers = { ...context.limitHeaders, ...fault.headers };
  return errorReply(code, { status, message, headers, logUrl: context.logUrl });
}

function scriptedAnswer(fault: Extract<Fault, { kind: 'answer' }>): Reply {
  const type: Headers =
    fault.contentType === undefined ? {} : { 'content-type': fault.contentType };
  return {
    status: fault.status,
    headers: { ...type, ...fault.headers },
    body: fault.body ?? '',
    code: null,
  };
}
