import { rmSync } from 'node:fs';
import { PACKED_VARIABLE } from './packed.ts';

/** After all tests. */
export default function removePacked(): void {
  const folder = process.env[PACKED_VARIABLE];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
