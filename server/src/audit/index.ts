export { type Act, listActs, recordAct } from './audit.ts';
