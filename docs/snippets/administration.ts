import type { ApiKey, AuditEntry, Kopai } from '@kopai/sdk';

// #region keys
/** A key for one job. Its secret is in this answer alone; what is kept is a hash. */
export async function keyForBackend(kopai: Kopai): Promise<string> {
  const { key } = await kopai.keys.create({
    name: 'backend',
    scopes: ['sessions:write', 'charges:write', 'charges:read'],
  });
  return key;
}

/** Rotation: make the new one, deploy it, see that the old one is no longer used, revoke it. */
export async function retire(kopai: Kopai, old: ApiKey, unusedSince: string): Promise<boolean> {
  if (old.lastUsedAt !== null && old.lastUsedAt > unusedSince) return false;
  await kopai.keys.revoke(old.id);
  return true;
}
// #endregion keys

// #region audit
/** Who changed what, newest first: keys, prices, grants, budgets, payouts, endpoints. */
export async function recentActs(kopai: Kopai): Promise<readonly AuditEntry[]> {
  const page = await kopai.auditLog.list({ limit: 50 });
  return page.data;
}
// #endregion audit
