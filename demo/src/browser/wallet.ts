import './site.ts';
import '@kopai/elements/wallet';
