import * as z from 'zod/mini';
import { idOf, instant } from './fields.ts';

/** One administrative act: who did what to what, and how it was before and after. Secrets are never in it. */
export const auditEntry = z
  .object({
    id: idOf('auditEntry'),
    object: z.literal('audit_entry'),
    at: instant,
    actor: z.string().check(z.meta({ description: 'key:<id>, user:<id>, or the tool that did it.' })),
    action: z.string().check(z.meta({ description: 'Such as model.put, key.revoke, budget.put.' })),
    subject: z.string().check(z.meta({ description: 'Such as model:swift-mini, key:key_…, user:alice.' })),
    from: z.nullable(z.record(z.string(), z.unknown())),
    to: z.nullable(z.record(z.string(), z.unknown())),
  })
  .register(z.globalRegistry, { id: 'AuditEntry' });

export type AuditEntry = z.output<typeof auditEntry>;
