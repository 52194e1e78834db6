/** The embedded engine cannot be used here; the message says what to do. */
export class EmbeddedEngineError extends Error {
  readonly code: string = 'embedded_engine';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedEngineError';
  }
}

/** Another process has the data directory open. */
export class DirectoryInUseError extends EmbeddedEngineError {
  override readonly code = 'directory_in_use';
  constructor(
    readonly directory: string,
    /** Process id of the owner; `null` when it did not say. */
    readonly ownerPid: number | null,
  ) {
    super(
      `The data directory ${directory} is in use by ` +
        `${ownerPid === null ? 'another process' : `process ${ownerPid}`}. ` +
        'Stop that one, choose another RESULT_LINKS_DATA_DIR, ' +
        'or set DATABASE_URL to run several processes on one PostgreSQL.',
    );
    this.name = 'DirectoryInUseError';
  }
}
