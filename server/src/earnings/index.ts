export { type EarningsTerms, readEarnings } from './read.ts';
