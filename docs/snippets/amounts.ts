import { formatCredits, parseCredits, toUsd } from '@kopai/sdk';

// #region amounts
export const balance = parseCredits('12.5'); // 12_500_000n: a bigint of microcredits
export const cost = 7_000_000n;
export const left = formatCredits(balance - cost); // "5.5": canonical, no exponent, no trailing zeros
export const dollars = toUsd(balance); // "1.25": 1 credit = $0.10
// #endregion amounts
