import type { Counted } from '../counted.ts';
import { plural } from '../plural.ts';
import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

const inDays = ({ text, count }: Counted) => plural('es', count, { one: 'hoy', other: `en los últimos ${text} días` });

export const charts: Words['charts'] = {
  spending: 'Gastos',
  earnings: 'Ingresos por día',
  days: ({ text, count }) => plural('es', count, { one: 'Hoy', other: `Últimos ${text} días` }),
  noSpending: 'Todavía no hay gastos.',
  noEarnings: 'Todavía no hay ingresos.',
  day: 'Día',
  spent: 'Gastado',
  earned: 'Ganado',
  messages: 'Mensajes',
  credits: creditsOf,
  average: (amount) => `${creditsOf(amount)} al día de media`,
  messagesOf: ({ text, count }) => `${text} ${plural('es', count, { one: 'mensaje', other: 'mensajes' })}`,
  failed: 'No se pudo cargar el gráfico.',
  spentIn: (total, days) => `Gasto ${inDays(days)}: ${creditsOf(total)}.`,
  earnedIn: (total, days) => `Ingresos ${inDays(days)}: ${creditsOf(total)}.`,
  most: (amount, day) => `El máximo fue el ${day}: ${creditsOf(amount)}.`,
  showTable: 'Ver como tabla',
  showChart: 'Ver como gráfico',
};
