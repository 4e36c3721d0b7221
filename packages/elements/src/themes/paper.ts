import type { Theme } from '../appearance/appearance.ts';

/** Warm paper, terracotta and a book face. For writing, learning and everything that is read slowly. */
export const paper: Theme = {
  name: 'paper',
  variables: {
    colorText: 'light-dark(#2b2520, #f0e8dc)',
    colorMuted: 'light-dark(#665b50, #b9ab9b)',
    colorSurface: 'light-dark(#fffdf8, #211c17)',
    colorRaised: 'light-dark(#f7f1e6, #2b251f)',
    colorLine: 'light-dark(#e8dece, #3d352c)',
    colorControl: 'light-dark(#8c7f6e, #8a7d6c)',
    colorAccent: 'light-dark(#a03d24, #f2a68b)',
    colorOnAccent: 'light-dark(#fffdf8, #351105)',
    colorPositive: 'light-dark(#3b652c, #a3cf91)',
    colorNotice: 'light-dark(#7d4b00, #efc27a)',
    colorDanger: 'light-dark(#a8202c, #ffa49c)',
    fontFamily: "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, serif",
    fontSize: '1rem',
    fontWeight: '600',
    radius: '6px',
    spacingUnit: '4.25px',
  },
};
