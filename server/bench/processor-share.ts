import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How often the kernel hands out shares, in microseconds. Short, so that who has used up its own does not stand still for long. */
const periodMicros = 5_000;

/** Where the control groups of processors are (cgroups(7)), as either version has them. */
const roots = [
  { folder: '/sys/fs/cgroup', isThere: () => controllers('/sys/fs/cgroup').includes('cpu'), version: 2 },
  { folder: '/sys/fs/cgroup/cpu', isThere: () => existsSync('/sys/fs/cgroup/cpu/cpu.cfs_quota_us'), version: 1 },
] as const;

const controllers = (folder: string): string[] => {
  const file = join(folder, 'cgroup.controllers');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
};

/**
 * Gives each of these processes a share of one processor, so that several have what they would have on a machine of more and slower ones.
 *
 * @param share of one processor: 0.2 is a fifth
 * @returns what ends it, once the processes are gone
 * @throws Error where this user may not, or the kernel has no such groups
 */
export function shareProcessor(pids: readonly number[], share: number): () => void {
  const root = roots.find(({ isThere }) => isThere());
  if (!root) throw new Error('this system has no control groups for processors (cgroups(7))');
  if (root.version === 2) writeFileSync(join(root.folder, 'cgroup.subtree_control'), '+cpu');
  const groups = pids.map((pid) => {
    const group = join(root.folder, `kopai-bench-${pid}`);
    mkdirSync(group);
    const quota = Math.round(periodMicros * share);
    if (root.version === 2) writeFileSync(join(group, 'cpu.max'), `${quota} ${periodMicros}`);
    else {
      writeFileSync(join(group, 'cpu.cfs_period_us'), String(periodMicros));
      writeFileSync(join(group, 'cpu.cfs_quota_us'), String(quota));
    }
    writeFileSync(join(group, 'cgroup.procs'), String(pid));
    return group;
  });
  return () => {
    for (const group of groups) rmdirSync(group);
  };
}
