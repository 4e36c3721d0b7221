import { createHash, randomBytes } from 'node:crypto';

/** What a credential starts with says what it is, to people and to scanners that look for leaked ones. */
export const keyPrefix = 'kopai_sk_';
export const sessionPrefix = 'kopai_ses_';

/** 24 random bytes, 192 bits: guessing is hopeless, so one fast hash is enough to keep it by. */
export const newSecret = (prefix: string): string => prefix + randomBytes(24).toString('base64url');

/**
 * What is kept of a credential. Looking up the hash by an index compares hashes, not secrets: how long that takes tells an attacker
 * nothing about the secret.
 */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
