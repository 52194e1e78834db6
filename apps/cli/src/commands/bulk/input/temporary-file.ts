import { writeSync } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that nobody else can see, and that is gone with the process, however it ends. */
export interface TemporaryFile {
  handle: FileHandle;
  /**
   * Writes a piece of some kilobytes, at once: the system takes it into memory in a tenth of the time that it takes to
   * hand it to another thread and wait for that.
   *
   * @param position in bytes
   */
  write(bytes: Uint8Array, position: number): void;
  /** Closes and removes it. */
  close(): Promise<void>;
}

/**
 * Makes a {@link TemporaryFile} in the folder for temporary files (`TMPDIR`). Its name is taken away at
 * once, so that a killed process leaves no personal data behind; Windows does not let an open file go,
 * there it is removed at the end.
 */
export async function openTemporaryFile(): Promise<TemporaryFile> {
  const folder = await mkdtemp(join(tmpdir(), 'result-links-'));
  const handle = await open(join(folder, 'rows'), 'wx+', 0o600);
  const remove = () => rm(folder, { recursive: true, force: true });
  const isRemovable = process.platform !== 'win32';
  if (isRemovable) await remove();
  return {
    handle,
    write: (bytes, position) => {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(handle.fd, bytes, done, bytes.length - done, position + done);
      }
    },
    close: async () => {
      await handle.close();
      if (!isRemovable) await remove();
    },
  };
}
