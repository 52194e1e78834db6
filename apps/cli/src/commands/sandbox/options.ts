/** Where the sandbox listens unless told otherwise. */
export const DEFAULT_PORT = 3900;

/** What the flags of `sandbox` become. */
export interface SandboxOptions {
  /** Default: {@link DEFAULT_PORT} */
  port?: number;
}
