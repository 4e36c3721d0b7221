export { conformance } from './conformance.ts';
export { epochMs, type Subject } from './subject.ts';
