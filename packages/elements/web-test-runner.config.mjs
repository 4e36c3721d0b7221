import { elementTests } from '@kopai/workshop';

export default await elementTests(['src/**/*.test.ts']);
