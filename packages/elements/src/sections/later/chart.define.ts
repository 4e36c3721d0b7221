import '../../chart/chart.define.ts';
