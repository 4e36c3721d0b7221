import '@kopai/elements/cost-badge';
