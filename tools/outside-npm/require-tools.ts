import { spawnSync } from 'node:child_process';

const TOOLS: Record<string, { command: string[]; from: string }> = {
  promtool: { command: ['promtool', '--version'], from: 'Debian package prometheus' },
  fish: { command: ['fish', '--version'], from: 'Debian package fish' },
  zsh: { command: ['zsh', '--version'], from: 'Debian package zsh' },
  kubectl: { command: ['kubectl', 'version', '--client'], from: 'kubernetes.io' },
  'systemd-analyze': { command: ['systemd-analyze', '--version'], from: 'Debian package systemd' },
  'Python with jsonschema': {
    command: ['python3', '-c', 'import jsonschema'],
    from: 'Debian package python3-jsonschema',
  },
};

/** Fails before the first test, and names every tool that is missing and where it comes from. */
export default function requireTools(): void {
  const missing = Object.entries(TOOLS)
    .filter(([, { command }]) => spawnSync(command[0] as string, command.slice(1)).status !== 0)
    .map(([name, { from }]) => `${name} (${from})`);
  if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}`);
}
