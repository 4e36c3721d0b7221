export type { Express } from 'express';
export { forgetOldAnswers } from './idempotency.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { type Listening, listenHttp } from './listen.ts';
export { type OriginPolicy, originPolicy } from './origins.ts';
export { createHttp } from './server.ts';
export type { Services } from './services.ts';
