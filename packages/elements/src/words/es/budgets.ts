import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

const periods: Words['budgets']['periods'] = { day: 'al día', week: 'a la semana', month: 'al mes' };

export const budgets: Words['budgets'] = {
  title: 'Presupuestos de los miembros',
  none: 'Cada miembro puede gastar todo el saldo. Fije un presupuesto para poner un límite a alguien.',
  noneOwn: 'Puede gastar todo el saldo.',
  member: 'Miembro',
  memberId: 'Id. del miembro',
  limit: 'Límite en créditos',
  period: 'Período',
  periods,
  per: (limit, period) => `${creditsOf(limit)} ${periods[period]}`,
  spent: (spent, limit) => `${spent} de ${limit} gastados`,
  resets: (when) => `se reinicia: ${when}`,
  add: 'Fijar un presupuesto',
  edit: 'Editar',
  editOf: (name) => `Editar el presupuesto de ${name}`,
  save: 'Guardar',
  lift: 'Quitar presupuesto',
  cancel: 'Cancelar',
  saved: 'Presupuesto guardado',
  noMember: 'Indique qué miembro.',
  notANumber: 'Introduzca un importe en créditos.',
};
