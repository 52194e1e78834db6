/** One message of PostgreSQL's protocol, version 3: its type, and all its bytes with type and length. */
export interface WireMessage {
  type: string;
  bytes: Buffer;
}

/** Cuts a stream into messages. */
export class WireReader {
  #rest: Buffer = Buffer.alloc(0);

  /** Adds what has arrived. @returns the messages that are complete now */
  read(chunk: Buffer): WireMessage[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: WireMessage[] = [];
    while (this.#rest.length >= 5 && this.#rest.length > this.#rest.readInt32BE(1)) {
      const end = this.#rest.readInt32BE(1) + 1;
      const bytes = this.#rest.subarray(0, end);
      messages.push({ type: String.fromCharCode(bytes[0] as number), bytes });
      this.#rest = this.#rest.subarray(end);
    }
    return messages;
  }

  /** Adds what has arrived at the very beginning, where a message has no type. @returns its body, or `null` */
  readFirst(chunk: Buffer): Buffer | null {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.#rest.length < 4 || this.#rest.length < this.#rest.readInt32BE(0)) return null;
    const end = this.#rest.readInt32BE(0);
    const body = this.#rest.subarray(4, end);
    this.#rest = this.#rest.subarray(end);
    return body;
  }
}

/** A message of the type with the body. */
export function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(type.length + 4);
  head.write(type);
  head.writeInt32BE(body.length + 4, type.length);
  return Buffer.concat([head, body]);
}

/** Texts as the protocol has them, each with a zero behind it. */
export function zeroTerminated(...texts: string[]): Buffer {
  return Buffer.from(texts.map((text) => `${text}\0`).join(''));
}

/** The text that begins at `start`, and where the next thing begins. */
export function textAt(bytes: Buffer, start: number): { text: string; next: number } {
  const end = bytes.indexOf(0, start);
  return { text: bytes.toString('utf8', start, end), next: end + 1 };
}
