/** Status of an answer and where it ends in the text. */
export interface ReadAnswer {
  status: number;
  length: number;
}

/**
 * The first HTTP answer in a text of one character a byte; `null`: it is not whole yet. Knows bodies with a
 * length and chunked ones without trailers, which is all that the servers under test send.
 */
export function readAnswer(text: string): ReadAnswer | null {
  const bodyAt = text.indexOf('\r\n\r\n') + 4;
  if (bodyAt === 3) return null;
  const status = Number(text.slice(9, 12));
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, bodyAt)) ?? [];
  if (length !== undefined) {
    const end = bodyAt + Number(length);
    return text.length < end ? null : { status, length: end };
  }
  // The body ends with a chunk of no bytes.
  for (let at = bodyAt; ;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    at = lineEnd + 2 + size + 2;
    if (text.length < at) return null;
    if (size === 0) return { status, length: at };
  }
}
