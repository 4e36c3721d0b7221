import { defineOnce } from '../page/define-once.ts';
import { KopaiChart } from './chart.ts';

defineOnce('kopai-chart', KopaiChart);

export { configureKopai } from '../page/default-page.ts';
export { KopaiChart };
